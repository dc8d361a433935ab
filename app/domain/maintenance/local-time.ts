import { Temporal } from 'temporal-polyfill'
import { PARIS } from '#app/domain/calendar/paris.ts'

/**
 * The instant of a clock time in Paris, as a datetime-local field gives it. An hour that summer time leaves
 * out is read an hour later; one that comes twice is the first. Throws RangeError for 30 February.
 */
export function parisTime(text: string): Date {
  const local = Temporal.PlainDateTime.from(text, { overflow: 'reject' })
  return new Date(local.toZonedDateTime(PARIS, { disambiguation: 'compatible' }).epochMilliseconds)
}

/** The clock time in Paris, for a datetime-local field: "2026-03-29T01:30". */
export function toParisField(instant: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(PARIS)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
}
