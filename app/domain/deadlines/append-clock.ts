import { parisDay } from '#app/domain/calendar/paris.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import type { ClockReading } from '#app/domain/deadlines/clock.ts'
import { refuseDeadline } from '#app/domain/deadlines/deadline-limits.ts'
import { appendEntries, type Ledger, readLedgers } from '#app/domain/deadlines/ledger.ts'
import type { PolicyDays } from '#app/domain/deadlines/policy-clock.ts'
import { notFound } from '#app/domain/errors.ts'
import { Requirement } from '#db/models/requirements.ts'

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
  const held = await Requirement.query(tx.db).findById(requirementId).select('id').forNoKeyUpdate()
  if (!held) throw notFound()
  const [ledger] = (await readLedgers(tx, [requirementId])) as [Ledger]
  const stands = ledger.deadlineAt && parisDay(ledger.deadlineAt).toString()
  if (entry.kind === 'set' && entry.date !== stands) refuseDeadline(tx, entry.date)
  const [reading] = (await appendEntries(tx, [{ ledger, ...lineOf(entry) }])) as [ClockReading]
  return reading
}

/** An entry as the ledger has it, and where its days came from. */
export function lineOf(entry: NewClockEntry) {
  const { kind, cause } = entry
  return {
    entry: {
      ...{ kind, cause },
      days: 'days' in entry ? entry.days : 'leastDays' in entry ? entry.leastDays : null,
      date: 'date' in entry ? entry.date : null,
    },
    basis: 'by' in entry ? entry.by : undefined,
  }
}
