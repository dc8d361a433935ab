import { Temporal } from 'temporal-polyfill'
import { type ComponentStatus, isWorse } from '#app/domain/components/status.ts'
import type { Day, DayState, Downtime } from '#app/domain/snapshot/public-status.ts'

/** The zone in which the page cuts its days. */
export const PAGE_ZONE = 'Europe/Paris'
export const UPTIME_DAYS = 90
/** A second of partial outage counts as this much of one second down. */
const PARTIAL_WEIGHT = 0.3

/** From `at` (epoch milliseconds) on, a component had `status`. */
export interface StatusSince {
  readonly at: number
  readonly status: ComponentStatus
}

/** One day of the page's zone: 23, 24 or 25 hours. */
export interface DaySpan {
  readonly day: Day
  readonly start: number
  readonly end: number
}

interface UptimeRecord {
  /** One per day given. */
  readonly states: readonly DayState[]
  readonly outages: Readonly<Record<Day, Downtime>>
  /** From 0 to 1; null when no second could be measured. */
  readonly uptime: number | null
}

const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(PAGE_ZONE).epochMilliseconds

/** The days of the bars, and the instants between which they lie. */
interface PageDays {
  readonly spans: readonly DaySpan[]
  readonly start: number
  readonly end: number
}

/** The last `count` days of the page's zone, oldest first, today included. */
export function pageDays(now: Date, count = UPTIME_DAYS): PageDays {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(PAGE_ZONE)
    .toPlainDate()
  const first = today.subtract({ days: count - 1 })
  const spans = Array.from({ length: count }, (_, index) => {
    const day = first.add({ days: index })
    return { day: day.toString(), start: startOf(day), end: startOf(day.add({ days: 1 })) }
  })
  return { spans, start: startOf(first), end: startOf(today.add({ days: 1 })) }
}

/**
 * The rule printed on the page (status.md): seconds down = major + 0.3 × partial; degraded and maintenance do
 * not count; days before the start date are not measured; a day is cut at midnight of the page's zone, today
 * at `now`. `changes` is the component's one history, oldest first, in which overlapping incidents are
 * already one status: so each second counts once.
 */
export function measureUptime(
  changes: readonly StatusSince[],
  days: readonly DaySpan[],
  startDate: Day,
  now: Date,
): UptimeRecord {
  const until = now.getTime()
  const outages: Record<Day, Downtime> = {}
  let measuredMs = 0
  let downMs = 0
  let next = 0
  let status: ComponentStatus = 'operational'
  const states = days.map(({ day, start, end }): DayState => {
    const stop = Math.min(end, until)
    const spent = { major_outage: 0, partial_outage: 0 }
    let from = start
    for (let change = changes[next]; change && change.at <= start; change = changes[++next]) {
      status = change.status
    }
    let worst = status
    for (;;) {
      const change = changes[next]
      const to = change && change.at < stop ? change.at : stop
      if (status === 'major_outage' || status === 'partial_outage') spent[status] += to - from
      if (!change || change.at >= stop) break
      from = to
      status = change.status
      next += 1
      if (isWorse(status, worst)) worst = status
    }
    if (day < startDate) return 'no_data'
    measuredMs += stop - start
    downMs += spent.major_outage + PARTIAL_WEIGHT * spent.partial_outage
    if (spent.major_outage + spent.partial_outage > 0) {
      outages[day] = {
        majorSeconds: Math.round(spent.major_outage / 1000),
        partialSeconds: Math.round(spent.partial_outage / 1000),
      }
    }
    return worst
  })
  return { states, outages, uptime: measuredMs > 0 ? 1 - downMs / measuredMs : null }
}
