import { Row } from '#db/model.ts'
import type { ComponentStatus } from '#db/models/status.ts'

export class Probe extends Row {
  static override tableName = 'probes'
  declare id: string
  declare name: string
  declare componentId: string
  declare status: Extract<ComponentStatus, 'degraded_performance' | 'partial_outage' | 'major_outage'>
  declare method: 'GET' | 'HEAD'
  declare url: string
  declare expectedFrom: number
  declare expectedUntil: number
  declare expectedText: string | null
  declare timeoutSeconds: number
  declare intervalSeconds: number
  declare failuresToAlarm: number
  declare successesToRecover: number
  declare mode: 'propose' | 'open'
  declare bodyFr: string | null
  declare bodyEn: string | null
  declare resolveAfterMinutes: number
  declare notify: boolean
  declare tellPublishers: boolean
  declare enabled: boolean
  declare createdAt: Date
  declare updatedAt: Date
}

export class ProbeState extends Row {
  static override tableName = 'probeStates'
  static override idColumn = 'probeId'
  declare probeId: string
  declare nextDueAt: Date
  declare claim: string | null
  declare claimedUntil: Date | null
  declare failing: boolean
  declare failures: number
  declare successes: number
  declare failingSince: Date | null
  declare heldBy: 'network' | 'maintenance' | 'archived' | null
  declare checkedAt: Date | null
  declare answeredAt: Date | null
  declare outcome: string | null
  declare httpStatus: number | null
  declare responseMs: number | null
  declare incidentId: string | null
  declare quietSince: Date | null
}

export class ProbeIncident extends Row {
  static override tableName = 'probeIncidents'
  static override idColumn = 'incidentId'
  declare incidentId: string
  declare version: number
}

export class ProbeResult extends Row {
  static override tableName = 'probeResults'
  declare id: number
  declare probeId: string
  declare at: Date
  declare outcome: string
  declare httpStatus: number | null
  declare responseMs: number
}

export class ProbeProposal extends Row {
  static override tableName = 'probeProposals'
  declare id: string
  declare probeId: string
  declare componentId: string
  declare status: ComponentStatus
  declare since: Date
  declare outcome: string
  declare httpStatus: number | null
  declare createdAt: Date
  declare closedAt: Date | null
  declare closedAs: 'published' | 'dismissed' | 'recovered' | 'stopped' | null
  declare closedBy: string | null
  declare note: string | null
  declare incidentId: string | null
}
