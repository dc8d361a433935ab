import { Temporal } from 'temporal-polyfill'

/** The zone in which every deadline is counted. */
export const PARIS = 'Europe/Paris'

/** The calendar day on which `instant` falls in Europe/Paris. */
export function parisDay(instant: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(PARIS).toPlainDate()
}

/** The last millisecond of `day` in Europe/Paris: 23:59:59.999, whatever summer time did that day. */
export function endOfDay(day: Temporal.PlainDate): Date {
  const end = day.toZonedDateTime({ timeZone: PARIS, plainTime: '23:59:59.999' })
  return new Date(end.epochMilliseconds)
}

/** The first millisecond of `day` in Europe/Paris. */
export function startOfDay(day: Temporal.PlainDate): Date {
  return new Date(day.toZonedDateTime(PARIS).epochMilliseconds)
}

/** The day so many days after the one on which `instant` falls, written `YYYY-MM-DD`. */
export const dayAfter = (instant: Date, days: number): string => parisDay(instant).add({ days }).toString()

/** Whole calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  return from.until(to, { largestUnit: 'day' }).days
}

/** A calendar day written `YYYY-MM-DD`. Throws RangeError for anything else, such as 30 February. */
export function plainDay(text: string): Temporal.PlainDate {
  return Temporal.PlainDate.from(text, { overflow: 'reject' })
}
