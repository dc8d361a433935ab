/** True when two values say the same as JSON: keys have no order, instants are their texts, nothing is null. */
export const same = (a: unknown, b: unknown): boolean => written(a) === written(b)

const written = (value: unknown): string => JSON.stringify(value ?? null, ordered)

function ordered(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
