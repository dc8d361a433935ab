import { requirePermission } from '#app/domain/access/permissions.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict } from '#app/domain/errors.ts'
import type { IncidentId } from '#app/domain/ids.ts'
import { type OpenIncident, openIncident } from '#app/domain/incidents/open-incident.ts'
import { closeProposal, lockProposal } from '#app/domain/probes/proposal.ts'
import { ProbeState } from '#db/models/probes.ts'

/**
 * Publishes the incident that a probe proposed, as its publisher has worded it, and links the two. A proposal that
 * was closed in another way meanwhile is published all the same: the publisher knows better. Conflict when another
 * publisher has published it, since customers would read of it twice.
 */
export async function publishProposal(
  ctx: Context,
  proposalId: string,
  input: OpenIncident,
): Promise<{ incidentId: IncidentId }> {
  requirePermission(ctx.actor, 'incident:publish')
  return withTransaction(ctx, async (tx) => {
    const proposal = await lockProposal(tx, proposalId)
    if (proposal.closedAs === 'published') throw conflict('probe.proposalPublished')
    const { incidentId } = await openIncident(tx, input)
    await ProbeState.query(tx.db).patch({ incidentId }).where({ probeId: proposal.probeId })
    await closeProposal(tx, proposalId, { closedAs: 'published', incidentId })
    return { incidentId }
  })
}
