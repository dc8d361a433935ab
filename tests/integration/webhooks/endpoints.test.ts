import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#app/domain/ids.ts'
import { deleteEndpoint } from '#app/domain/webhooks/delete-endpoint.ts'
import { listEndpoints, readEndpoint } from '#app/domain/webhooks/list-endpoints.ts'
import { readDelivery } from '#app/domain/webhooks/page-deliveries.ts'
import { rotateSecret } from '#app/domain/webhooks/rotate-secret.ts'
import { MAX_ENDPOINTS } from '#app/domain/webhooks/schemas.ts'
import { sendAgain } from '#app/domain/webhooks/send-again.ts'
import { sendTest } from '#app/domain/webhooks/send-test.ts'
import { disableEndpoint, enableEndpoint } from '#app/domain/webhooks/switch-endpoint.ts'
import { updateEndpoint } from '#app/domain/webhooks/update-endpoint.ts'
import { rows } from '#db/client.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { auditOf } from '#tests/factories/requirement.ts'
import { addPerson } from '#tests/factories/user.ts'
import { makeWebhookScene, NOON, type WebhookScene } from '#tests/factories/webhook.ts'
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
