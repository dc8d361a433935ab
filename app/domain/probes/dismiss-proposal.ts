import { requirePermission } from '#app/domain/access/permissions.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict } from '#app/domain/errors.ts'
import { closeProposal, lockProposal } from '#app/domain/probes/proposal.ts'

/** Puts a proposal aside. Its probe is silent until it has recovered. Conflict when it is closed already. */
export async function dismissProposal(ctx: Context, proposalId: string, note?: string): Promise<void> {
  requirePermission(ctx.actor, 'incident:publish')
  await withTransaction(ctx, async (tx) => {
    const { closedAt } = await lockProposal(tx, proposalId)
    if (closedAt) throw conflict('probe.proposalClosed')
    await closeProposal(tx, proposalId, { closedAs: 'dismissed', note: note ?? null })
  })
}
