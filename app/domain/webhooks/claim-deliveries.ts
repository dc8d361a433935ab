import { type Context, withTransaction } from '#app/domain/context.ts'
import { newId } from '#app/domain/ids.ts'
import type { KeptEvent } from '#app/domain/webhooks/payload.ts'
import { REST_AFTER_FAILURES } from '#app/domain/webhooks/retries.ts'
import type { Secrets } from '#app/domain/webhooks/sign.ts'
import { rows } from '#db/client.ts'

/** On their way to one endpoint at once, from all workers together. */
const PER_ENDPOINT = 4
/** After so long without a result another worker takes it over. Far above what one attempt may take. */
const LEASE_SECONDS = 30

/** One message to one endpoint, held by one run of one worker until its lease ends. */
export interface ClaimedDelivery extends KeptEvent, Omit<Secrets, 'id'> {
  readonly id: number
  readonly claim: string
  /** This one counted. */
  readonly attempts: number
  readonly giveUpAt: Date
  readonly endpointId: string
  readonly url: string
  readonly eventId: string
}

/**
 * Claims what is due, a few for each endpoint whatever the others have; several workers at once get different ones.
 * Of one account and endpoint, events are first tried in their order and never two at once, retries among them. What
 * waits for a retry holds nothing back: that an account is reinstated must not wait for days behind a message which its
 * receiver refuses.
 */
export function claimDeliveries(ctx: Context): Promise<ClaimedDelivery[]> {
  return withTransaction(ctx, async (tx) => {
    const now = tx.clock.now()
    // Locked first and counted after, so that two workers do not both find the same room.
    const lanes = await rows<{ id: string; most: number }>(
      tx.db,
      `select s.endpoint_id as id, case when s.failures >= :restAfter then 1 else :most end as most
         from webhook_states s join webhook_endpoints w on w.id = s.endpoint_id
        where w.status = 'enabled' and (s.resting_until is null or s.resting_until <= :now)
        order by s.endpoint_id for update of s`,
      { now, restAfter: REST_AFTER_FAILURES, most: PER_ENDPOINT },
    )
    if (lanes.length === 0) return []
    return rows<ClaimedDelivery>(
      tx.db,
      `with picked as (
         select due.id from jsonb_to_recordset(:lanes) as lane (id uuid, most integer) cross join lateral (
           select d.id from webhook_deliveries d
            where d.endpoint_id = lane.id and d.status = 'queued' and d.next_attempt_at <= :now
              and (d.claim is null or d.claimed_until <= :now)
              -- Of what is due of this account it goes first, and nothing is under way. Asked as values, for the few rows
              -- that are wanted, and the cheapest first: where thousands wait for one account, each but one ends there.
              and case when ${due(`other.event_seq < d.event_seq and (other.attempts > 0) = (d.attempts > 0)`)} is null
                then (d.attempts = 0 or ${due('other.attempts = 0')} is null) and not exists (
                  select from webhook_deliveries held where held.endpoint_id = d.endpoint_id
                    and held.account_id = d.account_id and held.status = 'queued'
                    and held.claim is not null and held.claimed_until > :now) end
            order by d.attempts > 0, d.event_seq
            limit greatest(0, lane.most - (
              select count(*) from webhook_deliveries held
               where held.endpoint_id = lane.id and held.claim is not null and held.claimed_until > :now))
            for update of d skip locked) due)
       update webhook_deliveries d set claim = :claim, claimed_until = :until, attempts = d.attempts + 1
         from webhook_endpoints w, account_events e
        -- As a list, which is looked up by index; joined to a guess of many rows it would read all there are.
        where d.id = any(array(select id from picked)) and w.id = d.endpoint_id and e.id = d.event_id
       returning d.id, d.claim, d.attempts, d.give_up_at, d.endpoint_id, d.event_id, d.event_seq,
                 e.type, e.at, e.data, w.url, w.secret, w.previous_secret, w.previous_until`,
      {
        now,
        lanes: JSON.stringify(lanes),
        claim: newId(),
        until: new Date(now.getTime() + LEASE_SECONDS * 1000),
      },
    )
  })
}

/** SQL: another delivery of the account of `d` that is due and of which this holds; null for none. The nearest first. */
const due = (which: string) => `(select other.id from webhook_deliveries other
  where other.endpoint_id = d.endpoint_id and other.account_id = d.account_id and other.status = 'queued'
    and other.next_attempt_at <= :now and ${which}
  order by other.event_seq desc limit 1)`
