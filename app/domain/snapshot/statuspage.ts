import { isActive } from '#app/domain/maintenance/effective-status.ts'
import type { Freshness } from '#app/domain/snapshot/freshness.ts'
import { DESCRIPTIONS } from '#app/domain/snapshot/overall.ts'
import type { PublicIncident, PublicMaintenance, PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { Shapes } from '#app/domain/snapshot/statuspage-shapes.ts'
import type { Locale } from '#app/i18n/locales.ts'

/** The answers of the public API as JSON, by language and name. */
export type StatuspageDocuments = Readonly<Record<'fr' | 'en', Readonly<Record<StatuspageName, string>>>>

/** Paths below /api/v2, without `.json`. */
export const STATUSPAGE_NAMES = [
  'summary',
  'status',
  'components',
  'incidents',
  'incidents/unresolved',
  'scheduled-maintenances',
  'scheduled-maintenances/upcoming',
  'scheduled-maintenances/active',
] as const
export type StatuspageName = (typeof STATUSPAGE_NAMES)[number]

/** Statuspage lists at most so many incidents and windows, newest first. */
const MAX_LISTED = 50

/** Every answer of Atlassian Statuspage's API v2 (status.md), in both languages. */
export function statuspageDocuments(status: PublicStatus, freshness: Freshness): StatuspageDocuments {
  return { fr: documentsIn(status, 'fr', freshness), en: documentsIn(status, 'en', freshness) }
}

function documentsIn(status: PublicStatus, locale: Locale, freshness: Freshness) {
  const shapes = new Shapes(status, locale)
  // Of years of them, those alone that are listed.
  const incidents = (listed: readonly PublicIncident[]) => listed.map((one) => shapes.incident(one))
  const maintenances = (listed: readonly PublicMaintenance[]) => listed.map((one) => shapes.maintenance(one))
  const unresolved = incidents(status.incidents.filter(({ resolvedAt }) => resolvedAt === null))
  const upcoming = maintenances(status.maintenances.filter((one) => one.status === 'scheduled')).reverse()
  const active = maintenances(status.maintenances.filter((one) => isActive(one.status))).reverse()
  const page = shapes.page()
  const components = shapes.components()
  const overall = overallState(status, freshness)
  const bodies: Record<StatuspageName, object> = {
    summary: {
      page,
      components,
      incidents: unresolved,
      scheduled_maintenances: [...active, ...upcoming],
      status: overall,
    },
    status: { page, status: overall },
    components: { page, components },
    incidents: { page, incidents: incidents(status.incidents.slice(0, MAX_LISTED)) },
    'incidents/unresolved': { page, incidents: unresolved },
    'scheduled-maintenances': {
      page,
      scheduled_maintenances: maintenances(status.maintenances.slice(0, MAX_LISTED)),
    },
    'scheduled-maintenances/upcoming': { page, scheduled_maintenances: upcoming },
    'scheduled-maintenances/active': { page, scheduled_maintenances: active },
  }
  return Object.fromEntries(
    Object.entries(bodies).map(([name, body]) => [name, JSON.stringify(body)]),
  ) as Record<StatuspageName, string>
}

/** What is no longer confirmed is never `none`: a client that shows green by the indicator would show a guess. */
function overallState({ indicator }: PublicStatus, { confirmedAt, staleMinutes }: Freshness) {
  const description = DESCRIPTIONS[indicator]
  if (staleMinutes === 0) return { indicator, description }
  return {
    indicator: indicator === 'none' ? 'minor' : indicator,
    description: `Not confirmed since ${confirmedAt.toISOString()}. Last known: ${description}`,
  }
}
