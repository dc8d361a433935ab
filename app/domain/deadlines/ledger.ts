import { actorId } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { type ClockReading, readClock, type WholeEntry } from '#app/domain/deadlines/clock.ts'
import type { PolicyDays } from '#app/domain/deadlines/policy-clock.ts'
import { affected, rows } from '#db/client.ts'

/** The deadline of one requirement, and everything that it follows from. */
export interface Ledger {
  /** Of the requirement. */
  readonly id: string
  readonly accountId: string
  /** Of the account, for its public holidays. */
  readonly department: string
  readonly deadlineAt: Date | null
  readonly entries: readonly WholeEntry[]
}

/**
 * The ledgers of requirements that the caller holds, by id. A statement of its own: one that waited for a lock would
 * not see what the holder appended.
 */
export async function readLedgers(tx: TransactionContext, ids: readonly string[]): Promise<Ledger[]> {
  const found = await rows<Ledger>(
    tx.db,
    `select q.id, q.account_id, q.deadline_at, a.department,
        (select coalesce(json_agg(json_build_object('kind', c.kind, 'at', c.at, 'days', c.days, 'date', c.date,
            'cause', c.cause, 'incidentId', c.incident_id, 'outage', c.outage) order by c.id), '[]')
         from clock_entries c where c.requirement_id = q.id) as entries
       from requirements q join accounts a on a.id = q.account_id
      where q.id = any(cast(:ids as uuid[])) order by q.id`,
    { ids },
  )
  return found.map((ledger) => ({
    ...ledger,
    entries: ledger.entries.map((entry) => ({ ...entry, at: new Date(entry.at) })),
  }))
}

/** An entry to come, and what the audit keeps of it besides. */
interface Addition {
  readonly ledger: Ledger
  readonly entry: Pick<WholeEntry, 'kind' | 'cause'> & Partial<WholeEntry>
  readonly before?: object
  readonly basis?: object
}

/** The same with what the whole ledger then reads. */
export interface ReadAddition extends Addition {
  readonly reading: ClockReading
}

/**
 * Appends an entry to each of these ledgers, as they were read under the lock, stores the deadlines that the whole
 * ledgers now give, and leaves an audit entry each: three statements for any number. Returns the readings, in order.
 */
export async function appendEntries(
  tx: TransactionContext,
  additions: readonly Addition[],
): Promise<ClockReading[]> {
  if (additions.length === 0) return []
  const at = tx.clock.now()
  const read = additions.map((addition) => {
    const { entries, department } = addition.ledger
    return { ...addition, reading: readClock([...entries, lineAt(at, addition.entry)], department, at) }
  })
  await affected(
    tx.db,
    `update requirements q set deadline_at = d.deadline_at
       from unnest(cast(:ids as uuid[]), cast(:deadlines as timestamptz[])) as d (id, deadline_at)
      where q.id = d.id and q.deadline_at is distinct from d.deadline_at`,
    { ids: read.map(({ ledger }) => ledger.id), deadlines: read.map(({ reading }) => reading.deadlineAt) },
  )
  await writeEntries(tx, read)
  return read.map(({ reading }) => reading)
}

/** An entry as the ledger will have it. */
export const lineAt = (at: Date, entry: Addition['entry']) => ({ days: null, date: null, ...entry, at })

/** The entries and their audit, for requirements that have the deadlines already: two statements for any number. */
export async function writeEntries(
  tx: TransactionContext,
  additions: readonly ReadAddition[],
): Promise<void> {
  const at = tx.clock.now()
  const lines = additions.map(({ ledger, entry }) => ({ ...lineAt(at, entry), id: ledger.id }))
  await affected(
    tx.db,
    `insert into clock_entries (requirement_id, kind, at, days, date, cause, actor_id, incident_id, outage)
       select l.id, l.kind, :at, l.days, l.date, l.cause, :actorId, l."incidentId", l.outage
         from jsonb_to_recordset(:lines) as l (id uuid, kind text, days integer, date date, cause text,
           "incidentId" text, outage jsonb)`,
    { at, actorId: actorId(tx.actor), lines: JSON.stringify(lines) },
  )
  await recordAudit(
    tx,
    ...additions.map(({ ledger, entry, reading, before, basis }) => {
      const { kind, at: _, ...facts } = lineAt(at, entry)
      return {
        action: `requirement.clock_${kind}`,
        subjectType: 'requirement',
        subjectId: ledger.id,
        accountId: ledger.accountId,
        before: { deadlineAt: ledger.deadlineAt, ...before },
        after: { deadlineAt: reading.deadlineAt, ...facts },
        basis: { ...clockBasis(ledger.department, ledger.entries.length + 1, at), ...basis },
      }
    }),
  )
}

/** What a deadline was computed from, as the audit keeps it. */
export interface ClockBasis extends Partial<PolicyDays> {
  /** Whose public holidays counted. */
  readonly department: string
  /** The first so many entries of the ledger, which never change. */
  readonly entries: number
  /** The last of them is of then: its record in the audit may be some milliseconds younger. Earlier acts keep none. */
  readonly at?: string
}

const clockBasis = (department: string, entries: number, at: Date): ClockBasis => ({
  department,
  entries,
  at: at.toISOString(),
})
