import type { TransactionContext } from '#app/domain/context.ts'
import { newId } from '#app/domain/ids.ts'
import { type ReasonCode, tellableReasons } from '#app/domain/reviews/reasons.ts'
import { GIVE_UP_MS } from '#app/domain/webhooks/retries.ts'
import { affected } from '#db/client.ts'
import type { Capability } from '#db/models/restrictions.ts'

/**
 * What happened to an account, as the outside is told (compliance.md, "Lifting"). Nothing here may tell a cause that
 * the merchant must not learn: an event says what works now, and the API says why in the words of `under_review`.
 */
export type AccountEvent =
  | {
      type: 'account.restricted' | 'account.reinstated' | 'account.closed' | 'account.reopened'
      accountId: string
      /** What this change withheld, or gave back. */
      capabilities: readonly Capability[]
    }
  | {
      type: 'requirement.requested' | 'requirement.approved' | 'requirement.rejected'
      accountId: string
      requirementId: string
      documentType: string
      subject: string
      /** Why it was rejected, as the officer chose; only what the merchant may know of it is told. */
      reasonCodes?: readonly ReasonCode[]
    }

/**
 * Writes events in the transaction of the change that they tell of, and who will hear of them: one statement for any
 * number. To be called after the change, whose effect on the account's capabilities is told along, and after its
 * audit, whose chain lets one transaction of an account follow another, so that `sequence` rises as they commit.
 */
export async function recordEvents(tx: TransactionContext, events: readonly AccountEvent[]): Promise<void> {
  if (events.length === 0) return
  const now = tx.clock.now()
  await affected(
    tx.db,
    `with told as (
       insert into account_events (id, type, account_id, requirement_id, at, data)
       select e.id, e.type, e.account_id, e.requirement_id, :now, jsonb_build_object(
                'account_id', e.account_id,
                'capabilities', jsonb_build_object(
                  'payments', case when withheld.payments then 'inactive' else 'active' end,
                  'payouts', case when withheld.payouts then 'inactive' else 'active' end)) || e.data
         from jsonb_to_recordset(:events)
                as e (place integer, id uuid, type text, account_id uuid, requirement_id uuid, data jsonb)
           cross join lateral (
             select a.closed_at is not null or coalesce(bool_or(r.capability = 'payments'), false) as payments,
                    a.closed_at is not null or coalesce(bool_or(r.capability = 'payouts'), false) as payouts
               from accounts a left join restrictions r on r.account_id = a.id and r.lifted_at is null
              where a.id = e.account_id group by a.id) withheld
        order by e.place
       returning id, seq, type, account_id),
     addressed as (
       insert into webhook_deliveries
         (endpoint_id, event_id, account_id, event_seq, created_at, next_attempt_at, give_up_at)
       -- What a sweep does as of a day to come is told today, like its mails.
       select w.id, told.id, told.account_id, told.seq, :now, least(:now, now()), :giveUpAt
         from told join webhook_endpoints w on w.status <> 'disabled' and told.type = any(w.events)
        order by told.seq, w.id)
     -- Without a key: two changes at once would wait for each other's commit.
     select graphile_worker.add_job('deliver_webhooks', cast('{}' as json))`,
    {
      now,
      giveUpAt: new Date(now.getTime() + GIVE_UP_MS),
      events: JSON.stringify(events.map((event, place) => ({ place, ...toRow(event) }))),
    },
  )
}

function toRow(event: AccountEvent) {
  const common = { id: newId(), type: event.type, account_id: event.accountId }
  if (!('requirementId' in event)) {
    return { ...common, requirement_id: null, data: { changed_capabilities: event.capabilities } }
  }
  const { type, requirementId, documentType, subject, reasonCodes = [] } = event
  const requirement = {
    id: requirementId,
    document_type: documentType,
    subject: subject || null,
    status: STATUS[type],
    reason_codes: tellableReasons(reasonCodes),
  }
  return { ...common, requirement_id: requirementId, data: { requirement } }
}

const STATUS = {
  'requirement.requested': 'requested',
  'requirement.approved': 'approved',
  'requirement.rejected': 'rejected',
} as const
