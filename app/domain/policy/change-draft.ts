import { userIdOf } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { conflict, invalid } from '#app/domain/errors.ts'
import { comparePolicies } from '#app/domain/policy/compare.ts'
import { type PolicyVersion, readPolicy } from '#app/domain/policy/read-policy.ts'
import { type PolicyContent, policyContentSchema } from '#app/domain/policy/schemas.ts'
import { affected } from '#db/client.ts'

/** A draft as its editor saw it. */
export interface DraftEdition {
  version: number
  /** Of the form that is saved: a save in between is a Conflict. */
  revision: number
}

/**
 * Saves one change of a draft. Conflict when it was saved, switched on or discarded meanwhile; Invalid when the
 * whole would not hold together.
 */
export async function changeDraft(
  tx: TransactionContext,
  edition: DraftEdition,
  change: (draft: PolicyVersion) => PolicyContent,
): Promise<void> {
  const draft = await readDraft(tx, edition)
  const changed = policyContentSchema.safeParse(change(draft))
  if (!changed.success) throw invalid(changed.error.issues[0]?.message ?? 'invalid')
  const changes = comparePolicies(draft.content, changed.data)
  if (changes.length === 0) return
  const { rules, documentTypes, requiredSets } = changed.data
  const saved = await affected(
    tx.db,
    `update policies set rules = cast(:rules as jsonb), document_types = cast(:documentTypes as jsonb),
         required_sets = cast(:requiredSets as jsonb), revision = revision + 1,
         edited_by = array(select distinct editor from unnest(edited_by || cast(:by as uuid)) as e (editor)
           where editor is not null order by editor)
      where version = :version and status = 'draft' and revision = :revision`,
    {
      ...edition,
      rules: JSON.stringify(rules),
      documentTypes: JSON.stringify(documentTypes),
      requiredSets: JSON.stringify(requiredSets),
      by: userIdOf(tx.actor),
    },
  )
  if (saved === 0) throw conflict('policy.draftChanged')
  await recordAudit(tx, {
    action: 'policy.draft_changed',
    subjectType: 'policy',
    subjectId: String(edition.version),
    accountId: null,
    after: { changes },
  })
}

/** The draft, as the editor saw it. NotFound, or Conflict when it is not a draft any more or was saved meanwhile. */
export async function readDraft(
  tx: TransactionContext,
  { version, revision }: DraftEdition,
): Promise<PolicyVersion> {
  const draft = await readPolicy(tx, version)
  if (draft.status !== 'draft')
    throw conflict(`policy.${draft.status === 'discarded' ? 'discarded' : 'notDraft'}`)
  if (draft.revision !== revision) throw conflict('policy.draftChanged')
  return draft
}
