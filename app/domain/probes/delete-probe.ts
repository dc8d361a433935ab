import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { lockProbe } from '#app/domain/probes/start-afresh.ts'
import { Probe } from '#db/models/probes.ts'

/**
 * Deletes a probe with its results and proposals; what it was stays in the audit, and its incidents stay as they are.
 * NotFound when it is gone already.
 */
export async function deleteProbe(ctx: Context, probeId: string): Promise<void> {
  requirePermission(ctx.actor, 'probe:manage')
  await withTransaction(ctx, async (tx) => {
    const probe = await lockProbe(tx, probeId)
    await Probe.query(tx.db).deleteById(probeId)
    await recordAudit(tx, {
      action: 'probe.deleted',
      subjectType: 'probe',
      subjectId: probeId,
      accountId: null,
      before: probe.toJSON(),
    })
  })
}
