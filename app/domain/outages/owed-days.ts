import { readClock, type WholeEntry } from '#app/domain/deadlines/clock.ts'
import {
  readSpans,
  type Span,
  sameMoments,
  storeSpans,
  touch,
  union,
  wholeDays,
} from '#app/domain/outages/spans.ts'

/** When merchants could not send documents, because of one incident or maintenance; only what is over. */
export interface Outage {
  readonly incidentId: string
  readonly spans: readonly Span[]
}

export interface Owed {
  /** Whole days still to be added; 0 when nothing is owed. */
  readonly days: number
  /** The moments of the outage through which this clock ran. */
  readonly moments: readonly Span[]
}

/**
 * What one outage owes to one deadline (docs/decisions/0016): the time through which its clock ran, rounded up to whole
 * days, less what it was given for that already. Outages that overlap or touch are one: they are rounded up together,
 * so no moment is given twice, in whatever order they are looked at. `others` are the outages that are over; what was
 * given for one that has since been corrected or deleted still counts as given. Never negative: a day that a merchant
 * could read is not taken back.
 */
export function owedDays(
  entries: readonly WholeEntry[],
  department: string,
  outage: Outage,
  others: readonly Outage[] = [],
): Owed {
  const { incidentId } = outage
  let [days, ledger] = [0, entries]
  // Days for an earlier part of it may have kept the clock running into a later part.
  for (;;) {
    const more = owedBy(ledger, department, outage, others)
    days += more.days
    if (more.days === 0 || sameMoments(more.moments, outage.spans)) return { days, moments: more.moments }
    const gift = { kind: 'extended', days: more.days, date: null, cause: 'fair_clock' } as const
    const [{ from: at }] = more.moments as [Span]
    ledger = [...ledger, { ...gift, at, incidentId, outage: storeSpans(more.moments) }]
  }
}

function owedBy(
  entries: readonly WholeEntry[],
  department: string,
  outage: Outage,
  others: readonly Outage[],
): Owed {
  const given = givenBy(entries)
  const moments = momentsThrough(entries, department, outage)
  const known = new Map(others.map((other) => [other.incidentId, momentsThrough(entries, department, other)]))
  const rest = [...new Set([...known.keys(), ...given.keys()])]
    .filter((incidentId) => incidentId !== outage.incidentId)
    .map((incidentId) => ({
      now: known.get(incidentId) ?? [],
      // Where it was once said to have been.
      ever: union([...(known.get(incidentId) ?? []), ...(given.get(incidentId)?.moments ?? [])]),
      days: given.get(incidentId)?.days ?? 0,
    }))
  const together = joined(moments, rest)
  const total = wholeDays([...moments, ...together.flatMap(({ now }) => now)])
  const already = together.reduce((sum, { days }) => sum + days, given.get(outage.incidentId)?.days ?? 0)
  return { days: moments.length > 0 ? Math.max(0, total - already) : 0, moments }
}

interface Beside {
  readonly now: readonly Span[]
  readonly ever: readonly Span[]
  readonly days: number
}

/** Those that hang together with `moments`, directly or through one another. */
function joined(moments: readonly Span[], rest: readonly Beside[]): readonly Beside[] {
  let together: readonly Beside[] = []
  for (;;) {
    const reach = [...moments, ...together.flatMap(({ ever }) => ever)]
    const found = rest.filter(({ ever }) => touch(ever, reach))
    if (found.length === together.length) return together
    together = found
  }
}

function givenBy(entries: readonly WholeEntry[]): Map<string, { days: number; moments: Span[] }> {
  const given = new Map<string, { days: number; moments: Span[] }>()
  for (const { incidentId, outage, days } of entries) {
    if (!incidentId) continue
    const before = given.get(incidentId) ?? { days: 0, moments: [] }
    const moments = union([...before.moments, ...readSpans(outage ?? [])])
    given.set(incidentId, { days: before.days + (days ?? 0), moments })
  }
  return given
}

/**
 * The moments of the outage through which the clock ran. A deadline that was not over when the outage began, or when
 * the clock went on in the midst of it, counts to the outage's end, also where it would itself have ended before.
 */
function momentsThrough(entries: readonly WholeEntry[], department: string, outage: Outage): Span[] {
  return union(outage.spans.flatMap((span) => throughSpan(entries, department, span)))
}

function throughSpan(entries: readonly WholeEntry[], department: string, { from, until }: Span): Span[] {
  const within = entries.filter((entry) => !entry.incidentId && entry.at > from && entry.at < until)
  const instants = [from, ...within.map(({ at }) => at)]
  let live = false
  return instants.flatMap((at, index) => {
    // Null while paused: what comes after a pause is judged anew.
    const { deadlineAt } = readClock(asOf(entries, at), department, at)
    live = deadlineAt !== null && (live || deadlineAt >= at)
    return live ? [{ from: at, until: instants[index + 1] ?? until }] : []
  })
}

/**
 * The ledger as it stood at an instant. What an outage gave counts from the beginning of that outage: had it been
 * written down at once, the deadline would have been that late all along.
 */
const asOf = (entries: readonly WholeEntry[], at: Date) =>
  entries.filter((entry) => (entry.outage?.[0] ? new Date(entry.outage[0].from) : entry.at) <= at)
