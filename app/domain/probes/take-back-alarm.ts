import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import type { JudgedFacts } from '#app/domain/probes/judge.ts'
import { sayRecovered } from '#app/domain/probes/own-incident.ts'
import { type Probe, ProbeProposal } from '#db/models/probes.ts'

/**
 * Takes back what a probe has said, now that it passes again: its open proposal closes by itself, and the incident
 * that it opened is being watched. One that a person has taken over is left to them.
 */
export async function takeBackAlarm(
  tx: TransactionContext,
  probe: Probe,
  incidentId: string | null,
  judged: JudgedFacts,
): Promise<void> {
  const closed = await ProbeProposal.query(tx.db)
    .patch({ closedAt: tx.clock.now(), closedAs: 'recovered' })
    .where({ probeId: probe.id })
    .whereNull('closedAt')
  const said = incidentId !== null && (await sayRecovered(tx, probe, incidentId))
  if (closed === 0 && !said) return
  await recordAudit(tx, {
    action: 'probe.recovered',
    subjectType: 'probe',
    subjectId: probe.id,
    accountId: null,
    after: { act: said ? 'watching' : 'proposal closed', incidentId },
    basis: { judged },
  })
}
