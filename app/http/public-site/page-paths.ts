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

/** Pages that are made when somebody asks for them. Kept as what they are made of: there may be many thousands. */
export interface FurtherPages {
  has(path: string): boolean
  paths(): string[]
}

export const NO_PAGES: FurtherPages = { has: () => false, paths: () => [] }

/** Every further page there is: incidents and maintenance, groups of components, each month of the history. */
export function furtherPages(status: PublicStatus, now: Date): FurtherPages {
  const ids = new Set<string>()
  let earliest = now.toISOString()
  for (const events of [status.incidents, status.maintenances]) {
    for (const { id, startedAt } of events) {
      ids.add(id)
      if (startedAt < earliest) earliest = startedAt
    }
  }
  const months = monthsSince(earliest, now).map((month) => `/history/${month}`)
  const rest = new Set(['/embed', '/history', ...groupPages(status), ...months])
  const isPage = (path: string) =>
    rest.has(path) || (path.startsWith(EVENT) && ids.has(path.slice(EVENT.length)))
  return {
    has: (path) => HOMES.some((home) => path.startsWith(home) && isPage(path.slice(home.length))),
    paths: () =>
      HOMES.flatMap((home) => [...rest, ...[...ids].map((id) => EVENT + id)].map((path) => home + path)),
  }
}

const EVENT = '/incidents/'

/** So far back at most does the history have a page for each month. */
const MAX_MONTHS = 240

/** "2026-11" and so on, from the month of this instant to the present one, in the page's zone. */
function monthsSince(earliest: string, now: Date): string[] {
  const last = Temporal.PlainYearMonth.from(parisDay(now))
  const first = Temporal.PlainYearMonth.from(parisDay(new Date(earliest)))
  const count = Math.min(MAX_MONTHS, first.until(last, { largestUnit: 'months' }).months + 1)
  return Array.from({ length: count }, (_, index) => last.subtract({ months: index }).toString())
}
