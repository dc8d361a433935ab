import { requirePermission } from '#app/domain/access/permissions.ts'
import { accountState } from '#app/domain/accounts/account-state.ts'
import type { AccountState } from '#app/domain/accounts/schemas.ts'
import type { Context } from '#app/domain/context.ts'
import { type DueList, listDue } from '#app/domain/due/list-due.ts'
import { notFound } from '#app/domain/errors.ts'
import { type AcceptedEvidence, listEvidence } from '#app/domain/evidence/list-evidence.ts'
import { isUuid } from '#app/domain/ids.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { type Bilingual, textsOf } from '#app/i18n/bilingual.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { rows } from '#db/client.ts'
import { Account, User } from '#db/models/access.ts'
import { DocumentType, Submission } from '#db/models/requirements.ts'
import type { Capability, RestrictionCause } from '#db/models/restrictions.ts'

/** Why a capability is withheld. */
export interface WithheldFor {
  restrictionId: string
  cause: RestrictionCause
  since: Date
  /** A person's name, that of a key of the API, or that of one of our jobs. */
  by: string
  byJob: boolean
  /** The officer's words, for a cause that an officer set. */
  reason: string | null
  /** Day by which officers look at it again, `YYYY-MM-DD`; null for overdue documents. */
  examineBy: string | null
  /** The documents that it waits for. */
  requirements: { id: string; name: Bilingual; subject: string }[]
}

export interface AccountMember {
  id: string
  name: string
  email: string
  locale: Locale
  access: 'active' | 'invited' | 'disabled'
}

const FIELDS = [
  'id',
  'name',
  'siren',
  'legalForm',
  'email',
  'department',
  'risk',
  'regulated',
  'exempt',
  'declared',
  'createdAt',
  'closedAt',
] as const

/** One account as the desk sees it. */
export interface AccountFile {
  account: Pick<Account, (typeof FIELDS)[number]>
  state: AccountState
  capabilities: Record<Capability, WithheldFor[]>
  due: DueList
  /** The answer that waits for a decision, by requirement. */
  waiting: Record<string, string>
  documents: AcceptedEvidence[]
  members: AccountMember[]
  /** What can be asked for, and what could: retired types are still in the documents of old. */
  documentTypes: {
    code: string
    name: Bilingual
    about: DocumentType['about']
    retired: boolean
  }[]
  /** To answer a request made now without a deadline of its own. */
  usualDays: number
}

/** Everything staff may know of an account. NotFound for an unknown one. */
export async function readAccount(ctx: Context, accountId: string): Promise<AccountFile> {
  requirePermission(ctx.actor, 'account:list')
  const account =
    isUuid(accountId) &&
    (await Account.query(ctx.db)
      .findById(accountId)
      .select(...FIELDS))
  if (!account) throw notFound()
  const [state, withheld, due, submissions, documents, users, types, policy] = await Promise.all([
    accountState(ctx, accountId),
    listWithheld(ctx, accountId),
    listDue(ctx, accountId),
    Submission.query(ctx.db).where({ accountId, status: 'in_review' }),
    listEvidence(ctx, accountId),
    User.query(ctx.db).where({ accountId }).orderBy(['createdAt', 'id']),
    DocumentType.query(ctx.db).orderBy('position'),
    currentPolicy(ctx),
  ])
  const capabilities = {
    payments: withheld.filter(({ capability }) => capability === 'payments'),
    payouts: withheld.filter(({ capability }) => capability === 'payouts'),
  }
  return {
    account: { ...account },
    state,
    capabilities,
    due,
    waiting: Object.fromEntries(submissions.map(({ id, requirementId }) => [requirementId, id])),
    documents,
    members: users.map(toMember),
    documentTypes: types.map((type) => ({
      code: type.code,
      name: textsOf(type, 'name'),
      about: type.about,
      retired: type.retired,
    })),
    usualDays: policy.rules.deadlineDays,
  }
}

function toMember({ id, name, email, locale, activatedAt, disabledAt }: User): AccountMember {
  const access = disabledAt ? 'disabled' : activatedAt ? 'active' : 'invited'
  return { id, name, email, locale, access }
}

function listWithheld(
  ctx: Context,
  accountId: string,
): Promise<(WithheldFor & { capability: Capability })[]> {
  return rows(
    ctx.db,
    `select r.id as restriction_id, r.capability, r.cause, r.imposed_at as since,
       coalesce(k.name, u.name, r.imposed_by) as by,
       u.id is null and k.id is null as by_job, r.basis ->> 'reason' as reason, r.examine_by,
       coalesce((select jsonb_agg(jsonb_build_object('id', q.id, 'subject', q.subject,
            'name', jsonb_build_object('fr', t.name_fr, 'en', t.name_en)) order by t.position, q.id)
          from restriction_requirements rr join requirements q on q.id = rr.requirement_id
            join document_types t on t.code = q.document_type
          where rr.restriction_id = r.id and q.closed_at is null), '[]') as requirements
     from restrictions r left join users u on u.id = case when r.imposed_by ~ '^[0-9a-f-]{36}$' then cast(r.imposed_by as uuid) end
       left join api_keys k on k.id = r.api_key_id
     where r.account_id = :accountId and r.lifted_at is null
     order by r.imposed_at, r.id`,
    { accountId },
  )
}
