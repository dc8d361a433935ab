import { userIdOf } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict } from '#app/domain/errors.ts'
import { type DraftEdition, readDraft } from '#app/domain/policy/change-draft.ts'
import { affected } from '#db/client.ts'

/** Gives a draft up; it stays in the history. Conflict when it was saved, switched on or discarded meanwhile. */
export async function discardDraft(ctx: Context, edition: DraftEdition): Promise<void> {
  requirePermission(ctx.actor, 'policy:manage')
  await withTransaction(ctx, async (tx) => {
    await readDraft(tx, edition)
    const discarded = await affected(
      tx.db,
      `update policies set status = 'discarded', ended_at = :now, ended_by = :by
        where version = :version and status = 'draft' and revision = :revision`,
      { ...edition, now: tx.clock.now(), by: userIdOf(tx.actor) },
    )
    if (discarded === 0) throw conflict('policy.draftChanged')
    await recordAudit(tx, {
      action: 'policy.draft_discarded',
      subjectType: 'policy',
      subjectId: String(edition.version),
      accountId: null,
      before: { status: 'draft' },
      after: { status: 'discarded' },
    })
  })
}
