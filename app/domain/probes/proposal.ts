import { userIdOf } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { lockProbe } from '#app/domain/probes/start-afresh.ts'
import { ProbeProposal } from '#db/models/probes.ts'

/** A proposal as it is once its probe is locked. NotFound when it went with its probe. */
export async function lockProposal(tx: TransactionContext, id: string): Promise<ProbeProposal> {
  const found = await ProbeProposal.query(tx.db).findById(id)
  if (!found) throw notFound()
  await lockProbe(tx, found.probeId)
  return ProbeProposal.query(tx.db).findById(id).throwIfNotFound()
}

/** Closes a locked proposal in the actor's name, with the audit entry. */
export async function closeProposal(
  tx: TransactionContext,
  id: string,
  how: Pick<ProbeProposal, 'closedAs'> & Partial<Pick<ProbeProposal, 'incidentId' | 'note'>>,
): Promise<void> {
  const closedBy = userIdOf(tx.actor)
  await ProbeProposal.query(tx.db)
    .patch({ ...how, closedAt: tx.clock.now(), closedBy })
    .where({ id })
  await recordAudit(tx, {
    action: `proposal.${how.closedAs}`,
    subjectType: 'proposal',
    subjectId: id,
    accountId: null,
    after: how,
  })
}
