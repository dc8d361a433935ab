import { Row } from '#db/model.ts'
import type { Capability } from '#db/models/restrictions.ts'

export type ComponentStatus =
  | 'operational'
  | 'degraded_performance'
  | 'partial_outage'
  | 'major_outage'
  | 'under_maintenance'
export type IncidentStatus = 'investigating' | 'identified' | 'monitoring' | 'resolved' | 'postmortem'
export type MaintenanceStatus = 'scheduled' | 'in_progress' | 'verifying' | 'completed'
/** In which a text was written that stands in both; null where it was written in both, or nobody knows. */
type TextLanguage = 'fr' | 'en'
export type Impact = 'none' | 'minor' | 'major' | 'critical' | 'maintenance'

export class ComponentGroup extends Row {
  static override tableName = 'componentGroups'
  declare id: string
  declare nameFr: string
  declare nameEn: string
  declare position: number
  declare createdAt: Date
  declare updatedAt: Date
}

export class Component extends Row {
  static override tableName = 'components'
  declare id: string
  declare groupId: string | null
  declare nameFr: string
  declare nameEn: string
  declare descriptionFr: string
  declare descriptionEn: string
  declare position: number
  declare shown: boolean
  declare startDate: string
  declare neededToSubmitDocuments: boolean
  declare capability: Capability | null
  declare status: ComponentStatus
  declare createdAt: Date
  declare updatedAt: Date
  declare deletedAt: Date | null
}

export class Incident extends Row {
  static override tableName = 'incidents'
  declare id: string
  declare kind: 'incident' | 'maintenance'
  declare nameFr: string
  declare nameEn: string
  declare nameWrittenIn: TextLanguage | null
  declare status: IncidentStatus | MaintenanceStatus
  declare impact: Impact
  declare impactOverridden: boolean
  declare startedAt: Date
  declare monitoringAt: Date | null
  declare resolvedAt: Date | null
  declare scheduledFor: Date | null
  declare scheduledUntil: Date | null
  declare autoStart: boolean
  declare autoEnd: boolean
  declare notify: boolean
  declare reminderMinutes: number[]
  declare announcedAt: Date | null
  declare seriesId: string | null
  /** "YYYY-MM-DD" */
  declare occurrenceOn: string | null
  declare detached: boolean
  declare version: number
  declare reportedBy: string | null
  declare reportedComponent: string | null
  declare createdAt: Date
  declare updatedAt: Date
  declare deletedAt: Date | null
}

export class IncidentComponent extends Row {
  static override tableName = 'incidentComponents'
  static override idColumn = ['incidentId', 'componentId']
  declare incidentId: string
  declare componentId: string
  declare status: ComponentStatus
}

export class IncidentUpdate extends Row {
  static override tableName = 'incidentUpdates'
  declare id: string
  declare incidentId: string
  declare status: IncidentStatus | MaintenanceStatus
  declare bodyFr: string
  declare bodyEn: string
  declare bodyWrittenIn: TextLanguage | null
  declare displayAt: Date
  declare notify: boolean
  declare createdBy: string | null
  declare apiKeyId: string | null
  declare createdAt: Date
  declare updatedAt: Date
  declare correctedAt: Date | null
  declare rescheduled: boolean
}

export class IncidentUpdateComponent extends Row {
  static override tableName = 'incidentUpdateComponents'
  static override idColumn = ['updateId', 'componentId']
  declare updateId: string
  declare componentId: string
  declare oldStatus: ComponentStatus
  declare newStatus: ComponentStatus
}

export class ComponentStatusChange extends Row {
  static override tableName = 'componentStatusChanges'
  declare id: number
  declare componentId: string
  declare status: ComponentStatus
  declare at: Date
  declare incidentId: string | null
}

export class IncidentTemplate extends Row {
  static override tableName = 'incidentTemplates'
  declare id: string
  declare kind: 'incident' | 'maintenance'
  declare name: string
  declare titleFr: string
  declare titleEn: string
  declare bodyFr: string
  declare bodyEn: string
  declare status: 'investigating' | 'identified' | 'monitoring' | 'scheduled'
  declare notify: boolean
  declare createdAt: Date
  declare updatedAt: Date
}

export class IncidentTemplateComponent extends Row {
  static override tableName = 'incidentTemplateComponents'
  static override idColumn = ['templateId', 'componentId']
  declare templateId: string
  declare componentId: string
  declare status: ComponentStatus
}

export class MaintenanceSeries extends Row {
  static override tableName = 'maintenanceSeries'
  declare id: string
  declare nameFr: string
  declare nameEn: string
  declare nameWrittenIn: TextLanguage | null
  declare bodyFr: string
  declare bodyEn: string
  declare bodyWrittenIn: TextLanguage | null
  declare rrule: string
  declare timeZone: string
  declare localStart: string
  declare durationMinutes: number
  declare endsOn: string
  declare autoStart: boolean
  declare autoEnd: boolean
  declare notify: boolean
  declare reminderMinutes: number[]
  declare version: number
  declare createdBy: string | null
  declare createdAt: Date
  declare updatedAt: Date
  declare stoppedAt: Date | null
}

export class MaintenanceSeriesComponent extends Row {
  static override tableName = 'maintenanceSeriesComponents'
  static override idColumn = ['seriesId', 'componentId']
  declare seriesId: string
  declare componentId: string
}
