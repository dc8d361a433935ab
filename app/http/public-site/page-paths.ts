import { Temporal } from 'temporal-polyfill'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { groupPages } from '#app/domain/snapshot/group-pages.ts'
import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { LOCALES } from '#app/i18n/locales.ts'
import { statusPath } from '#app/i18n/status-path.ts'

const HOMES = LOCALES.map((locale) => statusPath(locale))

/** Stands for every address that is none, in the language of the path. */
export const NOT_FOUND_PAGES = { fr: statusPath('fr', '/-'), en: statusPath('en', '/-') }

/** Pages that are made anew with every change: the ones that people look at in a crisis. */
export const FRONT_PAGES: ReadonlySet<string> = new Set([
  ...HOMES.flatMap((home) => [home, `${home}/banner`]),
  ...Object.values(NOT_FOUND_PAGES),
])

/** Every further page there is: incidents and maintenance, groups of components, each month of the history. */
export function furtherPages(status: PublicStatus, now: Date): Set<string> {
  const events = [...status.incidents, ...status.maintenances]
  const rest = [
    '/embed',
    '/history',
    ...groupPages(status),
    ...events.map(({ id }) => `/incidents/${id}`),
    ...monthsSince(
      events.map(({ startedAt }) => startedAt),
      now,
    ).map((month) => `/history/${month}`),
  ]
  return new Set(HOMES.flatMap((home) => rest.map((path) => home + path)))
}

/** So far back at most does the history have a page for each month. */
const MAX_MONTHS = 240

/** "2026-11" and so on, from the month of the earliest of these instants to this one, in the page's zone. */
function monthsSince(instants: readonly string[], now: Date): string[] {
  const last = Temporal.PlainYearMonth.from(parisDay(now))
  const [earliest = ''] = [...instants, now.toISOString()].sort()
  const first = Temporal.PlainYearMonth.from(parisDay(new Date(earliest)))
  const count = Math.min(MAX_MONTHS, first.until(last, { largestUnit: 'months' }).months + 1)
  return Array.from({ length: count }, (_, index) => last.subtract({ months: index }).toString())
}
