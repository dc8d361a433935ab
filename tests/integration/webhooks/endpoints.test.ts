import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#app/domain/clock.ts'
import { newId } from '#app/domain/ids.ts'
import { deleteEndpoint } from '#app/domain/webhooks/delete-endpoint.ts'
import { forgetDeliveries } from '#app/domain/webhooks/forget-deliveries.ts'
import { listEndpoints, readEndpoint } from '#app/domain/webhooks/list-endpoints.ts'
import { pageDeliveries, readDelivery } from '#app/domain/webhooks/page-deliveries.ts'
import { GIVE_UP_MS, PAUSE_AFTER_MS, restMs, retryDelayMs } from '#app/domain/webhooks/retries.ts'
import { rotateSecret } from '#app/domain/webhooks/rotate-secret.ts'
import { MAX_ENDPOINTS } from '#app/domain/webhooks/schemas.ts'
import { sendAgain, sendFailedAgain } from '#app/domain/webhooks/send-again.ts'
import { sendTest } from '#app/domain/webhooks/send-test.ts'
import { disableEndpoint, enableEndpoint } from '#app/domain/webhooks/switch-endpoint.ts'
import { updateEndpoint } from '#app/domain/webhooks/update-endpoint.ts'
import { rows } from '#db/client.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Mail } from '#db/models/mail.ts'
import { auditOf } from '#tests/factories/requirement.ts'
import { addPerson } from '#tests/factories/user.ts'
import { later, makeWebhookScene, NOON, type WebhookScene } from '#tests/factories/webhook.ts'
import { type Receiver, startReceiver, verify } from '#tests/factories/webhook-receiver.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: WebhookScene
let receiver: Receiver
beforeAll(async () => {
  scene = await makeWebhookScene(database.db)
})
beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(async () => {
  await receiver.stop()
  for (const { id } of await listEndpoints(scene.as())) await deleteEndpoint(scene.as(), id)
})

const statusesOf = async (id: string) => (await scene.deliveries(id)).map(({ status }) => status)
/** Runs the worker at every minute of some hours, as the schedule and the queue would. */
async function runThrough(from: number, until: number, step: number): Promise<void> {
  for (let at = from; at <= until; at += step) await scene.deliver(later(at))
}

