import { z } from 'zod'
import { IMPACTS, INCIDENT_STATUSES, MAINTENANCE_STATUSES } from '#app/domain/components/status.ts'
import type { ListedEvent } from '#app/domain/incidents/list-events.ts'
import type { PublishedUpdate } from '#app/domain/incidents/page-events.ts'
import { publicId } from '#app/domain/incidents/schemas.ts'
import { textsOf } from '#app/i18n/bilingual.ts'
import { bilingual, instant, listOf, livemode, orNull, status, version } from '#app/routes/api/v1/objects.ts'

const concerned = z.array(z.object({ id: publicId, name: bilingual, status }))

export const incidentObject = z
  .object({
    object: z.literal('incident'),
    id: publicId,
    livemode,
    name: bilingual,
    status: z.enum(INCIDENT_STATUSES),
    impact: z.enum(IMPACTS),
    components: concerned,
    started_at: instant,
    monitoring_at: instant.nullable(),
    resolved_at: instant.nullable(),
    created_at: instant,
    updated_at: instant,
    version,
  })
  .meta({ id: 'Incident' })

export const deletedIncident = incidentObject
  .pick({ object: true, id: true, livemode: true })
  .extend({ deleted: z.literal(true) })
  .meta({ id: 'DeletedIncident' })

export const maintenanceObject = z
  .object({
    object: z.literal('maintenance'),
    id: publicId,
    livemode,
    name: bilingual,
    status: z.enum(MAINTENANCE_STATUSES),
    components: concerned.describe('With what is said of each; until it begins, how each is now.'),
    scheduled_for: instant,
    scheduled_until: instant,
    scheduled_auto_in_progress: z.boolean(),
    scheduled_auto_completed: z.boolean(),
    series_id: publicId.nullable().describe('The same for all windows of one recurring maintenance.'),
    resolved_at: instant.nullable(),
    created_at: instant,
    updated_at: instant,
    version,
  })
  .meta({ id: 'Maintenance' })

export const updateObject = z
  .object({
    object: z.literal('update'),
    id: publicId,
    livemode,
    incident_id: publicId.describe('The incident or maintenance that it belongs to.'),
    status: z.enum([...incidentObject.shape.status.options, ...maintenanceObject.shape.status.options]),
    body: bilingual,
    affected_components: z.array(z.object({ id: publicId, old_status: status, new_status: status })),
    deliver_notifications: z.boolean(),
    display_at: instant,
    created_at: instant,
    corrected_at: instant.nullable(),
  })
  .meta({ id: 'Update' })

export const updateList = listOf('UpdateList', updateObject)

const common = ({ incident, claims }: ListedEvent, livemode: boolean) => ({
  id: incident.id,
  livemode,
  name: textsOf(incident, 'name'),
  components: claims.map((claim) => ({
    id: claim.componentId,
    name: textsOf(claim, 'name'),
    // What is planned changes nothing yet.
    status: incident.status === 'scheduled' ? claim.present : claim.status,
  })),
  resolved_at: orNull(incident.resolvedAt),
  created_at: incident.createdAt.toISOString(),
  updated_at: incident.updatedAt.toISOString(),
  version: incident.version,
})

export const toIncident = (livemode: boolean) => (event: ListedEvent) => ({
  object: 'incident' as const,
  ...common(event, livemode),
  status: event.incident.status as z.output<typeof incidentObject>['status'],
  impact: event.incident.impact as z.output<typeof incidentObject>['impact'],
  started_at: event.incident.startedAt.toISOString(),
  monitoring_at: orNull(event.incident.monitoringAt),
})

export const toMaintenance = (livemode: boolean) => (event: ListedEvent) => ({
  object: 'maintenance' as const,
  ...common(event, livemode),
  status: event.incident.status as z.output<typeof maintenanceObject>['status'],
  scheduled_for: (event.incident.scheduledFor as Date).toISOString(),
  scheduled_until: (event.incident.scheduledUntil as Date).toISOString(),
  scheduled_auto_in_progress: event.incident.autoStart,
  scheduled_auto_completed: event.incident.autoEnd,
  series_id: event.incident.seriesId,
})

export const toUpdate =
  (livemode: boolean) =>
  ({ update, changes }: PublishedUpdate) => ({
    object: 'update' as const,
    id: update.id,
    livemode,
    incident_id: update.incidentId,
    status: update.status,
    body: textsOf(update, 'body'),
    affected_components: changes.map(({ componentId, oldStatus, newStatus }) => ({
      id: componentId,
      old_status: oldStatus,
      new_status: newStatus,
    })),
    deliver_notifications: update.notify,
    display_at: update.displayAt.toISOString(),
    created_at: update.createdAt.toISOString(),
    corrected_at: orNull(update.correctedAt),
  })
