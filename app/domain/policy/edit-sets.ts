import { requirePermission } from '#app/domain/access/permissions.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { changeDraft } from '#app/domain/policy/change-draft.ts'
import type { SetsForm } from '#app/domain/policy/forms/draft.ts'

/** Saves which documents each legal form needs in a draft. Conflict when it changed meanwhile. */
export async function editSets(
  ctx: Context,
  version: number,
  { revision, ...requiredSets }: SetsForm,
): Promise<void> {
  requirePermission(ctx.actor, 'policy:manage')
  await withTransaction(ctx, (tx) =>
    changeDraft(tx, { version, revision }, ({ content }) => ({ ...content, requiredSets })),
  )
}
