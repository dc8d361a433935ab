import { userIdOf } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import type { NewClockEntry } from '#app/domain/deadlines/append-clock.ts'
import { beginLedgers } from '#app/domain/deadlines/begin-ledgers.ts'
import type { AccountQuestion } from '#app/domain/evidence/standing-document.ts'
import { newId, type RequirementId } from '#app/domain/ids.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { rows } from '#db/client.ts'
import type { WhyAgain } from '#db/models/requirements.ts'

/** One document asked of one account. */
export interface RequirementOrder extends AccountQuestion {
  readonly message: string
  /** Why an accepted document no longer serves; null where there was none. */
  readonly why: WhyAgain | null
  /** `YYYY-MM-DD`: when its clock is to start, with so many days, where it does not start now. */
  readonly clockFrom?: string
  readonly clockDays?: number
  /** What decided that it is asked, where a rule did; kept in the audit. */
  readonly basis?: object
}

interface Opening {
  /** How the clocks start; null = no date yet (`eventually_due`). */
  readonly start: NewClockEntry | null
  /** The policy that asked by itself, or gave the days or the list; null where an officer chose both. */
  readonly policyVersion: number | null
  /** The officer, where a job asks in their name; else who acts. */
  readonly requestedBy?: string | null
  /** Kept in the audit. */
  readonly batchId?: string
}

interface Opened extends RequirementOrder {
  readonly id: RequirementId
}

/**
 * Writes requirements with their clocks, audit and events in a fixed number of statements; tells nobody. One that is
 * open already for the same account, type and subject is left out, never an error: of two who ask at once, one does.
 * Returns those that were opened, in the order given.
 */
export async function openRequirements(
  tx: TransactionContext,
  orders: readonly RequirementOrder[],
  { start, policyVersion, requestedBy = userIdOf(tx.actor), batchId }: Opening,
): Promise<Opened[]> {
  if (orders.length === 0) return []
  const ledgers = await beginLedgers(
    tx,
    start,
    orders.map(({ accountId }) => accountId),
  )
  const proposed = orders.map((order) => ({ ...order, id: newId<RequirementId>() }))
  const inserted = await rows<{ id: RequirementId }>(
    tx.db,
    `insert into requirements (id, account_id, document_type, subject, message, why, status, requested_by, requested_at,
         policy_version, deadline_at, clock_from, clock_days)
       select o.id, o."accountId", o."documentType", o.subject, o.message, o.why, 'requested',
           cast(:requestedBy as uuid), :now, cast(:policyVersion as integer), o."deadlineAt", o."clockFrom", o."clockDays"
         from jsonb_to_recordset(:orders) as o (id uuid, "accountId" uuid, "documentType" text, subject text,
           message text, why jsonb, "deadlineAt" timestamptz, "clockFrom" date, "clockDays" smallint)
        order by o."accountId"
       on conflict (account_id, document_type, subject) where closed_at is null do nothing
       returning id`,
    {
      now: tx.clock.now(),
      requestedBy,
      policyVersion,
      orders: JSON.stringify(
        proposed.map(({ basis: _, ...order }) => ({
          ...order,
          deadlineAt: ledgers.deadlineOf(order.accountId),
        })),
      ),
    },
  )
  const ids = new Set(inserted.map(({ id }) => id))
  const opened = proposed.filter(({ id }) => ids.has(id))
  if (opened.length === 0) return []
  await recordAudit(
    tx,
    ...opened.map(({ id, basis, ...order }) => ({
      action: 'requirement.requested',
      subjectType: 'requirement',
      subjectId: id,
      accountId: order.accountId,
      after: { ...order, status: 'requested', policyVersion, batchId },
      basis,
    })),
  )
  await ledgers.write(opened)
  await recordEvents(
    tx,
    opened.map(({ id, accountId, documentType, subject }) => ({
      type: 'requirement.requested' as const,
      accountId,
      requirementId: id,
      documentType,
      subject,
    })),
  )
  return opened
}
