import type { UserActor } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import { editRules } from '#app/domain/policy/edit-rules.ts'
import { rulesForm } from '#app/domain/policy/forms/rules/schemas.ts'
import { readPolicy, readPolicyInForce } from '#app/domain/policy/read-policy.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import { startDraft } from '#app/domain/policy/start-draft.ts'
import { switchOn } from '#app/domain/policy/switch-on.ts'
import { addUser } from '#tests/factories/review-scene.ts'

/**
 * Puts changed rules in force as an administrator does. Returns the new version. Who does it is a new administrator
 * unless named.
 */
export async function changeRules(
  ctx: Context,
  change: Partial<PolicyRules>,
  by?: UserActor,
): Promise<number> {
  const admin = { ...ctx, actor: by ?? (await addUser(ctx, 'administrator')) }
  const { content } = await readPolicyInForce(admin)
  const version = await startDraft(admin, { reason: 'Un essai.' })
  const { revision } = await readPolicy(admin, version)
  await editRules(admin, version, { ...rulesForm({ ...content.rules, ...change }), revision })
  await switchOn(admin, { version, revision: revision + 1 })
  return version
}
