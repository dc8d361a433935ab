import { recordAudit } from '#app/domain/audit/record.ts'
import { isWorse } from '#app/domain/components/status.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { newPublicId, type ProbeProposalId } from '#app/domain/ids.ts'
import type { Check } from '#app/domain/probes/check-url.ts'
import { holdAlarm } from '#app/domain/probes/hold-alarm.ts'
import type { JudgedFacts } from '#app/domain/probes/judge.ts'
import { openOwn, sayAgain } from '#app/domain/probes/own-incident.ts'
import { tellPublishers } from '#app/domain/probes/tell-publishers.ts'
import { type Probe, ProbeProposal, type ProbeState } from '#db/models/probes.ts'
import { Incident, IncidentComponent } from '#db/models/status.ts'

export interface Alarm extends Pick<Check, 'outcome' | 'httpStatus'> {
  /** When the first of its failures was seen. */
  readonly since: Date
}

/** What decides how an alarm is said; stored as it is. */
export interface AlarmFacts {
  readonly mode: Probe['mode']
  /** What the probe says of its component, and what open incidents say of it already. */
  readonly status: Probe['status']
  readonly claims: readonly Pick<IncidentComponent, 'incidentId' | 'status'>[]
  /** The incident of a probe that went on with it; null where there was none. */
  readonly own: string | null
}

/** Where an open incident says as much of the component already, nothing is said twice. */
export function decideAlarm({ mode, status, claims, own }: AlarmFacts): Act {
  const speaking = claims.find((claim) => !isWorse(status, claim.status))
  const joins = speaking?.incidentId ?? (mode === 'open' ? own : null)
  if (joins) return { act: 'joined', incidentId: joins }
  return { act: mode === 'open' ? 'opened' : 'proposed', incidentId: null }
}

interface Act {
  readonly act: 'joined' | 'opened' | 'proposed'
  readonly incidentId: string | null
}

/** Does what a probe is to do when it has failed often enough, and returns what that makes of its state. */
export async function raiseAlarm(
  tx: TransactionContext,
  probe: Probe,
  alarm: Alarm,
  judged: JudgedFacts,
): Promise<Partial<ProbeState>> {
  const held = await holdAlarm(tx, probe, alarm.since)
  if (held) return { ...held, failing: false }
  const facts = await alarmFacts(tx, probe)
  const decided = decideAlarm(facts)
  const { act } = decided
  const incidentId = act === 'opened' ? await openOwn(tx, probe, alarm.since) : decided.incidentId
  if (act === 'proposed') await propose(tx, probe, alarm)
  await recordAudit(tx, {
    action: 'probe.alarmed',
    subjectType: 'probe',
    subjectId: probe.id,
    accountId: null,
    after: { ...alarm, act, incidentId },
    basis: { judged, alarm: facts },
  })
  if (probe.tellPublishers && act !== 'joined') await tellPublishers(tx, probe, alarm, incidentId)
  return { incidentId }
}

async function alarmFacts(tx: TransactionContext, probe: Probe): Promise<AlarmFacts> {
  const open = Incident.query(tx.db)
    .select('id')
    .where({ kind: 'incident' })
    .whereNull('resolvedAt')
    .whereNull('deletedAt')
  const found = await IncidentComponent.query(tx.db)
    .where({ componentId: probe.componentId })
    .whereIn('incidentId', open)
    .orderBy('incidentId')
  const claims = found.map(({ incidentId, status }) => ({ incidentId, status }))
  const facts = { mode: probe.mode, status: probe.status, claims, own: null }
  if (decideAlarm(facts).act !== 'opened') return facts
  for (const { incidentId } of claims) {
    if (await sayAgain(tx, probe, incidentId)) return { ...facts, own: incidentId }
  }
  return facts
}

async function propose(tx: TransactionContext, probe: Probe, alarm: Alarm): Promise<void> {
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
}
