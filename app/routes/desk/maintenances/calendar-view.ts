import { Temporal } from 'temporal-polyfill'
import type { DayView, WindowView } from '#app/components/maintenance/calendar-types.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { lastDayOf } from '#app/domain/maintenance/conflicts.ts'
import type { CalendarDay, CalendarWindow } from '#app/domain/maintenance/list-month.ts'
import { langIn, textIn, writtenText } from '#app/i18n/bilingual.ts'
import { formatTime } from '#app/i18n/format.ts'
import type { Locale } from '#app/i18n/locales.ts'
import type { Translate } from '#app/i18n/translate.ts'

const MONTH = /^2\d{3}-(0[1-9]|1[0-2])$/

/** The month that an address asks for; the present one where it asks for none. */
export const monthAsked = (asked: string | null, now: Date): Temporal.PlainYearMonth =>
  asked && MONTH.test(asked) ? Temporal.PlainYearMonth.from(asked) : parisDay(now).toPlainYearMonth()

/** A day as the calendar shows it. */
export function dayView(day: CalendarDay, t: Translate, locale: Locale, now: Date): DayView {
  const today = parisDay(now).toString()
  return {
    day: day.day,
    inMonth: day.inMonth,
    isToday: day.day === today,
    canPlan: day.day >= today,
    holiday: day.holiday && t(`maintenance:holiday.${day.holiday}`),
    windows: day.windows.map((window) => windowView(window, day.day, t, locale)),
  }
}

function windowView(window: CalendarWindow, day: string, t: Translate, locale: Locale): WindowView {
  return {
    id: window.id,
    name: textIn(locale, window, 'name'),
    lang: langIn(writtenText(window, 'name'), locale),
    status: window.status,
    cancelled: window.cancelled,
    inSeries: window.seriesId !== null,
    time: hoursOn(window, day, t, locale),
  }
}

/** The part of a window that falls on one of its days. */
function hoursOn(window: CalendarWindow, day: string, t: Translate, locale: Locale): string {
  const clock = (at: Date) => formatTime(locale, at, 'clock', { withZone: false })
  const { scheduledFor, scheduledUntil } = window
  const begins = parisDay(scheduledFor).toString() === day
  const ends = lastDayOf(window).toString() === day
  if (begins && ends) return `${clock(scheduledFor)} – ${clock(scheduledUntil)}`
  if (begins) return t('maintenance:calendar.fromTime', { time: clock(scheduledFor) })
  if (ends) return t('maintenance:calendar.untilTime', { time: clock(scheduledUntil) })
  return t('maintenance:calendar.allDay')
}
