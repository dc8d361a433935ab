import { userIdOf } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import type { StartDraft } from '#app/domain/policy/forms/schemas.ts'
import { rows } from '#db/client.ts'

/** Begins a new version as a copy of the one in force, with the sentence why. Returns its number. */
export async function startDraft(ctx: Context, { reason }: StartDraft): Promise<number> {
  requirePermission(ctx.actor, 'policy:manage')
  return withTransaction(ctx, async (tx) => {
    // Where another version was switched on while this waited, it is found at the second look.
    const inForce = (await holdInForce(tx)) ?? (await holdInForce(tx))
    const [draft] = await rows<{ version: number }>(
      tx.db,
      `insert into policies (version, status, based_on, reason, rules, document_types, required_sets, created_by, created_at)
         select (select max(version) + 1 from policies), 'draft', version, :reason, rules, document_types,
             required_sets, :by, :now from policies where version = :inForce
         returning version`,
      { inForce: inForce?.version ?? null, reason, by: userIdOf(tx.actor), now: tx.clock.now() },
    )
    if (!inForce || !draft) throw new Error('one version of the policy is always in force')
    await recordAudit(tx, {
      action: 'policy.draft_started',
      subjectType: 'policy',
      subjectId: String(draft.version),
      accountId: null,
      after: { basedOn: inForce.version, reason },
    })
    return draft.version
  })
}

/** Two administrators at once: the second waits here and then counts on from the first one's number. */
async function holdInForce(tx: TransactionContext): Promise<{ version: number } | undefined> {
  const [inForce] = await rows<{ version: number }>(
    tx.db,
    `select version from policies where status = 'in_force' for update`,
  )
  return inForce
}
