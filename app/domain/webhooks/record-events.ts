import type { TransactionContext } from '#app/domain/context.ts'
import { newId } from '#app/domain/ids.ts'
import { affected } from '#db/client.ts'
import type { Capability } from '#db/models/restrictions.ts'

/**
 * What happened to an account, as the outside is told (compliance.md, "Records"). Nothing here may tell a cause
 * that the merchant must not learn: an event says what works now, and the API says why in the words of `under_review`.
 */
export type AccountEvent =
  | {
      type: 'account.restricted' | 'account.reinstated'
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
    }

/** Writes events in the transaction of the change that they tell of: one statement for any number. */
export async function recordEvents(tx: TransactionContext, events: readonly AccountEvent[]): Promise<void> {
  if (events.length === 0) return
  await affected(
    tx.db,
    `insert into account_events (id, type, account_id, requirement_id, at, data)
       select e.id, e.type, e.account_id, e.requirement_id, :at, e.data
         from jsonb_to_recordset(:events)
           as e (id uuid, type text, account_id uuid, requirement_id uuid, data jsonb)`,
    { at: tx.clock.now(), events: JSON.stringify(events.map(toRow)) },
  )
}

function toRow(event: AccountEvent) {
  const common = { id: newId(), type: event.type, account_id: event.accountId }
  if ('requirementId' in event) {
    const { accountId, requirementId, documentType, subject } = event
    return {
      ...common,
      requirement_id: requirementId,
      data: { account: accountId, requirement: requirementId, document_type: documentType, subject },
    }
  }
  return {
    ...common,
    requirement_id: null,
    data: { account: event.accountId, capabilities: event.capabilities },
  }
}