describe('an endpoint', () => {
  it('is made by administrators alone, ten at most, also when two make one at once', async () => {
    const { actor } = await addPerson(scene.as(), { role: 'officer' })
    await expect(listEndpoints({ ...scene.as(), actor })).rejects.toMatchObject({ kind: 'Forbidden' })
    for (let n = 1; n < MAX_ENDPOINTS; n += 1) await scene.endpoint(receiver.url(`/${n}`))
    const both = await Promise.allSettled([
      scene.endpoint(receiver.url('/a')),
      scene.endpoint(receiver.url('/b')),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { kind: 'LimitExceeded', code: 'webhook.tooMany', facts: { max: 10 } },
    })
  })

  it('keeps its secret out of lists, audit and rows in clear', async () => {
    const { id, secret } = await scene.endpoint(receiver.url())
    const next = await rotateSecret(scene.as(), id)
    const seen = JSON.stringify([
      await listEndpoints(scene.as()),
      await AuditEntry.query(database.db).where({ subjectId: id }),
      await rows(database.db, 'select * from webhook_endpoints'),
    ])
    for (const one of [secret, next]) expect(seen).not.toContain(one.slice(6))
    expect(await auditOf(database.db, id)).toEqual(['webhook.created', 'webhook.secret_rotated'])
  })

  it('cannot be changed to a place inside, nor when it is gone', async () => {
    const { id } = await scene.endpoint(receiver.url())
    const fields = { url: 'https://169.254.169.254/', events: ['account.restricted' as const] }
    await expect(updateEndpoint(scene.as(), id, fields)).rejects.toMatchObject({
      code: 'webhook.forbiddenAddress',
    })
    const good = { ...fields, url: receiver.url('/moved') }
    await updateEndpoint(scene.as(), id, good)
    const unknown = newId<never>()
    for (const refused of [
      () => updateEndpoint(scene.as(), unknown, good),
      () => enableEndpoint(scene.as(), unknown),
      () => rotateSecret(scene.as(), unknown),
      () => deleteEndpoint(scene.as(), unknown),
      () => sendTest(scene.as(), unknown),
      () => sendAgain(scene.as(), unknown, 1),
      () => readEndpoint(scene.as(), unknown),
      () => readDelivery(scene.as(), id, 999_999),
    ]) {
      await expect(refused()).rejects.toMatchObject({ kind: 'NotFound' })
    }
    await scene.reinstate(await scene.account())
    await scene.restrict(await scene.account())
    await scene.deliver()
    expect(receiver.received.map((one) => [one.path, one.json.type])).toEqual([
      ['/moved', 'account.restricted'],
    ])
  })

  it('deleted while a message is under way takes its ledger along and harms nothing', async () => {
    const { id } = await scene.endpoint(receiver.url())
    await scene.restrict(await scene.account())
    receiver.answer = async (response) => {
      await deleteEndpoint(scene.as(), id)
      response.writeHead(500).end()
    }
    await scene.deliver()
    expect(await scene.deliveries(id)).toEqual([])
    expect(await auditOf(database.db, id)).toEqual(['webhook.created', 'webhook.deleted'])
  })

  it('is tried with a signed test, whatever its state, which counts for nothing', async () => {
    const { id, secret } = await scene.endpoint(receiver.url())
    await disableEndpoint(scene.as(), id)
    receiver.answer = (response) => response.writeHead(422).end('unknown <type>\u0000')
    expect(await sendTest(scene.as(), id)).toMatchObject({
      outcome: 'status',
      httpStatus: 422,
      answer: 'unknown <type>',
    })
    const [message] = receiver.received
    if (!message) throw new Error('nothing arrived')
    expect(verify(secret, message)).toEqual({
      type: 'webhook.test',
      timestamp: NOON,
      data: { endpoint_id: id },
    })
    expect(await scene.deliveries(id)).toEqual([])
    expect(await readEndpoint(scene.as(), id)).toMatchObject({ failures: 0, status: 'disabled' })
  })

  it('whose secret cannot be opened any more sends nothing, says so, and takes a new one', async () => {
    const { id } = await scene.endpoint(receiver.url())
    const changed = { ...scene.as(), settings: { ...scene.as().settings, secret: 'another SESSION_SECRET' } }
    expect(await readEndpoint(changed, id)).toMatchObject({ canSign: false })
    expect(await sendTest(changed, id)).toMatchObject({ outcome: 'unsigned' })
    const secret = await rotateSecret(changed, id)
    expect(await sendTest(changed, id)).toMatchObject({ outcome: 'delivered' })
    expect(receiver.received).toHaveLength(1)
    for (const message of receiver.received) expect(verify(secret, message)).toBeTruthy()
  })
})

describe('retries', () => {
  it('go on for three days and a little, then the message has failed', async () => {
    let passed = 0
    for (let attempt = 1; attempt <= 9; attempt += 1) passed += retryDelayMs(attempt, () => 0)
    expect(passed).toBe(3 * DAY_MS + 3 * HOUR_MS + 35 * MINUTE_MS + 5 * SECOND_MS)
    expect(passed).toBeLessThan(GIVE_UP_MS)
    expect(retryDelayMs(3, () => 0.999)).toBeGreaterThanOrEqual(27 * MINUTE_MS)
    expect([4, 5, 6, 7, 50].map(restMs)).toEqual([0, 10_000, 20_000, 40_000, 15 * MINUTE_MS])
  })
})

