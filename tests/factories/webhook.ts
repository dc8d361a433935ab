import { type Actor, system } from '#app/domain/access/actor.ts'
import { fixedClock } from '#app/domain/clock.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { createEndpoint } from '#app/domain/webhooks/create-endpoint.ts'
import { openWebhookLane } from '#app/domain/webhooks/deliver-webhooks.ts'
import type { PostOptions } from '#app/domain/webhooks/post.ts'
import { type AccountEvent, recordEvents } from '#app/domain/webhooks/record-events.ts'
import { EVENT_TYPES, type WebhookFields } from '#app/domain/webhooks/schemas.ts'
import type { Database } from '#db/client.ts'
import { WebhookAttempt, WebhookDelivery } from '#db/models/webhooks.ts'
import { addAccount } from '#tests/factories/account.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addUser } from '#tests/factories/user.ts'

export const NOON = '2026-11-23T12:00:00.000Z'

/** The time so long after noon. */
export const later = (ms: number): string => new Date(Date.parse(NOON) + ms).toISOString()

/** An administrator, accounts, and a worker of one's own, on the database of a test. */
export async function makeWebhookScene(db: Database) {
  const at = (time: string, actor: Actor): Context => ({ ...deskContext(db, actor), clock: fixedClock(time) })
  const administrator = await addUser(at(NOON, system('test')), 'administrator')
  const lane = openWebhookLane()
  const scene = {
    administrator,
    account: async () => (await addAccount(at(NOON, system('test')))).id,
    as: (time: string = NOON) => at(time, administrator),
    worker: (time: string = NOON) => at(time, system('deliver_webhooks')),
    endpoint: (url: string, fields: Partial<WebhookFields> = {}) =>
      createEndpoint(scene.as(), { url, events: [...EVENT_TYPES], ...fields }),
    /** Writes events in a transaction of their own. */
    tell: (events: readonly AccountEvent[], time: string = NOON) =>
      withTransaction(scene.worker(time), (tx) => recordEvents(tx, events)),
    restrict: (accountId: string, time: string = NOON) =>
      scene.tell([{ type: 'account.restricted', accountId, capabilities: ['payouts'] }], time),
    reinstate: (accountId: string, time: string = NOON) =>
      scene.tell([{ type: 'account.reinstated', accountId, capabilities: ['payouts'] }], time),
    /** A run of the worker at this time; nothing waits longer than 300 ms. */
    deliver: (time: string = NOON, options: PostOptions = {}) =>
      lane(scene.worker(time), { timeoutMs: 300, ...options }),
    deliveries: (endpointId: string) => WebhookDelivery.query(db).where({ endpointId }).orderBy('id'),
    statusesOf: async (endpointId: string) =>
      (await scene.deliveries(endpointId)).map(({ status }) => status),
    /** Runs of the worker from so long after noon until so long after, as the schedule and the queue would. */
    async runThrough(from: number, until: number, step: number): Promise<void> {
      for (let at = from; at <= until; at += step) await scene.deliver(later(at))
    },
    attempts: (endpointId: string) =>
      WebhookAttempt.query(db)
        .whereIn('deliveryId', WebhookDelivery.query(db).select('id').where({ endpointId }))
        .orderBy('id'),
  }
  return scene
}

export type WebhookScene = Awaited<ReturnType<typeof makeWebhookScene>>
