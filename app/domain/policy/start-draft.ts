import { userIdOf } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import type { StartDraft } from '#app/domain/policy/forms/draft.ts'
import { rows } from '#db/client.ts'

/** Begins a new version as a copy of the one in force, with the sentence why. Returns its number. */
export async function startDraft(ctx: Context, { reason }: StartDraft): Promise<number> {
  requirePermission(ctx.actor, 'policy:manage')
  return withTransaction(ctx, async (tx) => {
    // Alone: the number is the next one, and the version it begins from is not replaced meanwhile.
    await tx.db.raw('lock table policies in share row exclusive mode')
    const [draft] = await rows<{ version: number; basedOn: number }>(
      tx.db,
      `insert into policies (version, status, based_on, reason, rules, document_types, required_sets, created_by, created_at)
         select (select max(version) + 1 from policies), 'draft', version, :reason, rules, document_types,
             required_sets, :by, :now from policies where status = 'in_force'
         returning version, based_on`,
      { reason, by: userIdOf(tx.actor), now: tx.clock.now() },
    )
    if (!draft) throw new Error('one version of the policy is always in force')
    await recordAudit(tx, {
      action: 'policy.draft_started',
      subjectType: 'policy',
      subjectId: String(draft.version),
      accountId: null,
      after: { basedOn: draft.basedOn, reason },
    })
    return draft.version
  })
}