describe('an endpoint that answers nothing right', () => {
  it('is paused after three days, tells the administrators once, and resumes from where it stopped', async () => {
    const writer = await addPerson(scene.as(), { role: 'administrator', locale: 'en' })
    const { id } = await scene.endpoint(receiver.url('/secret-path'))
    const accountId = await scene.account()
    receiver.answer = 500
    await scene.restrict(accountId)
    await runThrough(0, HOUR_MS, 5 * MINUTE_MS)
    await scene.reinstate(accountId, later(HOUR_MS))
    await runThrough(HOUR_MS, PAUSE_AFTER_MS + DAY_MS, HOUR_MS)
    expect(await readEndpoint(scene.as(), id)).toMatchObject({ status: 'paused', statusReason: 'unanswered' })
    const asked = receiver.received.length
    const mails = await Mail.query(database.db).where({ template: 'webhook_halted', toAddress: writer.email })
    expect(mails).toHaveLength(1)
    expect(mails[0]?.data).toMatchObject({
      reason: 'unanswered',
      host: new URL(receiver.url()).host,
      since: NOON,
    })
    expect(JSON.stringify(mails[0]?.data)).not.toContain('secret-path')
    expect(await auditOf(database.db, id)).toEqual(['webhook.created', 'webhook.paused'])

    const resumed = later(PAUSE_AFTER_MS + 2 * DAY_MS)
    await scene.restrict(accountId, resumed)
    await scene.deliver(resumed)
    expect(receiver.received).toHaveLength(asked)

    receiver.answer = 200
    await enableEndpoint(scene.as(resumed), id)
    await scene.deliver(resumed)
    const again = receiver.received.slice(asked)
    expect(again.map(({ json }) => json.type)).toEqual([
      'account.restricted',
      'account.reinstated',
      'account.restricted',
    ])
    expect(new Set(again.map((one) => one.id)).size).toBe(3)
    expect(await statusesOf(id)).toEqual(['delivered', 'delivered', 'delivered'])
    expect(await readEndpoint(scene.as(resumed), id)).toMatchObject({ status: 'enabled', failures: 0 })
    await expect(enableEndpoint(scene.as(resumed), id)).rejects.toMatchObject({ kind: 'Conflict' })
  })

  it('gets what waits as soon as it answers again, not hours later', async () => {
    const { id } = await scene.endpoint(receiver.url())
    for (let n = 0; n < 8; n += 1) await scene.restrict(await scene.account())
    receiver.answer = 503
    await runThrough(0, 4 * HOUR_MS, 10 * MINUTE_MS)
    expect(await readEndpoint(scene.as(), id)).toMatchObject({ status: 'enabled' })
    const waiting = await scene.deliveries(id)
    expect(Math.max(...waiting.map((one) => one.nextAttemptAt.getTime()))).toBeGreaterThan(
      Date.parse(later(4.5 * HOUR_MS)),
    )
    receiver.answer = 200
    await runThrough(4 * HOUR_MS, 5 * HOUR_MS, 5 * MINUTE_MS)
    expect(new Set(await statusesOf(id))).toEqual(new Set(['delivered']))
  })

  it('is not hammered: of a hundred waiting messages few are tried in an hour', async () => {
    await scene.endpoint(receiver.url())
    for (let n = 0; n < 100; n += 1) await scene.restrict(await scene.account())
    receiver.answer = 500
    await runThrough(0, HOUR_MS, 3 * MINUTE_MS)
    expect(receiver.received.length).toBeLessThan(20)
  })
})

