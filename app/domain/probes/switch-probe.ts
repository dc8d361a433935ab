import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict } from '#app/domain/errors.ts'
import { lockProbe, startAfresh } from '#app/domain/probes/start-afresh.ts'
import { Probe } from '#db/models/probes.ts'

/** Starts or stops a probe, which either way forgets what it has seen. NotFound; Conflict when somebody was faster. */
export async function switchProbe(ctx: Context, probeId: string, enabled: boolean): Promise<void> {
  requirePermission(ctx.actor, 'probe:manage')
  await withTransaction(ctx, async (tx) => {
    await lockProbe(tx, probeId)
    const switched = await Probe.query(tx.db)
      .patch({ enabled, updatedAt: tx.clock.now() })
      .where({ id: probeId, enabled: !enabled })
    if (switched === 0) throw conflict()
    await startAfresh(tx, probeId)
    await recordAudit(tx, {
      action: enabled ? 'probe.enabled' : 'probe.disabled',
      subjectType: 'probe',
      subjectId: probeId,
      accountId: null,
    })
  })
}
