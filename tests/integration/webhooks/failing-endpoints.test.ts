import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#app/domain/clock.ts'
import { deleteEndpoint } from '#app/domain/webhooks/delete-endpoint.ts'
import { listEndpoints, readEndpoint } from '#app/domain/webhooks/list-endpoints.ts'
import { GIVE_UP_MS, PAUSE_AFTER_MS, restMs, retryDelayMs } from '#app/domain/webhooks/retries.ts'
import { enableEndpoint } from '#app/domain/webhooks/switch-endpoint.ts'
import { Mail } from '#db/models/mail.ts'
import { auditOf } from '#tests/factories/requirement.ts'
import { addPerson } from '#tests/factories/user.ts'
import { later, makeWebhookScene, NOON, type WebhookScene } from '#tests/factories/webhook.ts'
import { type Receiver, startReceiver } from '#tests/factories/webhook-receiver.ts'
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
    const { runThrough, statusesOf } = scene
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
    const { runThrough, statusesOf } = scene
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
    const { runThrough } = scene
    await scene.endpoint(receiver.url())
    for (let n = 0; n < 100; n += 1) await scene.restrict(await scene.account())
    receiver.answer = 500
    await runThrough(0, HOUR_MS, 3 * MINUTE_MS)
    expect(receiver.received.length).toBeLessThan(20)
  })
})

describe('an endpoint that is gone (410)', () => {
  it('is disabled at once and told; what waits is dropped, and what happens meanwhile is not kept', async () => {
    const { statusesOf } = scene
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
