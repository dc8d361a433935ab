import type { IncidentImpact, IncidentStatus } from '#app/domain/components/status.ts'
import { asWindow, effectiveStatus } from '#app/domain/maintenance/effective-status.ts'
import { isCancelled } from '#app/domain/maintenance/has-begun.ts'
import type { EventRecord, PublishedUpdate } from '#app/domain/snapshot/event-records.ts'
import { descending } from '#app/domain/snapshot/past-months.ts'
import type { PublicIncident, PublicMaintenance, PublicUpdate } from '#app/domain/snapshot/public-status.ts'
import type { StatusRecords } from '#app/domain/snapshot/records.ts'
import { type Bilingual, textsOf, writtenText } from '#app/i18n/bilingual.ts'
import type { Incident } from '#db/models/status.ts'

/**
 * Makes the public form of events, and remembers it: what is over is the very same object from one status to the next
 * until it, or a name that it mentions, has changed.
 */
export class EventShapes {
  #names: Names = { key: '', shown: new Set(), of: new Map() }
  #events = new WeakMap<EventRecord, PublicIncident | PublicMaintenance>()

  /** Incidents newest first, maintenance by the beginning of its window, latest first; each with its updates. */
  publicEvents(
    records: StatusRecords,
    now: Date,
  ): { incidents: PublicIncident[]; maintenances: PublicMaintenance[] } {
    const names = namesOf(records)
    if (names.key !== this.#names.key) {
      this.#names = names
      this.#events = new WeakMap()
    }
    const incidents: PublicIncident[] = []
    const maintenances: PublicMaintenance[] = []
    for (const record of records.events) {
      const event = this.#event(record, now)
      if (event.kind === 'incident') incidents.push(event)
      else maintenances.push(event)
    }
    maintenances.sort((a, b) => descending(a.scheduledFor, b.scheduledFor))
    return { incidents, maintenances }
  }

  #event(record: EventRecord, now: Date): PublicIncident | PublicMaintenance {
    const known = this.#events.get(record)
    if (known) return known
    const made = this.#make(record, now)
    // Time alone changes a window that is not over.
    if (record.incident.kind === 'incident' || record.incident.status === 'completed')
      this.#events.set(record, made)
    return made
  }

  #make({ incident, claims, updates }: EventRecord, now: Date): PublicIncident | PublicMaintenance {
    const event = {
      id: incident.id,
      name: writtenText(incident, 'name'),
      createdAt: incident.createdAt.toISOString(),
      updatedAt: incident.updatedAt.toISOString(),
      startedAt: incident.startedAt.toISOString(),
      monitoringAt: incident.monitoringAt?.toISOString() ?? null,
      resolvedAt: incident.resolvedAt?.toISOString() ?? null,
      componentIds: claims.map(({ componentId }) => componentId).filter((id) => this.#names.shown.has(id)),
      updates: updates.map((update) => this.#update(update)),
    }
    const window = asWindow(incident)
    if (!window) return { ...event, kind: 'incident', ...incidentState(incident) }
    const status = effectiveStatus(window, now)
    return {
      ...event,
      kind: 'maintenance',
      status,
      resolvedAt: event.resolvedAt ?? (status === 'completed' ? window.scheduledUntil.toISOString() : null),
      scheduledFor: window.scheduledFor.toISOString(),
      scheduledUntil: window.scheduledUntil.toISOString(),
      seriesId: incident.seriesId,
      cancelled: isCancelled(incident.status, event.updates),
      version: incident.version,
    }
  }

  #update(update: PublishedUpdate): PublicUpdate {
    return {
      id: update.id,
      status: update.status,
      markdown: writtenText(update, 'body'),
      displayAt: update.displayAt.toISOString(),
      createdAt: update.createdAt.toISOString(),
      updatedAt: update.updatedAt.toISOString(),
      correctedAt: update.correctedAt?.toISOString() ?? null,
      notified: update.notify,
      rescheduled: update.rescheduled,
      affected: update.steps.flatMap(({ componentId, oldStatus, newStatus }) => {
        const name = this.#names.of.get(componentId)
        // Components that are not shown stay unnamed.
        return name ? [{ id: componentId, name, from: oldStatus, to: newStatus }] : []
      }),
    }
  }
}

const incidentState = ({ status, impact }: Incident) => ({
  status: status as IncidentStatus,
  impact: impact as IncidentImpact,
})

/** What events call components, and which of those stand on the page. */
interface Names {
  readonly key: string
  readonly shown: ReadonlySet<string>
  readonly of: ReadonlyMap<string, Bilingual>
}

function namesOf({ groups, components }: StatusRecords): Names {
  const groupNames = new Map(groups.map((group) => [group.id, textsOf(group, 'name')]))
  const of = new Map(
    components.map((component) => [
      component.id,
      fullName(textsOf(component, 'name'), groupNames.get(component.groupId ?? '')),
    ]),
  )
  const shown = new Set(components.filter(({ deletedAt }) => !deletedAt).map(({ id }) => id))
  return { key: JSON.stringify([[...shown], [...of]]), shown, of }
}

const fullName = (name: Bilingual, group: Bilingual | undefined): Bilingual =>
  group ? { fr: `${group.fr} - ${name.fr}`, en: `${group.en} - ${name.en}` } : name
