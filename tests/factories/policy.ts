import type { UserActor } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import { editRules } from '#app/domain/policy/edit-rules.ts'
import { type RulesForm, rulesForm } from '#app/domain/policy/forms/rules.ts'
import { readPolicy, readPolicyInForce } from '#app/domain/policy/read-policy.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import { startDraft } from '#app/domain/policy/start-draft.ts'
import { switchOn } from '#app/domain/policy/switch-on.ts'
import type { Database } from '#db/client.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addUser } from '#tests/factories/user.ts'

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

export type PolicyDesk = Awaited<ReturnType<typeof policyDesk>>

/** Alix Roy, an administrator who drafts policies and switches them on, beside an officer who may not. */
export async function policyDesk(db: Database) {
  const ctx = deskContext(db, { kind: 'system', name: 'test' })
  const actor = await addUser(ctx, 'administrator', { name: 'Alix Roy' })
  const admin = { ...ctx, actor }
  const revisionOf = async (version: number) => (await readPolicy(admin, version)).revision
  return {
    actor,
    admin,
    officer: { ...ctx, actor: await addUser(ctx, 'officer') },
    start: () => startDraft(admin, { reason: 'Répondre plus vite.' }),
    async edit(version: number, change: Partial<RulesForm>, by: Context = admin): Promise<void> {
      const { content, revision } = await readPolicy(admin, version)
      await editRules(by, version, { ...rulesForm(content.rules), revision, ...change })
    },
    inForce: () => readPolicyInForce(admin),
    revisionOf,
    on: async (version: number, by: Context = admin) =>
      switchOn(by, { version, revision: await revisionOf(version) }),
  }
}
