import { userIdOf } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { conflict, preconditionFailed } from '#app/domain/errors.ts'
import { type DraftEdition, readDraft } from '#app/domain/policy/change-draft.ts'
import { comparePolicies } from '#app/domain/policy/compare.ts'
import { projectPolicy } from '#app/domain/policy/project.ts'
import { readPolicy } from '#app/domain/policy/read-policy.ts'
import { affected } from '#db/client.ts'

/**
 * Puts a draft in force in place of the version it was begun from; types and sets follow in the same transaction.
 * It counts for what is done from now on: deadlines that run and restrictions that stand are left as they are.
 * Conflict when the draft was saved or discarded, or another version switched on, since it was looked at.
 */
export async function switchOn(ctx: Context, edition: DraftEdition): Promise<void> {
  requirePermission(ctx.actor, 'policy:manage')
  await withTransaction(ctx, async (tx) => {
    const draft = await readDraft(tx, edition)
    const basedOn = draft.basedOn ?? 0
    await supersede(tx, basedOn)
    const before = await readPolicy(tx, basedOn)
    const changes = comparePolicies(before.content, draft.content)
    if (changes.length === 0) throw preconditionFailed('policy.nothingChanged')
    const switched = await affected(
      tx.db,
      `update policies set status = 'in_force', switched_on_at = :now, switched_on_by = :by
        where version = :version and status = 'draft' and revision = :revision`,
      { ...edition, now: tx.clock.now(), by: userIdOf(tx.actor) },
    )
    if (switched === 0) throw conflict('policy.draftChanged')
    await projectPolicy(tx, draft.content)
    await recordAudit(tx, {
      action: 'policy.switched_on',
      subjectType: 'policy',
      subjectId: String(edition.version),
      accountId: null,
      before: { version: basedOn },
      after: { version: edition.version, changes },
    })
  })
}

/** Of several administrators who switch on at once, one gets past this. */
async function supersede(tx: TransactionContext, version: number): Promise<void> {
  const superseded = await affected(
    tx.db,
    `update policies set status = 'superseded', ended_at = :now, ended_by = :by
      where version = :version and status = 'in_force'`,
    { version, now: tx.clock.now(), by: userIdOf(tx.actor) },
  )
  if (superseded === 0) throw conflict('policy.baseSuperseded')
}
