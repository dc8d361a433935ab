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

/** "2026-11" and so on, from the month of the earliest of these instants to this one, in the page's zone. */
function monthsSince(instants: readonly string[], now: Date): string[] {
  const last = Temporal.PlainYearMonth.from(parisDay(now))
  const [earliest = ''] = [...instants, now.toISOString()].sort()
  const months: string[] = []
  let month = Temporal.PlainYearMonth.from(parisDay(new Date(earliest)))
  for (; Temporal.PlainYearMonth.compare(month, last) <= 0; month = month.add({ months: 1 })) {
    months.push(month.toString())
  }
  return months
}
