import { requirePermission } from '#app/domain/access/permissions.ts'
import type { LEGAL_FORMS } from '#app/domain/accounts/schemas.ts'
import type { Context } from '#app/domain/context.ts'
import { serves, servesBindings } from '#app/domain/evidence/serves-sql.ts'
import { comparePolicies } from '#app/domain/policy/compare.ts'
import { subjectsOf } from '#app/domain/policy/required-set.ts'
import type { PolicyContent, PolicyType } from '#app/domain/policy/schemas.ts'
import { rows } from '#db/client.ts'

/** A document that a legal form would newly need. */
export interface NewlyNeeded {
  readonly legalForm: (typeof LEGAL_FORMS)[number]
  readonly type: PolicyType
  /** Open accounts of that form that have neither sent it, or not for long any more, nor been asked for it. */
  readonly accounts: number
}

/** A type that would not be asked for any more, though it is. */
export interface StillAsked {
  readonly type: PolicyType
  readonly requirements: number
}

/** What new sets of documents would mean for the real accounts. Nothing is asked by switching on. */
export interface SetEffect {
  readonly needed: readonly NewlyNeeded[]
  readonly stillAsked: readonly StillAsked[]
}

/** Counts whom the sets of `after` need a document from that those of `before` did not. */
export async function setEffect(
  ctx: Context,
  { before, after }: { before: PolicyContent; after: PolicyContent },
): Promise<SetEffect> {
  requirePermission(ctx.actor, 'policy:manage')
  const changes = comparePolicies(before, after)
  const added = changes.flatMap((change) =>
    change.part === 'set' ? change.added.map((type) => ({ legalForm: change.legalForm, type })) : [],
  )
  const retired = changes.flatMap((change) =>
    change.part === 'type' && change.kind === 'retired' ? [change.type] : [],
  )
  return {
    needed: await countNeeded(ctx, added, after.rules),
    stillAsked: await countAsked(ctx, retired),
  }
}

/** As `requestMissing` decides it for one account: what is about to end does not count as sent. */
const MISSING = `
  with wanted as (
    select * from jsonb_to_recordset(:wanted) as w (legal_form text, code text, about text)
  ), needed as (
    select w.legal_form, w.code as document_type, a.id as account_id, a.risk, true as required, whose.subject
      from wanted w join accounts a on a.legal_form = w.legal_form and a.closed_at is null
        cross join lateral ${subjectsOf('a', 'w')} whose
  )
  select n.legal_form, n.document_type, count(distinct n.account_id) as accounts from needed n
   where not exists (select from requirements q where q.account_id = n.account_id
       and q.document_type = n.document_type and q.subject = n.subject and q.closed_at is null)
     and not ${serves('n')}
   group by n.legal_form, n.document_type`

async function countNeeded(
  ctx: Context,
  added: readonly Omit<NewlyNeeded, 'accounts'>[],
  rules: PolicyContent['rules'],
): Promise<NewlyNeeded[]> {
  if (added.length === 0) return []
  const found = await rows<{ legalForm: string; documentType: string; accounts: number }>(ctx.db, MISSING, {
    ...servesBindings(ctx, rules),
    wanted: JSON.stringify(
      added.map(({ legalForm, type }) => ({
        legal_form: legalForm,
        code: type.code,
        about: type.about,
      })),
    ),
  })
  const counts = new Map(found.map((row) => [`${row.legalForm} ${row.documentType}`, row.accounts]))
  return added.map((one) => ({ ...one, accounts: counts.get(`${one.legalForm} ${one.type.code}`) ?? 0 }))
}

async function countAsked(ctx: Context, retired: readonly PolicyType[]): Promise<StillAsked[]> {
  if (retired.length === 0) return []
  const found = await rows<{ documentType: string; requirements: number }>(
    ctx.db,
    `select document_type, count(*) as requirements from requirements
      where closed_at is null and document_type = any(:codes) group by document_type`,
    { codes: retired.map(({ code }) => code) },
  )
  const counts = new Map(found.map((row) => [row.documentType, row.requirements]))
  return retired.map((type) => ({ type, requirements: counts.get(type.code) ?? 0 }))
}
