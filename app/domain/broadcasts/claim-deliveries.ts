import { SKIP_REASONS } from '#app/domain/broadcasts/start-broadcast.ts'
import type { Context } from '#app/domain/context.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { rows } from '#db/client.ts'

/** One recipient of a broadcast, held by one worker until its lease ends. */
export interface ClaimedDelivery {
  readonly id: number
  readonly subscriberId: string
  readonly email: string
  readonly locale: Locale
  /** This attempt counted; with the id it names the claim. */
  readonly attempts: number
  readonly claimedUntil: Date
}

export interface Claim {
  readonly deliveries: readonly ClaimedDelivery[]
  /** Rows dealt with by not sending: the subscriber left, a newer update is on its way, or the incident was deleted. */
  readonly skipped: number
}

/** First attempts come before retries, so that dead mailboxes delay nobody. */
export type Lane = 'first' | 'retry'

const LANES: Record<Lane, string> = {
  first: 'd.attempts = 0',
  retry: 'd.attempts > 0 and d.next_attempt_at <= :now',
}
const LANE_ORDER: Record<Lane, string> = { first: 'd.id', retry: 'd.next_attempt_at, d.id' }

/**
 * Claims at most `limit` deliveries of a lane; several workers at once get different ones. A recipient to whom
 * an earlier update of the same incident is on the wire is left alone until that is settled: an older update
 * never arrives after a newer one.
 */
export async function claimDeliveries(
  ctx: Context,
  broadcastId: string,
  lane: Lane,
  { limit, leaseSeconds, worker }: { limit: number; leaseSeconds: number; worker: string },
): Promise<Claim> {
  const now = ctx.clock.now()
  const claimedUntil = new Date(now.getTime() + leaseSeconds * 1000)
  const touched = await rows<ClaimedDelivery & { status: 'sending' | 'skipped' }>(
    ctx.db,
    `with siblings as (
       select array_agg(b.id) as ids from broadcasts b join incident_updates u on u.id = b.update_id
        where b.id <> :broadcastId and u.incident_id = (
          select u2.incident_id from broadcasts b2 join incident_updates u2 on u2.id = b2.update_id
           where b2.id = :broadcastId)),
     news as (
       select i.deleted_at is not null as withdrawn from broadcasts b join incident_updates u on u.id = b.update_id
         join incidents i on i.id = u.incident_id where b.id = :broadcastId),
     picked as (
       select d.id, exists (
           select 1 from deliveries newer, siblings where newer.broadcast_id = any(siblings.ids)
              and newer.subscriber_id = d.subscriber_id and newer.id > d.id) as overtaken
         from deliveries d
        where d.broadcast_id = :broadcastId and d.status = 'queued' and ${LANES[lane]}
          and not exists (
            select 1 from deliveries older, siblings where older.broadcast_id = any(siblings.ids)
               and older.subscriber_id = d.subscriber_id and older.id < d.id and older.status = 'sending')
        order by ${LANE_ORDER[lane]} limit :limit for update of d skip locked),
     decided as (
       select picked.id, s.id as subscriber_id, s.email, s.locale,
              case when news.withdrawn then :withdrawn when picked.overtaken then :overtaken when s.status <> 'confirmed' then :left end as skip
         from news, picked join deliveries d on d.id = picked.id join subscribers s on s.id = d.subscriber_id)
     update deliveries d
        set status = case when decided.skip is null then 'sending' else 'skipped' end,
            attempts = d.attempts + case when decided.skip is null then 1 else 0 end,
            provider_response = coalesce(decided.skip, d.provider_response),
            claimed_until = case when decided.skip is null then cast(:claimedUntil as timestamptz) end,
            claimed_by = case when decided.skip is null then :worker end
       from decided where d.id = decided.id
     returning d.id, d.subscriber_id, d.status, d.attempts, d.claimed_until, decided.email, decided.locale`,
    { broadcastId, now, limit, claimedUntil, worker, ...SKIP_REASONS },
  )
  const deliveries = touched.filter((row) => row.status === 'sending').sort((a, b) => a.id - b.id)
  return { deliveries, skipped: touched.length - deliveries.length }
}
