import { actorId } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { newId, type RequirementId } from '#app/domain/ids.ts'
import type { NewClockEntry } from '#app/domain/requirements/append-clock.ts'
import { type LedgerEntry, readClock } from '#app/domain/requirements/clock.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { rows } from '#db/client.ts'
import { ClockEntry, type WhyAgain } from '#db/models/requirements.ts'

/** One document asked of one account. */
export interface RequirementOrder {
  readonly accountId: string
  /** Of the account: decides which public holidays move the deadline. */
  readonly department: string
  readonly documentType: string
  readonly subject: string
  readonly message: string
  /** Why an accepted document no longer serves; null where there was none. */
  readonly why: WhyAgain | null
}

interface BulkOrder {
  readonly start: NewClockEntry
  /** The officer. */
  readonly requestedBy: string | null
  /** The policy that gave the days or the list; null where an officer chose both. */
  readonly policyVersion: number | null
  /** Kept in the audit. */
  readonly batchId: string
}

interface Opened extends RequirementOrder {
  readonly id: RequirementId
}

/**
 * Writes many requirements with their clocks, audit and events in a fixed number of statements; tells nobody. One
 * that is open already is left out, never an error. Returns those that were opened, in the order given.
 */
export async function openRequirements(
  tx: TransactionContext,
  orders: readonly RequirementOrder[],
  given: BulkOrder,
): Promise<Opened[]> {
  if (orders.length === 0) return []
  const at = tx.clock.now()
  const { start, requestedBy, policyVersion, batchId } = given
  const entry: LedgerEntry = {
    kind: start.kind,
    at,
    days: 'days' in start ? start.days : null,
    date: 'date' in start ? start.date : null,
    cause: start.cause,
  }
  const deadlines = new Map(
    [...new Set(orders.map(({ department }) => department))].map((department) => [
      department,
      readClock([entry], department, at).deadlineAt,
    ]),
  )
  const proposed = orders.map((order) => ({ ...order, id: newId<RequirementId>() }))
  const inserted = await rows<{ id: string }>(
    tx.db,
    `insert into requirements (id, account_id, document_type, subject, message, why, status, requested_by, requested_at,
         policy_version, deadline_at)
       select o.id, o.account_id, o.document_type, o.subject, o.message, o.why, 'requested', cast(:requestedBy as uuid),
           cast(:at as timestamptz), cast(:policyVersion as integer), o.deadline_at
         from jsonb_to_recordset(:orders) as o (id uuid, account_id uuid, document_type text, subject text,
           message text, why jsonb, deadline_at timestamptz)
        order by o.account_id
       on conflict (account_id, document_type, subject) where closed_at is null do nothing
       returning id`,
    {
      at,
      requestedBy,
      policyVersion,
      orders: JSON.stringify(
        proposed.map(({ id, accountId, department, documentType, subject, message, why }) => ({
          id,
          why,
          account_id: accountId,
          document_type: documentType,
          subject,
          message,
          deadline_at: deadlines.get(department),
        })),
      ),
    },
  )
  const ids = new Set<string>(inserted.map(({ id }) => id))
  const opened = proposed.filter(({ id }) => ids.has(id))
  if (opened.length === 0) return []
  await ClockEntry.query(tx.db).insert(
    opened.map(({ id }) => ({ ...entry, requirementId: id, actorId: actorId(tx.actor) })),
  )
  await recordAudit(
    tx,
    ...opened.flatMap(({ id, accountId, department, documentType, subject, message, why }) => {
      const about = { subjectType: 'requirement', subjectId: id, accountId }
      const { days, date, cause } = entry
      return [
        {
          ...about,
          action: 'requirement.requested',
          after: {
            accountId,
            documentType,
            subject,
            message,
            why,
            status: 'requested',
            policyVersion,
            batchId,
          },
        },
        {
          ...about,
          action: `requirement.clock_${entry.kind}`,
          before: { deadlineAt: null },
          after: { deadlineAt: deadlines.get(department), days, date, cause },
        },
      ]
    }),
  )
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
