import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { DAY_MS } from '#app/domain/clock.ts'
import { deleteEndpoint } from '#app/domain/webhooks/delete-endpoint.ts'
import { forgetDeliveries } from '#app/domain/webhooks/forget-deliveries.ts'
import { listEndpoints } from '#app/domain/webhooks/list-endpoints.ts'
import { pageDeliveries, readDelivery } from '#app/domain/webhooks/page-deliveries.ts'
import { sendAgain, sendFailedAgain } from '#app/domain/webhooks/send-again.ts'
import { disableEndpoint } from '#app/domain/webhooks/switch-endpoint.ts'
import { rows } from '#db/client.ts'
import { later, makeWebhookScene, type WebhookScene } from '#tests/factories/webhook.ts'
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
