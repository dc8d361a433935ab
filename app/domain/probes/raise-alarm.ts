import { recordAudit } from '#app/domain/audit/record.ts'
import { isWorse } from '#app/domain/components/status.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { newPublicId, type ProbeProposalId } from '#app/domain/ids.ts'
import type { Check } from '#app/domain/probes/check-url.ts'
import { holdAlarm } from '#app/domain/probes/hold-alarm.ts'
import { openOwn, sayAgain } from '#app/domain/probes/own-incident.ts'
import { tellPublishers } from '#app/domain/probes/tell-publishers.ts'
import { type Probe, ProbeProposal, type ProbeState } from '#db/models/probes.ts'
import { Incident, IncidentComponent } from '#db/models/status.ts'

export interface Alarm extends Pick<Check, 'outcome' | 'httpStatus'> {
  /** When the first of its failures was seen. */
  readonly since: Date
}

/**
 * Does what a probe is to do when it has failed often enough, and returns what that makes of its state. Where an
 * open incident says as much of the component already, nothing is said twice.
 */
export async function raiseAlarm(
  tx: TransactionContext,
  probe: Probe,
  alarm: Alarm,
): Promise<Partial<ProbeState>> {
  const held = await holdAlarm(tx, probe, alarm.since)
  if (held) return { ...held, failing: false }
  const { act, incidentId } =
    (await joinIncident(tx, probe)) ??
    (probe.mode === 'open'
      ? { act: 'opened' as const, incidentId: await openOwn(tx, probe, alarm.since) }
      : await propose(tx, probe, alarm))
  await recordAudit(tx, {
    action: 'probe.alarmed',
    subjectType: 'probe',
    subjectId: probe.id,
    accountId: null,
    after: { ...alarm, act, incidentId },
  })
  if (probe.tellPublishers && act !== 'joined') await tellPublishers(tx, probe, alarm, incidentId)
  return { incidentId }
}

interface Act {
  readonly act: 'joined' | 'opened' | 'proposed'
  readonly incidentId: string | null
}

async function joinIncident(tx: TransactionContext, probe: Probe): Promise<Act | null> {
  const open = Incident.query(tx.db)
    .select('id')
    .where({ kind: 'incident' })
    .whereNull('resolvedAt')
    .whereNull('deletedAt')
  const claims = await IncidentComponent.query(tx.db)
    .where({ componentId: probe.componentId })
    .whereIn('incidentId', open)
    .orderBy('incidentId')
  const speaking = claims.find(({ status }) => !isWorse(probe.status, status))
  if (speaking) return { act: 'joined', incidentId: speaking.incidentId }
  if (probe.mode === 'open') {
    for (const { incidentId } of claims) {
      if (await sayAgain(tx, probe, incidentId)) return { act: 'joined', incidentId }
    }
  }
  return null
}

async function propose(tx: TransactionContext, probe: Probe, alarm: Alarm): Promise<Act> {
  await ProbeProposal.query(tx.db).insert({
    id: newPublicId<ProbeProposalId>(),
    probeId: probe.id,
    componentId: probe.componentId,
    status: probe.status,
    since: alarm.since,
    outcome: alarm.outcome,
    httpStatus: alarm.httpStatus,
    createdAt: tx.clock.now(),
  })
  return { act: 'proposed', incidentId: null }
}