describe('an endpoint that is gone (410)', () => {
  it('is disabled at once and told; what waits is dropped, and what happens meanwhile is not kept', async () => {
    const writer = await addPerson(scene.as(), { role: 'administrator' })
    const { id } = await scene.endpoint(receiver.url())
    const accountId = await scene.account()
    await scene.restrict(accountId)
    await scene.reinstate(accountId)
    receiver.answer = 410
    await scene.deliver()
    expect(await readEndpoint(scene.as(), id)).toMatchObject({ status: 'disabled', statusReason: 'gone' })
    expect(await statusesOf(id)).toEqual(['failed', 'skipped'])
    await scene.restrict(accountId)
    expect(await scene.deliveries(id)).toHaveLength(2)
    expect(
      await Mail.query(database.db).where({ template: 'webhook_halted', toAddress: writer.email }),
    ).toMatchObject([{ data: { reason: 'gone' } }])
    await enableEndpoint(scene.as(), id)
    receiver.answer = 200
    await scene.reinstate(accountId)
    await scene.deliver()
    expect(await statusesOf(id)).toEqual(['failed', 'skipped', 'delivered'])
  })
})

describe('the ledger', () => {
  it('sends again what failed, one or all, under the same id', async () => {
    const { id } = await scene.endpoint(receiver.url())
    for (let n = 0; n < 3; n += 1) await scene.restrict(await scene.account())
    await scene.deliver()
    await rows(database.db, `update webhook_deliveries set status = 'failed' where endpoint_id = :id`, { id })
    const [first, ...others] = await scene.deliveries(id)
    await sendAgain(scene.as(), id, first?.id ?? 0)
    await expect(sendAgain(scene.as(), id, first?.id ?? 0)).rejects.toMatchObject({
      code: 'webhook.waitsAlready',
    })
    expect(await sendFailedAgain(scene.as(), id)).toBe(2)
    await expect(sendFailedAgain(scene.as(), id)).rejects.toMatchObject({ code: 'webhook.nothingFailed' })
    await scene.deliver()
    expect(receiver.received).toHaveLength(6)
    const ids = receiver.received.map((one) => one.id)
    expect(ids.slice(3).sort()).toEqual(ids.slice(0, 3).sort())
    expect(ids).toContain(others[0]?.eventId)
    await disableEndpoint(scene.as(), id)
    await expect(sendFailedAgain(scene.as(), id)).rejects.toMatchObject({ kind: 'PreconditionFailed' })
  })

  it('pages by key, the newest first, by state, and shows the body as it is sent', async () => {
    const { id } = await scene.endpoint(receiver.url())
    const accountId = await scene.account()
    await scene.tell(
      Array.from({ length: 60 }, () => ({
        type: 'account.restricted',
        accountId,
        capabilities: ['payouts'],
      })),
    )
    const seen: number[] = []
    for (let before: number | null = null; ; ) {
      const page = await pageDeliveries(scene.as(), id, { group: 'queued', before })
      seen.push(...page.deliveries.map((one) => one.id))
      if (page.next === null) break
      before = page.next
    }
    expect(seen).toHaveLength(60)
    expect(seen).toEqual(seen.toSorted((a, b) => b - a))
    expect(await pageDeliveries(scene.as(), id, { group: 'failed', before: null })).toEqual({
      deliveries: [],
      next: null,
    })
    const oldest = await readDelivery(scene.as(), id, seen.at(-1) ?? 0)
    await rows(database.db, `update webhook_deliveries set status = 'skipped' where id <> :id`, {
      id: oldest.id,
    })
    await scene.deliver()
    expect(receiver.received.map((one) => one.body)).toEqual([oldest.body])
  })

  it('is kept for 90 days; events stay', async () => {
    const { id } = await scene.endpoint(receiver.url())
    await scene.restrict(await scene.account())
    await scene.deliver()
    const events = 'select count(*) as count from account_events'
    const before = await rows(database.db, events)
    const tidy = (time: string) => forgetDeliveries({ ...scene.worker(time), actor: system('tidy') })
    expect(await tidy(later(90 * DAY_MS))).toBe(0)
    expect(await tidy(later(90 * DAY_MS + 1))).toBe(1)
    expect(await tidy(later(90 * DAY_MS + 1))).toBe(0)
    expect(await scene.deliveries(id)).toEqual([])
    expect(await rows(database.db, events)).toEqual(before)
  })
})
