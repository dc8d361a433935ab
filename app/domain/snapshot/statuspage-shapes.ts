import { worstOf } from '#app/domain/components/status.ts'
import { renderMarkdown } from '#app/domain/incidents/markdown.ts'
import type {
  PublicComponent,
  PublicIncident,
  PublicMaintenance,
  PublicStatus,
  PublicUpdate,
} from '#app/domain/snapshot/public-status.ts'
import { eventUrl } from '#app/domain/snapshot/public-url.ts'
import type { Locale } from '#app/i18n/locales.ts'

/** One language's view of the status in Statuspage's field names. */
export class Shapes {
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
