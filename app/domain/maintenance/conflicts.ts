import { Temporal } from 'temporal-polyfill'
import { isBusinessDay } from '#app/domain/calendar/business-days.ts'
import { type NationalHoliday, nationalHoliday } from '#app/domain/calendar/holidays.ts'
import { PARIS, parisDay } from '#app/domain/calendar/paris.ts'

/** A reason to think again about a window. It warns; the publisher decides. */
export type Conflict =
  | { readonly kind: 'incident' | 'maintenance'; readonly event: TouchingEvent }
  | { readonly kind: 'holiday'; readonly day: string; readonly holiday: NationalHoliday }
  /** The moment at which the payouts of a day are decided. */
  | { readonly kind: 'payoutCutoff'; readonly at: Date }
  /** Merchants whose last day to send documents ends inside the window. A number: none of them is named. */
  | { readonly kind: 'deadlines'; readonly merchants: number }

/** An open incident, or a maintenance at the same time, that touches one of the same components. */
export interface TouchingEvent {
  readonly id: string
  readonly kind: 'incident' | 'maintenance'
  readonly nameFr: string
  readonly nameEn: string
}

/** A window with what the database knows about it. */
export interface PlannedWindow {
  readonly scheduledFor: Date
  readonly scheduledUntil: Date
  readonly events: readonly TouchingEvent[]
  /** True when it touches a component that carries payouts. */
  readonly touchesPayouts: boolean
  /** Merchants with a deadline inside it, where it touches a component needed to send documents; else 0. */
  readonly merchantsDue: number
}

/** Departments have further holidays: these are those of the whole country. */
const WHOLE_COUNTRY = null

/** Everything that speaks against a window, the gravest first. `payoutCutoff` is "HH:MM" in Paris. */
export function conflictsOf(window: PlannedWindow, payoutCutoff: string): Conflict[] {
  const days = daysOf(window)
  const cutoffs = window.touchesPayouts
    ? days
        .filter((day) => isBusinessDay(day, WHOLE_COUNTRY))
        .map((day) => cutoffOn(day, payoutCutoff))
        .filter((at) => at >= window.scheduledFor && at < window.scheduledUntil)
    : []
  return [
    ...window.events.map((event) => ({ kind: event.kind, event })),
    ...cutoffs.map((at) => ({ kind: 'payoutCutoff' as const, at })),
    ...(window.merchantsDue > 0 ? [{ kind: 'deadlines' as const, merchants: window.merchantsDue }] : []),
    ...days.flatMap((day) => {
      const holiday = nationalHoliday(day)
      return holiday ? [{ kind: 'holiday' as const, day: day.toString(), holiday }] : []
    }),
  ]
}

type Span = Pick<PlannedWindow, 'scheduledFor' | 'scheduledUntil'>

/** The last day in Paris that a window touches; one that ends at midnight leaves the next day alone. */
export const lastDayOf = ({ scheduledUntil }: Span) => parisDay(new Date(scheduledUntil.getTime() - 1))

/** The days in Paris that a window touches. */
export function daysOf(span: Span) {
  const last = lastDayOf(span)
  const days: Temporal.PlainDate[] = []
  for (
    let day = parisDay(span.scheduledFor);
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: 1 })
  ) {
    days.push(day)
  }
  return days
}

const cutoffOn = (day: Temporal.PlainDate, time: string) =>
  new Date(day.toZonedDateTime({ timeZone: PARIS, plainTime: time }).epochMilliseconds)
