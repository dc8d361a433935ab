import { actorId } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { type ClockReading, readClock } from '#app/domain/requirements/clock.ts'
import { refuseDeadline } from '#app/domain/requirements/deadline-limits.ts'
import type { PolicyDays } from '#app/domain/requirements/policy-clock.ts'
import { rows } from '#db/client.ts'
import { ClockEntry, Requirement } from '#db/models/requirements.ts'

/**
 * What may happen to a deadline. `cause` is a code with a text below `requirements:clock.cause`
 * (`requested`, `submitted`, `rejected`, `intake_failed`, `fair_clock`, `renewal`, `department_changed`) or the
 * officer's own sentence. `by`: the policy, where it gave the days.
 */
export type NewClockEntry =
  | { kind: 'started'; days: number; cause: string; by?: PolicyDays }
  | { kind: 'set'; date: string; cause: string; by?: PolicyDays }
  | { kind: 'paused'; cause: string }
  /** `leastDays`: so many days at least are left from today (7 after a rejection, by policy `floorDays`). */
  | { kind: 'resumed'; leastDays: number; cause: string; by?: PolicyDays }
  | { kind: 'extended'; days: number; cause: string }

/**
 * Appends to the ledger of a requirement and stores the deadline that the whole ledger now gives, under a lock
 * on the requirement, so that two entries at once are both counted. Leaves an audit entry. NotFound without
 * such a requirement; Invalid for a date that is over or more than two years ahead, unless the deadline stood
 * there already.
 */
export async function appendClock(
  tx: TransactionContext,
  requirementId: string,
  entry: NewClockEntry,
): Promise<ClockReading> {
  const [found] = await rows<{ accountId: string; department: string; deadlineAt: Date | null }>(
    tx.db,
    `select q.account_id, q.deadline_at, a.department
       from requirements q join accounts a on a.id = q.account_id
      where q.id = :requirementId for no key update of q`,
    { requirementId },
  )
  if (!found) throw notFound()
  const at = tx.clock.now()
  const stands = found.deadlineAt && parisDay(found.deadlineAt).toString()
  if (entry.kind === 'set' && entry.date !== stands) refuseDeadline(tx, entry.date)
  const row = {
    requirementId,
    kind: entry.kind,
    at,
    days: 'days' in entry ? entry.days : 'leastDays' in entry ? entry.leastDays : null,
    date: 'date' in entry ? entry.date : null,
    cause: entry.cause,
    actorId: actorId(tx.actor),
  }
  await ClockEntry.query(tx.db).insert(row)
  const entries = await ClockEntry.query(tx.db).where({ requirementId }).orderBy('id')
  const reading = readClock(entries, found.department, at)
  await Requirement.query(tx.db).patch({ deadlineAt: reading.deadlineAt }).where({ id: requirementId })
  await recordAudit(tx, {
    action: `requirement.clock_${entry.kind}`,
    subjectType: 'requirement',
    subjectId: requirementId,
    accountId: found.accountId,
    before: { deadlineAt: found.deadlineAt },
    after: { deadlineAt: reading.deadlineAt, days: row.days, date: row.date, cause: row.cause },
    basis: clockBasis(found.department, entries.length, entry),
  })
  return reading
}

/** What a deadline was computed from, as the audit keeps it. */
export interface ClockBasis extends Partial<PolicyDays> {
  /** Whose public holidays counted. */
  readonly department: string
  /** The first so many entries of the ledger, which never change. */
  readonly entries: number
}

export const clockBasis = (department: string, entries: number, last?: NewClockEntry): ClockBasis => ({
  department,
  entries,
  ...(last && 'by' in last && last.by),
})
