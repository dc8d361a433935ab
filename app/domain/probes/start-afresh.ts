import type { TransactionContext } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { queueRun } from '#app/domain/probes/queue-run.ts'
import { Probe, ProbeProposal, ProbeState } from '#db/models/probes.ts'

/**
 * Locks a probe through its state, which everything that happens to it locks first. NotFound when it was deleted.
 */
export async function lockProbe(tx: TransactionContext, probeId: string): Promise<Probe> {
  const state = await ProbeState.query(tx.db).findById(probeId).forUpdate()
  if (!state) throw notFound()
  return Probe.query(tx.db).findById(probeId).throwIfNotFound()
}

/**
 * Forgets what a locked probe has seen: it is asked at once, a check under way counts no more, its open proposal is closed,
 * and an incident that it opened is left to people. The caller records the audit.
 */
export async function startAfresh(tx: TransactionContext, probeId: string): Promise<void> {
  const now = tx.clock.now()
  await ProbeProposal.query(tx.db)
    .patch({ closedAt: now, closedAs: 'stopped' })
    .where({ probeId })
    .whereNull('closedAt')
  await ProbeState.query(tx.db).findById(probeId).delete()
  await ProbeState.query(tx.db).insert({ probeId, nextDueAt: now })
  await queueRun(tx)
}
