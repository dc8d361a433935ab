import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { type ClaimedDelivery, claimDeliveries } from '#app/domain/webhooks/claim-deliveries.ts'
import { eventBody } from '#app/domain/webhooks/payload.ts'
import { placeEvents } from '#app/domain/webhooks/place-events.ts'
import { type Posted, type PostOptions, postWebhook, UNSIGNED } from '#app/domain/webhooks/post.ts'
import { queueNextDelivery } from '#app/domain/webhooks/queue-deliveries.ts'
import { settleDelivery } from '#app/domain/webhooks/settle-delivery.ts'
import { signWebhook } from '#app/domain/webhooks/sign.ts'

interface DeliverOptions extends PostOptions {
  /** The worker is to stop: nothing new is begun, what is under way is finished and written down. */
  readonly signal?: AbortSignal
}

export type WebhookLane = (ctx: Context, options?: DeliverOptions) => Promise<void>

/**
 * The lane of one worker on which its webhooks go: one run at a time, which takes up whatever becomes due while it
 * waits for slow endpoints. A job that comes meanwhile only wakes it and ends, so endpoints that hang hold one of the
 * worker's places and never the others, where mails go. Safe to run twice and from any number of workers; no
 * transaction is open while the network is waited for, and what a killed worker held is sent again after its lease.
 */
export function openWebhookLane(): WebhookLane {
  let running = false
  let woken = false
  let wake = (): void => undefined
  const whenWoken = () =>
    new Promise<void>((resolve) => {
      wake = resolve
      if (woken) resolve()
    })

  return async (ctx, { signal, ...options } = {}) => {
    requirePermission(ctx.actor, 'delivery:send')
    woken = true
    wake()
    if (running) return
    running = true
    // What has ended leaves room for what waits.
    const run = openRun(ctx, options, () => {
      woken = true
    })
    try {
      // Nothing is awaited between this look and the end of `running`, so no job can wake what has just ended.
      while ((woken && !signal?.aborted) || run.underWay.size > 0) {
        woken = false
        if (!signal?.aborted) await run.startWhatIsDue()
        if (run.underWay.size > 0) await Promise.race([...run.underWay, whenWoken()])
      }
    } finally {
      await Promise.all(run.underWay)
      running = false
    }
    if (run.failures.length > 0) {
      throw new AggregateError(run.failures, 'webhooks whose results could not be written')
    }
    await queueNextDelivery(ctx)
  }
}

function openRun(ctx: Context, options: PostOptions, onEnd: () => void) {
  const underWay = new Set<Promise<void>>()
  const failures: unknown[] = []
  const start = (delivery: ClaimedDelivery) => {
    const sending = deliver(ctx, delivery, options)
      // It is tried again after its lease; the others must not wait for it.
      .catch((error) => void failures.push(error))
      .finally(() => {
        underWay.delete(sending)
        onEnd()
      })
    underWay.add(sending)
  }
  return {
    underWay,
    failures,
    async startWhatIsDue(): Promise<void> {
      // Placed first, so that whoever receives an event can catch up from it.
      await placeEvents(ctx)
      for (const delivery of await claimDeliveries(ctx)) start(delivery)
    },
  }
}

/** Sends one message under the id of its event, the same at every attempt, and writes down what became of it. */
async function deliver(ctx: Context, delivery: ClaimedDelivery, options: PostOptions): Promise<void> {
  await settleDelivery(ctx, delivery, await attempt(ctx, delivery, options))
}

async function attempt(ctx: Context, delivery: ClaimedDelivery, options: PostOptions): Promise<Posted> {
  const { endpointId, eventId, url } = delivery
  const body = eventBody(delivery)
  const headers = signWebhook(ctx, { ...delivery, id: endpointId }, { id: eventId, body })
  if (!headers) return UNSIGNED
  return postWebhook(ctx.settings, { url, headers, body }, options)
}
