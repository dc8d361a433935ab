import { DAY_MS } from '#app/domain/clock.ts'

/** From `from` up to `until`, which is not part of it any more. */
export interface Span {
  readonly from: Date
  readonly until: Date
}

/** The same moments in order, each once: spans that overlap or touch become one, empty ones vanish. */
export function union(spans: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const span of spans.filter(({ from, until }) => from < until).sort(byBeginning)) {
    const last = merged.at(-1)
    if (last && span.from <= last.until) {
      merged[merged.length - 1] = { from: last.from, until: later(last.until, span.until) }
    } else merged.push(span)
  }
  return merged
}

/** True when some moment is in both, or the one begins where the other ends. */
export const touch = (a: readonly Span[], b: readonly Span[]): boolean =>
  a.some((one) => b.some((other) => one.from <= other.until && other.from <= one.until))

/** Length of the moments, each counted once, in days of 24 hours, rounded up to whole ones. */
export function wholeDays(spans: readonly Span[]): number {
  const ms = union(spans).reduce((sum, { from, until }) => sum + (until.getTime() - from.getTime()), 0)
  return Math.ceil(ms / DAY_MS)
}

/** True when both are the same moments. */
export const sameMoments = (a: readonly Span[], b: readonly Span[]): boolean =>
  JSON.stringify(union(a)) === JSON.stringify(union(b))

/** Spans as rows keep them: instants as ISO texts. */
export interface StoredSpan {
  readonly from: string
  readonly until: string
}

export const readSpans = (stored: readonly StoredSpan[]): Span[] =>
  stored.map(({ from, until }) => ({ from: new Date(from), until: new Date(until) }))

export const storeSpans = (spans: readonly Span[]): StoredSpan[] =>
  spans.map(({ from, until }) => ({ from: from.toISOString(), until: until.toISOString() }))

const byBeginning = (a: Span, b: Span) => a.from.getTime() - b.from.getTime()
const later = (a: Date, b: Date) => (a > b ? a : b)
