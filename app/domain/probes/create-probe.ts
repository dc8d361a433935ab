import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import { newPublicId, type ProbeId } from '#app/domain/ids.ts'
import { requireAllowedAddress } from '#app/domain/probes/addresses.ts'
import { queueRun } from '#app/domain/probes/queue-run.ts'
import type { ProbeFields } from '#app/domain/probes/schemas.ts'
import { Probe, ProbeState } from '#db/models/probes.ts'
import { Component } from '#db/models/status.ts'

/** Adds a probe and has it asked at once. Invalid for an unknown component or an address that no probe may reach. */
export async function createProbe(ctx: Context, input: ProbeFields): Promise<ProbeId> {
  requirePermission(ctx.actor, 'probe:manage')
  const row = probeRow(input)
  return withTransaction(ctx, async (tx) => {
    await requireComponent(tx, input.componentId)
    const now = tx.clock.now()
    const id = newPublicId<ProbeId>()
    await Probe.query(tx.db).insert({ ...row, id, createdAt: now, updatedAt: now })
    await ProbeState.query(tx.db).insert({ probeId: id, nextDueAt: now })
    await queueRun(tx)
    await recordAudit(tx, {
      action: 'probe.created',
      subjectType: 'probe',
      subjectId: id,
      accountId: null,
      after: row,
    })
    return id
  })
}

/** The columns that the form decides. Invalid for an address that no probe may reach. */
export function probeRow(input: ProbeFields) {
  requireAllowedAddress(input.url)
  return {
    ...input,
    expectedText: input.expectedText ?? null,
    bodyFr: input.bodyFr || null,
    bodyEn: input.bodyEn || null,
  }
}

/** Refuses a component that is not there, or not any more. */
export async function requireComponent(tx: TransactionContext, id: string): Promise<void> {
  const found = await Component.query(tx.db).findOne({ id }).whereNull('deletedAt')
  if (!found) throw invalid('publish.unknownComponent')
}
