import { actorId } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { type Outage, type OutageEntry, owedDays } from '#app/domain/outages/owed-days.ts'
import { type StoredSpan, storeSpans } from '#app/domain/outages/spans.ts'
import { clockBasis } from '#app/domain/requirements/append-clock.ts'
import { readClock } from '#app/domain/requirements/clock.ts'
import { affected, rows } from '#db/client.ts'

/** What a batch did, and the last requirement it looked at; null when there are none behind it. */
export interface ExtendedBatch {
  readonly extended: number
  readonly reached: string | null
}

/**
 * Gives the days of one outage to at most `limit` requirements after `after`, by id: an entry of the ledger, the
 * deadline that the whole ledger then gives, and an audit entry each. Who has been given them already gets nothing, so
 * a batch may run again.
 */
export async function extendDeadlines(
  tx: TransactionContext,
  outage: Outage,
  { others, after, limit }: { others: readonly Outage[]; after: string | null; limit: number },
): Promise<ExtendedBatch> {
  const held = await holdTouched(tx, outage, { after, limit })
  const ledgers = await readLedgers(tx, held)
  const now = tx.clock.now()
  const over = { spans: storeSpans(outage.spans), others: others.map(storeOutage) }
  const given = ledgers.flatMap(({ entries, ...requirement }) => {
    const { days, moments } = owedDays(entries, requirement.department, outage, others)
    if (days === 0) return []
    const entry = {
      kind: 'extended' as const,
      at: now,
      days,
      date: null,
      cause: 'fair_clock',
      incidentId: outage.incidentId,
      outage: storeSpans(moments),
    }
    const { deadlineAt } = readClock([...entries, entry], requirement.department, now)
    const counted = entries.length + 1
    return [
      {
        ...requirement,
        entry,
        after: deadlineAt,
        basis: { ...clockBasis(requirement.department, counted), ...over },
      },
    ]
  })
  await writeAll(tx, given)
  return { extended: given.length, reached: held.length < limit ? null : (held.at(-1) ?? null) }
}

/** Locks, by id, those whose clock may have run: asked before the end, not overdue before the beginning. */
async function holdTouched(
  tx: TransactionContext,
  { spans }: Outage,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx.db,
    `select id from requirements
      where closed_at is null and requested_at < :until and (deadline_at is null or deadline_at >= :from)
        and id > coalesce(cast(:after as uuid), '00000000-0000-0000-0000-000000000000')
      order by id limit :limit for no key update`,
    { from: spans[0]?.from, until: spans.at(-1)?.until, after, limit },
  )
  return found.map(({ id }) => id)
}

interface Ledger {
  id: string
  accountId: string
  department: string
  deadlineAt: Date | null
  entries: OutageEntry[]
}

/** Read by a statement of its own: one that waited for a lock would not see what the holder appended. */
async function readLedgers(tx: TransactionContext, ids: readonly string[]): Promise<Ledger[]> {
  const found = await rows<Ledger>(
    tx.db,
    `select q.id, q.account_id, q.deadline_at, a.department,
        (select json_agg(json_build_object('kind', c.kind, 'at', c.at, 'days', c.days, 'date', c.date,
            'cause', c.cause, 'incidentId', c.incident_id, 'outage', c.outage) order by c.id)
         from clock_entries c where c.requirement_id = q.id) as entries
       from requirements q join accounts a on a.id = q.account_id
      where q.id = any(cast(:ids as uuid[])) order by q.id`,
    { ids },
  )
  return found.map((ledger) => ({
    ...ledger,
    entries: (ledger.entries ?? []).map((entry) => ({ ...entry, at: new Date(entry.at) })),
  }))
}

interface Given extends Omit<Ledger, 'entries'> {
  entry: OutageEntry & { readonly days: number }
  after: Date | null
  basis: object
}

/** An outage as the audit keeps it. */
export interface StoredOutage {
  readonly incidentId: string
  readonly spans: readonly StoredSpan[]
}

const storeOutage = ({ incidentId, spans }: Outage): StoredOutage => ({
  incidentId,
  spans: storeSpans(spans),
})

async function writeAll(tx: TransactionContext, given: readonly Given[]): Promise<void> {
  const [first] = given
  if (!first) return
  const lists = {
    ids: given.map(({ id }) => id),
    days: given.map(({ entry }) => entry.days),
    outages: given.map(({ entry }) => JSON.stringify(entry.outage)),
    deadlines: given.map(({ after }) => after),
  }
  await affected(
    tx.db,
    `insert into clock_entries (requirement_id, kind, at, days, cause, actor_id, incident_id, outage)
     select g.id, 'extended', :now, g.days, :cause, :actorId, :incidentId, cast(g.outage as jsonb)
       from unnest(cast(:ids as uuid[]), cast(:days as integer[]), cast(:outages as text[])) as g (id, days, outage)`,
    {
      ...lists,
      now: first.entry.at,
      cause: first.entry.cause,
      actorId: actorId(tx.actor),
      incidentId: first.entry.incidentId,
    },
  )
  await affected(
    tx.db,
    `update requirements q set deadline_at = g.deadline_at
       from unnest(cast(:ids as uuid[]), cast(:deadlines as timestamptz[])) as g (id, deadline_at)
      where q.id = g.id and q.deadline_at is distinct from g.deadline_at`,
    lists,
  )
  await recordAudit(
    tx,
    ...given.map(({ id, accountId, deadlineAt, after, entry, basis }) => ({
      action: 'requirement.clock_extended',
      subjectType: 'requirement',
      subjectId: id,
      accountId,
      before: { deadlineAt },
      after: {
        deadlineAt: after,
        days: entry.days,
        cause: entry.cause,
        incidentId: entry.incidentId,
        outage: entry.outage,
      },
      basis,
    })),
  )
}
