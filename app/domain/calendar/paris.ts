import { Temporal } from 'temporal-polyfill'
import { HOUR_MS } from '#app/domain/clock.ts'

/** The zone in which every deadline is counted. */
export const PARIS = 'Europe/Paris'

/**
 * The calendar day on which `instant` falls in Europe/Paris. Days begin there with an hour of UTC, so each hour is
 * looked up once.
 */
export function parisDay(instant: Date): Temporal.PlainDate {
  const hour = Math.floor(instant.getTime() / HOUR_MS)
  return remembered(days, hour, () =>
    Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(PARIS).toPlainDate(),
  )
}

/** The last millisecond of `day` in Europe/Paris: 23:59:59.999, whatever summer time did that day. */
export function endOfDay(day: Temporal.PlainDate): Date {
  const end = remembered(
    ends,
    (day.year * 12 + day.month) * 31 + day.day,
    () => day.toZonedDateTime({ timeZone: PARIS, plainTime: '23:59:59.999' }).epochMilliseconds,
  )
  return new Date(end)
}

/** A batch of a thousand deadlines asks for the same few days, and a zone takes long to answer. */
const days = new Map<number, Temporal.PlainDate>()
const ends = new Map<number, number>()
const MAX_REMEMBERED = 20_000

function remembered<T>(known: Map<number, T>, key: number, find: () => T): T {
  const found = known.get(key)
  if (found !== undefined) return found
  if (known.size >= MAX_REMEMBERED) known.clear()
  const value = find()
  known.set(key, value)
  return value
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
