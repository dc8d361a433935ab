import { z } from 'zod'
import type { ReportedComponent } from '#app/domain/components/page-components.ts'
import {
  COMPONENT_STATUSES,
  IMPACTS,
  INCIDENT_STATUSES,
  MAINTENANCE_STATUSES,
} from '#app/domain/components/status.ts'
import type { ListedEvent } from '#app/domain/incidents/list-events.ts'
import type { PublishedUpdate } from '#app/domain/incidents/page-events.ts'
import { publicId } from '#app/domain/incidents/schemas.ts'
import { textsOf } from '#app/i18n/bilingual.ts'

/** What clients receive, each kind of object with how it is made. */

export const bilingual = z.object({ fr: z.string(), en: z.string() })
export const instant = z.iso.datetime()
const status = z.enum(COMPONENT_STATUSES)
export const livemode = z.boolean().describe('False for a test key: what it changed was taken back.')
export const version = z.int().describe('Rises with each change; send it with yours to be told of others.')
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

export const componentObject = z
  .object({
    object: z.literal('component'),
    id: publicId,
    livemode,
    name: bilingual,
    description: bilingual,
    status: status.describe('The worst of what open incidents and active maintenance say.'),
    reported_incident_id: publicId
      .nullable()
      .describe('The open incident that holds what your key reported of this component.'),
    group_id: publicId.nullable(),
    position: z.int(),
    showcase: z.boolean().describe('It stands on the public page.'),
    start_date: z.iso.date(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Component' })

/** A page of a list, as Stripe gives it. */
export const listOf = <T extends z.ZodObject>(id: string, item: T) =>
  z.object({ object: z.literal('list'), data: z.array(item), has_more: z.boolean() }).meta({ id })

export const updateList = listOf('UpdateList', updateObject)

export const toList = <From, To>(
  page: { readonly data: readonly From[]; readonly hasMore: boolean },
  toObject: (one: From) => To,
) => ({ object: 'list' as const, data: page.data.map(toObject), has_more: page.hasMore })

export const orNull = (at: Date | null) => at?.toISOString() ?? null

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

export const toComponent =
  (livemode: boolean) =>
  ({ component, reportedIncidentId }: ReportedComponent) => ({
    object: 'component' as const,
    id: component.id,
    livemode,
    name: textsOf(component, 'name'),
    description: textsOf(component, 'description'),
    status: component.status,
    reported_incident_id: reportedIncidentId,
    group_id: component.groupId,
    position: component.position,
    showcase: component.shown,
    start_date: component.startDate,
    created_at: component.createdAt.toISOString(),
    updated_at: component.updatedAt.toISOString(),
  })
