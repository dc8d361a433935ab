import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { probeRow, requireComponent } from '#app/domain/probes/create-probe.ts'
import type { ProbeFields } from '#app/domain/probes/schemas.ts'
import { lockProbe, startAfresh } from '#app/domain/probes/start-afresh.ts'
import { Probe } from '#db/models/probes.ts'

/** What a probe has seen so far is about these: a change of any of them makes it worthless. */
const WATCHED = [
  'componentId',
  'status',
  'method',
  'url',
  'expectedFrom',
  'expectedUntil',
  'expectedText',
] as const

/**
 * Changes a probe. When what is asked, expected or claimed changes, it starts afresh: its open proposal is closed and
 * an incident that it opened is left to people. NotFound when it was deleted.
 */
export async function updateProbe(ctx: Context, input: ProbeFields & { probeId: string }): Promise<void> {
  requirePermission(ctx.actor, 'probe:manage')
  const { probeId, ...fields } = input
  const row = probeRow(fields)
  await withTransaction(ctx, async (tx) => {
    const before = await lockProbe(tx, probeId)
    if (row.componentId !== before.componentId) await requireComponent(tx, row.componentId)
    await Probe.query(tx.db)
      .patch({ ...row, updatedAt: tx.clock.now() })
      .where({ id: probeId })
    if (WATCHED.some((column) => row[column] !== before[column])) await startAfresh(tx, probeId)
    const { createdAt, updatedAt, ...was } = before.toJSON()
    await recordAudit(tx, {
      action: 'probe.changed',
      subjectType: 'probe',
      subjectId: probeId,
      accountId: null,
      before: was,
      after: row,
    })
  })
}
