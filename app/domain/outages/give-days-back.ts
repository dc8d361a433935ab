import type { TransactionContext } from '#app/domain/context.ts'
import { appendEntries, readLedgers } from '#app/domain/deadlines/ledger.ts'
import { type Outage, owedDays } from '#app/domain/outages/owed-days.ts'
import { type StoredSpan, storeSpans } from '#app/domain/outages/spans.ts'
import { rows } from '#db/client.ts'

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
export async function giveDaysBack(
  tx: TransactionContext,
  outage: Outage,
  { others, after, limit }: { others: readonly Outage[]; after: string | null; limit: number },
): Promise<ExtendedBatch> {
  const held = await holdTouched(tx, outage, { after, limit })
  const ledgers = await readLedgers(tx, held)
  const basis = { spans: storeSpans(outage.spans), others: others.map(storeOutage) }
  const given = ledgers.flatMap((ledger) => {
    const { days, moments } = owedDays(ledger.entries, ledger.department, outage, others)
    if (days === 0) return []
    const { incidentId } = outage
    const gift = {
      kind: 'extended',
      days,
      cause: 'fair_clock',
      incidentId,
      outage: storeSpans(moments),
    } as const
    return [{ ledger, entry: gift, basis }]
  })
  await appendEntries(tx, given)
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

/** An outage as the audit keeps it. */
export interface StoredOutage {
  readonly incidentId: string
  readonly spans: readonly StoredSpan[]
}

const storeOutage = ({ incidentId, spans }: Outage): StoredOutage => ({
  incidentId,
  spans: storeSpans(spans),
})
