import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { MINUTE_MS } from '#app/domain/clock.ts'
import { invalid } from '#app/domain/errors.ts'
import { type Recurrence, WEEKDAYS, type Weekday } from '#app/domain/maintenance/schemas.ts'

/** A rule with what it is counted from. */
export interface RecurringWindow {
  readonly recurrence: Recurrence
  /** Of the first window, on the clocks of `timeZone`: "2026-12-01T02:00". */
  readonly localStart: string
  readonly timeZone: string
  /** Elapsed time (RFC 5545): a window over a change of summer time ends an hour off its usual clock time. */
  readonly durationMinutes: number
}

export interface Occurrence {
  /** Its day by the rule, "2026-12-01": an occurrence keeps it when it is moved. */
  readonly on: string
  readonly scheduledFor: Date
  readonly scheduledUntil: Date
}

/** Bounds of a series: whoever plans further ahead decides again by then. */
export const MAX_OCCURRENCES = 400
const MAX_YEARS = 2

const FREQUENCIES = { daily: 'DAILY', weekly: 'WEEKLY', monthly: 'MONTHLY' } as const

/** The weekday of a local time. */
const weekdayOf = (local: Temporal.PlainDate | Temporal.PlainDateTime): Weekday =>
  WEEKDAYS[local.dayOfWeek - 1] as Weekday

/** Which of its weekday in the month a day is, from 1; the fifth is the last, -1. */
const placeInMonth = (local: Temporal.PlainDate | Temporal.PlainDateTime) =>
  local.day > 28 ? -1 : Math.ceil(local.day / 7)

/** The weekdays that a rule names, as in RFC 5545: "TU", or "2TU" for the second of the month. */
function namedDays({ frequency, weekdays, monthlyBy }: Recurrence, start: Temporal.PlainDateTime): string[] {
  if (frequency === 'weekly') return weekdays.length > 0 ? [...weekdays] : [weekdayOf(start)]
  return frequency === 'monthly' && monthlyBy === 'weekday'
    ? [`${placeInMonth(start)}${weekdayOf(start)}`]
    : []
}

/**
 * Every occurrence, oldest first. The rule is counted on local clocks and each time then found in the zone: one
 * that summer time leaves out is an hour later, one that comes twice is the first. Invalid for what reaches
 * further than two years or never ends, has more than 400 occurrences or none, or windows that overlap.
 */
export function occurrencesOf(series: RecurringWindow): Occurrence[] {
  const { recurrence, timeZone, durationMinutes } = series
  const start = Temporal.PlainDateTime.from(series.localStart, { overflow: 'reject' })
  const limit = start.toPlainDate().add({ years: MAX_YEARS })
  const end = recurrence.until ? Temporal.PlainDate.from(recurrence.until) : null
  if (!end && !recurrence.count) throw invalid('maintenance.endMissing')
  if (end && Temporal.PlainDate.compare(end, limit) > 0) throw invalid('maintenance.tooFar')
  const byDay = namedDays(recurrence, start)
  const rule = new RRuleTemporal({
    freq: FREQUENCIES[recurrence.frequency],
    interval: recurrence.interval,
    ...(byDay.length > 0 && { byDay }),
    wkst: 'MO',
    ...(recurrence.count && { count: recurrence.count }),
    until: (end ?? limit).toZonedDateTime({ timeZone: 'UTC', plainTime: '23:59:59' }),
    // UTC stands for clocks without summer time.
    dtstart: start.toZonedDateTime('UTC'),
    temporal: Temporal,
  })
  const locals = rule.all((_, index) => index <= MAX_OCCURRENCES).map((at) => at.toPlainDateTime())
  if (locals.length === 0) throw invalid('maintenance.noOccurrence')
  if (locals.length > MAX_OCCURRENCES) throw invalid('maintenance.tooMany', { maximum: MAX_OCCURRENCES })
  if (recurrence.count && locals.length < recurrence.count) throw invalid('maintenance.tooFar')
  const occurrences = locals.map((local): Occurrence => {
    const from = local.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds
    return {
      on: local.toPlainDate().toString(),
      scheduledFor: new Date(from),
      scheduledUntil: new Date(from + durationMinutes * MINUTE_MS),
    }
  })
  const overlaps = occurrences.some(({ scheduledFor }, index) => {
    const before = occurrences[index - 1]
    return before && before.scheduledUntil > scheduledFor
  })
  if (overlaps) throw invalid('maintenance.occurrencesOverlap')
  return occurrences
}

/** A rule as RFC 5545 writes it: "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270331T215959Z". */
export function toRRule({ recurrence, localStart, timeZone }: RecurringWindow): string {
  const { frequency, interval, until, count } = recurrence
  const byDay = namedDays(recurrence, Temporal.PlainDateTime.from(localStart))
  return [
    `FREQ=${FREQUENCIES[frequency]}`,
    interval > 1 && `INTERVAL=${interval}`,
    byDay.length > 0 && `BYDAY=${byDay}`,
    until && `UNTIL=${endOfDayInUtc(until, timeZone)}`,
    count && `COUNT=${count}`,
  ]
    .filter(Boolean)
    .join(';')
}

/** Reads what `toRRule` wrote. Throws RangeError for any other rule. */
export function fromRRule(rrule: string, timeZone: string): Recurrence {
  const parts = new Map(rrule.split(';').map((part) => part.split('=', 2) as [string, string]))
  const frequency = (['daily', 'weekly', 'monthly'] as const).find(
    (one) => FREQUENCIES[one] === parts.get('FREQ'),
  )
  if (!frequency) throw new RangeError(`not a rule of ours: ${rrule}`)
  const byDay = parts.get('BYDAY')
  const until = parts.get('UNTIL')
  return {
    frequency,
    interval: Number(parts.get('INTERVAL') ?? 1),
    weekdays: frequency === 'weekly' && byDay ? (byDay.split(',') as Weekday[]) : [],
    monthlyBy: frequency === 'monthly' && byDay ? 'weekday' : 'day',
    ...(until && {
      until: Temporal.Instant.from(until).toZonedDateTimeISO(timeZone).toPlainDate().toString(),
    }),
    ...(parts.has('COUNT') && { count: Number(parts.get('COUNT')) }),
  }
}

function endOfDayInUtc(day: string, timeZone: string): string {
  const end = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: '23:59:59' })
  return end.toInstant().toString().replaceAll(/[-:]/g, '')
}
