import { requirePermission } from '#app/domain/access/permissions.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { changeDraft } from '#app/domain/policy/change-draft.ts'
import { type RulesForm, rulesOf } from '#app/domain/policy/forms/rules.ts'

/** Saves deadlines, ladder, circuit breaker and renewal of a draft. Conflict when it changed meanwhile. */
export async function editRules(ctx: Context, version: number, form: RulesForm): Promise<void> {
  requirePermission(ctx.actor, 'policy:manage')
  await withTransaction(ctx, (tx) =>
    changeDraft(tx, { version, revision: form.revision }, ({ content }) => ({
      ...content,
      rules: rulesOf(form),
    })),
  )
}
