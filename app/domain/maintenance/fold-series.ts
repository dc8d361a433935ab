/** The next window of a series, or a window that stands alone, and the further ones of its series in order. */
export interface Folded<T> {
  readonly next: T
  readonly later: readonly T[]
}

/** Lists each series once, at its next window. `windows` with the soonest first. */
export function foldSeries<T>(windows: readonly T[], seriesOf: (window: T) => string | null): Folded<T>[] {
  const folded = Map.groupBy(windows, (window) => seriesOf(window) ?? window)
  return [...folded.values()].flatMap(([next, ...later]) => (next === undefined ? [] : [{ next, later }]))
}
