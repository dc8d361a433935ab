import type { ClockEntry } from '#db/models/requirements.ts'

/** One entry of the deadline's ledger as it is shown. */
export interface LedgerLine extends Pick<ClockEntry, 'id' | 'kind' | 'at' | 'days' | 'date' | 'cause'> {
  /** What it makes good, from its first moment to its last. */
  outage: { from: Date; until: Date } | null
}

export function ledgerLine({ id, kind, at, days, date, cause, outage }: ClockEntry): LedgerLine {
  const [first, last] = [outage?.[0], outage?.at(-1)]
  const hull = first && last ? { from: new Date(first.from), until: new Date(last.until) } : null
  return { id, kind, at, days, date, cause, outage: hull }
}
