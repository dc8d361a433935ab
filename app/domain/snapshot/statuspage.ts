import { worstOf } from '#app/domain/components/status.ts'
import { renderMarkdown } from '#app/domain/incidents/markdown.ts'
import { isActive } from '#app/domain/maintenance/effective-status.ts'
import type { Freshness } from '#app/domain/snapshot/freshness.ts'
import { DESCRIPTIONS } from '#app/domain/snapshot/overall.ts'
import type {
  PublicComponent,
  PublicIncident,
  PublicMaintenance,
  PublicStatus,
  PublicUpdate,
} from '#app/domain/snapshot/public-status.ts'
import { eventUrl } from '#app/domain/snapshot/public-url.ts'
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

/** One language's view of the status in Statuspage's field names. */
class Shapes {
  readonly #byId: ReadonlyMap<string, ReturnType<Shapes['component']>>

  constructor(
    readonly status: PublicStatus,
    readonly locale: Locale,
  ) {
    this.#byId = new Map(status.components.map((component) => [component.id, this.component(component)]))
  }

  page() {
    const { page, timeZone, updatedAt } = this.status
    return { ...page, time_zone: timeZone, updated_at: updatedAt }
  }

  /** Groups come among the components, each before its own; a group is as bad as its worst component. */
  components() {
    const grouped = this.status.groups.flatMap((group) => {
      const members = this.status.components.filter(({ groupId }) => groupId === group.id)
      return [
        {
          id: group.id,
          name: group.name[this.locale],
          status: worstOf(members.map(({ status }) => status)),
          created_at: group.createdAt,
          updated_at: group.updatedAt,
          position: group.position,
          description: null,
          showcase: false,
          start_date: null,
          group_id: null,
          page_id: this.status.page.id,
          group: true,
          only_show_if_degraded: false,
          components: members.map(({ id }) => id),
        },
        ...members.map((member) => this.component(member)),
      ]
    })
    const alone = this.status.components.filter(({ groupId }) => groupId === null)
    return [...grouped, ...alone.map((component) => this.component(component))]
  }

  component(component: PublicComponent) {
    return {
      id: component.id,
      name: component.name[this.locale],
      status: component.status,
      created_at: component.createdAt,
      updated_at: component.updatedAt,
      position: component.position,
      description: component.description[this.locale] || null,
      showcase: true,
      start_date: component.startDate,
      group_id: component.groupId,
      page_id: this.status.page.id,
      group: false,
      only_show_if_degraded: false,
    }
  }

  incident(incident: PublicIncident) {
    return { ...this.event(incident), status: incident.status, impact: incident.impact }
  }

  maintenance(maintenance: PublicMaintenance) {
    return {
      ...this.event(maintenance),
      status: maintenance.status,
      impact: 'maintenance',
      scheduled_for: maintenance.scheduledFor,
      scheduled_until: maintenance.scheduledUntil,
    }
  }

  event(event: PublicIncident | PublicMaintenance) {
    return {
      id: event.id,
      name: event.name[this.locale],
      created_at: event.createdAt,
      updated_at: event.updatedAt,
      monitoring_at: event.monitoringAt,
      resolved_at: event.resolvedAt,
      shortlink: eventUrl(this.status, this.locale, event.id),
      started_at: event.startedAt,
      page_id: this.status.page.id,
      incident_updates: event.updates.map((update) => this.update(event.id, update)),
      components: event.componentIds.flatMap((id) => this.#byId.get(id) ?? []),
      reminder_intervals: null,
    }
  }

  update(incidentId: string, update: PublicUpdate) {
    const affected = update.affected.map(({ id, name, from, to }) => ({
      code: id,
      name: name[this.locale],
      old_status: from,
      new_status: to,
    }))
    return {
      id: update.id,
      status: update.status,
      body: renderMarkdown(update.markdown[this.locale]).text,
      incident_id: incidentId,
      created_at: update.createdAt,
      updated_at: update.updatedAt,
      display_at: update.displayAt,
      affected_components: affected.length > 0 ? affected : null,
      deliver_notifications: update.notified,
      custom_tweet: null,
      tweet_id: null,
    }
  }
}
