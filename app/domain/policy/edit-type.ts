import { requirePermission } from '#app/domain/access/permissions.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { invalid, notFound, preconditionFailed } from '#app/domain/errors.ts'
import { changeDraft, type DraftEdition } from '#app/domain/policy/change-draft.ts'
import { type NewTypeForm, type TypeForm, typeOf } from '#app/domain/policy/forms/type.ts'
import { type PolicyVersion, readPolicy } from '#app/domain/policy/read-policy.ts'
import type { PolicyContent, PolicyType } from '#app/domain/policy/schemas.ts'

/** Adds a type of document to a draft. Invalid when its code is taken; Conflict when the draft changed meanwhile. */
export async function addType(ctx: Context, version: number, form: NewTypeForm): Promise<void> {
  requirePermission(ctx.actor, 'policy:manage')
  await withTransaction(ctx, (tx) =>
    changeDraft(tx, { version, revision: form.revision }, ({ content }) => {
      const { code, about } = form
      if (content.documentTypes.some((type) => type.code === code)) throw invalid('policy.codeTaken')
      return withType(content, { ...typeOf(form), code, about }, form.after)
    }),
  )
}

/** Changes a type of a draft, or retires it. NotFound without such a type; Conflict when the draft changed. */
export async function editType(ctx: Context, version: number, code: string, form: TypeForm): Promise<void> {
  requirePermission(ctx.actor, 'policy:manage')
  await withTransaction(ctx, (tx) =>
    changeDraft(tx, { version, revision: form.revision }, (draft) => {
      const { about } = typeIn(draft, code)
      return withType(draft.content, { ...typeOf(form), code, about }, form.after)
    }),
  )
}

/**
 * Takes a type out of a draft that began it, and out of its sets. PreconditionFailed for a type that was in force:
 * documents may hang on it, so it can only be retired.
 */
export async function removeType(ctx: Context, edition: DraftEdition, code: string): Promise<void> {
  requirePermission(ctx.actor, 'policy:manage')
  await withTransaction(ctx, async (tx) => {
    const draft = await readPolicy(tx, edition.version)
    if (await wasInForce(tx, draft, code)) throw preconditionFailed('policy.typeWasInForce')
    await changeDraft(tx, edition, (current) => {
      typeIn(current, code)
      const { rules, documentTypes, requiredSets } = current.content
      const without = (codes: readonly string[]) => codes.filter((one) => one !== code)
      return {
        rules,
        documentTypes: documentTypes.filter((type) => type.code !== code),
        requiredSets: {
          sole_trader: without(requiredSets.sole_trader),
          company: without(requiredSets.company),
          association: without(requiredSets.association),
        },
      }
    })
  })
}

/** True when the version that a draft was begun from has the type already. */
export async function wasInForce(ctx: Context, { basedOn }: PolicyVersion, code: string): Promise<boolean> {
  if (basedOn === null) return false
  const { content } = await readPolicy(ctx, basedOn)
  return content.documentTypes.some((type) => type.code === code)
}

/** The type of that code in a version, or NotFound. */
export function typeIn({ content }: PolicyVersion, code: string): PolicyType {
  const type = content.documentTypes.find((one) => one.code === code)
  if (!type) throw notFound()
  return type
}

/** Puts a type behind another one; first of all without `after`. */
function withType(content: PolicyContent, type: PolicyType, after: string | undefined): PolicyContent {
  const others = content.documentTypes.filter(({ code }) => code !== type.code)
  const index = after === undefined ? 0 : others.findIndex(({ code }) => code === after) + 1
  if (after !== undefined && index === 0) throw invalid('policy.setUnknownType')
  return { ...content, documentTypes: others.toSpliced(index, 0, type) }
}
