import type { IncidentImpact, IncidentStatus } from '#app/domain/components/status.ts'
import { renderMarkdown } from '#app/domain/incidents/markdown.ts'
import { asWindow, effectiveStatus } from '#app/domain/maintenance/effective-status.ts'
import { isCancelled } from '#app/domain/maintenance/has-begun.ts'
import type {
  AffectedComponent,
  Bilingual,
  PublicIncident,
  PublicMaintenance,
  PublicUpdate,
} from '#app/domain/snapshot/public-status.ts'
import type { PublishedUpdate, StatusRecords } from '#app/domain/snapshot/records.ts'
import { textsOf } from '#app/i18n/bilingual.ts'
import type { Incident } from '#db/models/status.ts'

/** Incidents newest first, maintenance by the beginning of its window, latest first; each with its updates. */
export function publicEvents(
  records: StatusRecords,
  now: Date,
): { incidents: PublicIncident[]; maintenances: PublicMaintenance[] } {
  const incidents: PublicIncident[] = []
  const maintenances: PublicMaintenance[] = []
  const shown = new Set(records.components.filter(({ deletedAt }) => !deletedAt).map(({ id }) => id))
  const updatesOf = Map.groupBy(publicUpdates(records), ([incidentId]) => incidentId)
  const claimsOf = Map.groupBy(records.claims, ({ incidentId }) => incidentId)
  for (const incident of records.incidents) {
    const event = {
      id: incident.id,
      name: textsOf(incident, 'name'),
      createdAt: incident.createdAt.toISOString(),
      updatedAt: incident.updatedAt.toISOString(),
      startedAt: incident.startedAt.toISOString(),
      monitoringAt: incident.monitoringAt?.toISOString() ?? null,
      resolvedAt: incident.resolvedAt?.toISOString() ?? null,
      componentIds: (claimsOf.get(incident.id) ?? [])
        .map(({ componentId }) => componentId)
        .filter((id) => shown.has(id)),
      updates: (updatesOf.get(incident.id) ?? []).map(([, update]) => update),
    }
    const window = asWindow(incident)
    if (window) {
      const status = effectiveStatus(window, now)
      maintenances.push({
        ...event,
        kind: 'maintenance',
        status,
        resolvedAt: event.resolvedAt ?? (status === 'completed' ? window.scheduledUntil.toISOString() : null),
        scheduledFor: window.scheduledFor.toISOString(),
        scheduledUntil: window.scheduledUntil.toISOString(),
        seriesId: incident.seriesId,
        cancelled: isCancelled(incident.status, event.updates),
        version: incident.version,
      })
    } else {
      incidents.push({ ...event, kind: 'incident', ...incidentState(incident) })
    }
  }
  maintenances.sort((a, b) => b.scheduledFor.localeCompare(a.scheduledFor))
  return { incidents, maintenances }
}

const incidentState = ({ status, impact }: Incident) => ({
  status: status as IncidentStatus,
  impact: impact as IncidentImpact,
})

function publicUpdates({ groups, components, updates, steps }: StatusRecords): [string, PublicUpdate][] {
  const groupNames = new Map(groups.map((group) => [group.id, textsOf(group, 'name')]))
  const names = new Map(
    components.map((component) => [
      component.id,
      fullName(textsOf(component, 'name'), groupNames.get(component.groupId ?? '')),
    ]),
  )
  const affectedBy = new Map<string, AffectedComponent[]>()
  for (const { updateId, componentId, oldStatus, newStatus } of steps) {
    const name = names.get(componentId)
    // Components that are not shown stay unnamed.
    if (!name) continue
    const affected = affectedBy.get(updateId) ?? []
    affected.push({ id: componentId, name, from: oldStatus, to: newStatus })
    affectedBy.set(updateId, affected)
  }
  return updates.map((update) => [update.incidentId, publicUpdate(update, affectedBy.get(update.id) ?? [])])
}

function publicUpdate(update: PublishedUpdate, affected: AffectedComponent[]): PublicUpdate {
  const fr = renderMarkdown(update.bodyFr)
  const en = renderMarkdown(update.bodyEn)
  return {
    id: update.id,
    status: update.status,
    body: { fr: fr.text, en: en.text },
    html: { fr: fr.html, en: en.html },
    displayAt: update.displayAt.toISOString(),
    createdAt: update.createdAt.toISOString(),
    updatedAt: update.updatedAt.toISOString(),
    correctedAt: update.correctedAt?.toISOString() ?? null,
    notified: update.notify,
    rescheduled: update.rescheduled,
    affected,
  }
}

/**
 * What an update changed, for people. The API keeps the others, as Statuspage does: its clients read there what
 * an update speaks of.
 */
export const changesOf = ({ affected }: PublicUpdate): AffectedComponent[] =>
  affected.filter(({ from, to }) => from !== to)

/** That it called its maintenance off. */
export const isCancellation = (
  event: PublicIncident | PublicMaintenance,
  { status }: PublicUpdate,
): boolean => event.kind === 'maintenance' && event.cancelled && status === 'completed'

const fullName = (name: Bilingual, group: Bilingual | undefined): Bilingual =>
  group ? { fr: `${group.fr} - ${name.fr}`, en: `${group.en} - ${name.en}` } : name
