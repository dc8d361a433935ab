import { type ClaimedDelivery, claimDeliveries, type Lane } from '#app/domain/broadcasts/claim-deliveries.ts'
import type { Context } from '#app/domain/context.ts'
import { affected } from '#db/client.ts'

interface SourceOptions {
  /** Deliveries claimed at once. */
  batchSize: number
  leaseSeconds: number
  worker: string
  /** Once it is aborted nothing more is handed out. */
  signal?: AbortSignal
}

export interface DeliverySource {
  /** The next delivery to send; undefined when nothing is due any more. */
  next(): Promise<ClaimedDelivery | undefined>
  /** Puts back what was claimed and not handed out, as if it had never been claimed. */
  giveBack(): Promise<void>
}

/**
 * Hands out what this worker has claimed, one at a time, and claims the next batch while the last is being
 * sent, so that connections never wait for the database.
 */
export function openDeliverySource(
  ctx: Context,
  broadcastId: string,
  options: SourceOptions,
): DeliverySource {
  const { batchSize, leaseSeconds, signal } = options
  const held: ClaimedDelivery[] = []
  const lanes: Lane[] = ['first', 'retry']
  let refill: Promise<void> | null = null

  async function claimMore(): Promise<void> {
    for (let lane = lanes[0]; lane && !signal?.aborted; lane = lanes[0]) {
      const claim = await claimDeliveries(ctx, broadcastId, lane, { ...options, limit: batchSize })
      held.push(...claim.deliveries)
      if (claim.deliveries.length > 0) return
      if (claim.skipped === 0) lanes.shift()
    }
    lanes.length = 0
  }

  function startRefill(): Promise<void> {
    refill ??= claimMore().finally(() => {
      refill = null
    })
    return refill
  }

  /** A send begins in the first half of its lease, so it ends before another worker may take it over. */
  const isFresh = ({ claimedUntil }: ClaimedDelivery) =>
    claimedUntil.getTime() - ctx.clock.now().getTime() > (leaseSeconds * 1000) / 2

  async function next(): Promise<ClaimedDelivery | undefined> {
    while (!signal?.aborted) {
      const delivery = held.shift()
      if (held.length < batchSize / 2 && lanes.length > 0) {
        // A failure to claim is met again by whoever finds nothing held.
        startRefill().catch(() => undefined)
      }
      if (delivery && isFresh(delivery)) return delivery
      // A stale one stays claimed until its lease ends and is then put back (recoverDeliveries).
      if (delivery) continue
      if (lanes.length === 0 && !refill) return undefined
      await startRefill()
    }
    return undefined
  }

  async function giveBack(): Promise<void> {
    await refill?.catch(() => undefined)
    const unsent = held.splice(0).map(({ id }) => id)
    if (unsent.length === 0) return
    await affected(
      ctx.db,
      `update deliveries set status = 'queued', attempts = attempts - 1, claimed_until = null, claimed_by = null
        where id = any(:unsent) and status = 'sending' and claimed_by = :worker`,
      { unsent, worker: options.worker },
    )
  }

  return { next, giveBack }
}
