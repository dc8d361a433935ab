import { parisDay, plainDay } from '#app/domain/calendar/paris.ts'
import { notFound } from '#app/domain/errors.ts'
import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { formatTime } from '#app/i18n/format.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { statusPath } from '#app/i18n/status-path.ts'
import { eventViewer, firstDay, pastEvents } from '#app/routes/status/events.server.ts'

const MONTHS_PER_PAGE = 3
/** Of each month so many are told; the others stand there by name. */
const MAX_TOLD = 25

/** Three months up to `wished` ("2026-11") or this one. NotFound for what is no month, or one to come. */
export function historyView(status: PublicStatus, locale: Locale, now: Date, wished: string | undefined) {
  const thisMonth = parisDay(now).with({ day: 1 })
  const last = wished === undefined ? thisMonth : firstDayOf(wished)
  if (!last || last.toString() > thisMonth.toString()) throw notFound()
  const first = last.subtract({ months: MONTHS_PER_PAGE - 1 })
  const lastDay = last.add({ months: 1 }).subtract({ days: 1 })
  const byMonth = Map.groupBy(pastEvents(status, now, [first, lastDay]), ({ day }) => day.slice(0, 7))
  const view = eventViewer(status, locale)
  const months = Array.from({ length: MONTHS_PER_PAGE }, (_, index) => {
    const month = last.subtract({ months: index }).toString().slice(0, 7)
    const events = (byMonth.get(month) ?? []).map(({ event }) => event)
    return {
      month,
      title: formatTime(locale, `${month}-01T12:00:00Z`, 'month'),
      events: events.slice(0, MAX_TOLD).map((event) => view(event, 1)),
      brief: events.slice(MAX_TOLD).map((event) => view(event, 0)),
    }
  })
  const upTo = (month: typeof last) => statusPath(locale, `/history/${month.toString().slice(0, 7)}`)
  const later = last.add({ months: MONTHS_PER_PAGE })
  const newer = later.toString() < thisMonth.toString() ? upTo(later) : statusPath(locale, '/history')
  const oldest = firstDay(status) ?? thisMonth.toString()
  return {
    months,
    older: oldest < (months.at(-1)?.month ?? '') ? upTo(last.subtract({ months: MONTHS_PER_PAGE })) : null,
    newer: last.equals(thisMonth) ? null : newer,
  }
}

/** The first day of a month, or null for what is no month. */
function firstDayOf(month: string) {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? plainDay(`${month}-01`) : null
}
