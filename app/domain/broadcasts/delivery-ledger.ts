import { setTimeout as wait } from 'node:timers/promises'
import type { ClaimedDelivery } from '#app/domain/broadcasts/claim-deliveries.ts'
import { HOUR_MS, MINUTE_MS } from '#app/domain/clock.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { endSubscriptions } from '#app/domain/subscribers/unsubscribe.ts'
import type { SendResult } from '#app/mail/types.ts'
import { affected } from '#db/client.ts'

/** Attempts until a delivery is given up: with the delays below, after 17 to 24 hours. */
export const MAX_ATTEMPTS = 19

/**
 * Milliseconds until the next attempt after `attempts` of them: 1, 2, 4 … minutes, at most 2 hours, less up to
 * a third at random, so that a server that was away is not met by everybody at once.
 */
export const retryDelayMs = (attempts: number, random: () => number = Math.random): number =>
  Math.round(Math.min(2 * HOUR_MS, MINUTE_MS * 2 ** (attempts - 1)) * (1 - random() / 3))

interface Entry {
  delivery: ClaimedDelivery
  result: SendResult
}

/** Pauses before the results are written again when the database does not take them. */
const WRITE_AGAIN_MS = [100, 500, 2_000, 5_000]

export interface DeliveryLedger {
  /** Resolves once the result is committed. */
  record(delivery: ClaimedDelivery, result: SendResult): Promise<void>
}

/**
 * Writes results in groups: whatever came in while the last group was being written is the next one. Whoever
 * sends waits for its own result before it sends again, so a killed worker leaves at most as many sent and
 * unwritten as it sends at once.
 */
export function openDeliveryLedger(ctx: Context): DeliveryLedger {
  let waiting: (Entry & { done: PromiseWithResolvers<void> })[] = []
  let isWriting = false

  async function writeAll(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      const error = await writeStubbornly(ctx, group).then(
        () => null,
        (reason: unknown) => ({ reason }),
      )
      for (const { done } of group) error ? done.reject(error.reason) : done.resolve()
    }
    isWriting = false
  }

  return {
    record: (delivery, result) => {
      const done = Promise.withResolvers<void>()
      waiting.push({ delivery, result, done })
      if (!isWriting) void writeAll()
      return done.promise
    },
  }
}

async function writeStubbornly(ctx: Context, group: readonly Entry[]): Promise<void> {
  for (const pauseMs of WRITE_AGAIN_MS) {
    try {
      return await write(ctx, group)
    } catch (error) {
      ctx.log.warn({ err: error, results: group.length }, 'results of deliveries not written; trying again')
      await wait(pauseMs)
    }
  }
  return write(ctx, group)
}

async function write(ctx: Context, group: readonly Entry[]): Promise<void> {
  const bounced = group.filter(({ result }) => result.outcome === 'refused' && result.badAddress)
  // One statement is a transaction of its own, and saves two ways to the database.
  if (bounced.length === 0) return settle(ctx, group)
  await withTransaction(ctx, async (tx) => {
    await settle(tx, group)
    for (const { delivery, result } of bounced) {
      await endSubscriptions(tx, [delivery.subscriberId], 'suppressed', result.response)
    }
  })
}

async function settle(ctx: Context, group: readonly Entry[]): Promise<void> {
  // The attempt names the claim: a result that comes after its lease still counts, unless somebody tried since.
  const results = JSON.stringify(group.map((entry) => toRow(entry, ctx.clock.now())))
  await affected(
    ctx.db,
    `update deliveries d set status = r.status, provider_response = r.response, sent_at = r.sent_at,
            next_attempt_at = coalesce(r.next_attempt_at, d.next_attempt_at), claimed_until = null, claimed_by = null
       from json_to_recordset(:results) as r (id bigint, attempts integer, status text, response text,
            sent_at timestamptz, next_attempt_at timestamptz)
      where d.id = r.id and d.attempts = r.attempts and d.status in ('sending', 'queued')`,
    { results },
  )
}

function toRow({ delivery: { id, attempts }, result: { outcome, response } }: Entry, now: Date) {
  const row = { id, attempts, response }
  if (outcome === 'accepted') return { ...row, status: 'sent', sent_at: now }
  if (outcome === 'refused' || attempts >= MAX_ATTEMPTS) return { ...row, status: 'failed' }
  return { ...row, status: 'queued', next_attempt_at: new Date(now.getTime() + retryDelayMs(attempts)) }
}
