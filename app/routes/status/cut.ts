import type { Cut } from '#app/components/status/types.ts'

/** The first `most` of a list, and how many more there are. */
export const cut = <T>(all: readonly T[], most: number): Cut<T> => ({
  shown: all.slice(0, most),
  others: Math.max(0, all.length - most),
})

/** `cut`, where each is made into something only if it is shown. */
export const cutView = <T, V>(all: readonly T[], most: number, view: (one: T) => V): Cut<V> => {
  const { shown, others } = cut(all, most)
  return { shown: shown.map(view), others }
}
