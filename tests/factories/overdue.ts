import { randomUUID } from 'node:crypto'
import { system } from '#app/domain/access/actor.ts'
import { endOfDay, plainDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { type Database, rows } from '#db/client.ts'
import { Account, User } from '#db/models/access.ts'
import { Mail } from '#db/models/mail.ts'
import { ClockEntry, Requirement, type RequirementStatus } from '#db/models/requirements.ts'
import { NoticeMail, NoticeRequirement } from '#db/models/restrictions.ts'
import { newSiren } from '#tests/factories/account.ts'
import { deskContext, write } from '#tests/factories/context.ts'

/** A context as the sweep has it, at a fixed time. */
export const sweepContext = (db: Database, at: string): Context => deskContext(db, system('sweep'), at)

export interface Merchant {
  accountId: string
  email: string
}

/** Accounts with one member each. Ids and addresses count up from `prefix`, so that two databases can be compared. */
export async function addMerchants(
  db: Database,
  count: number,
  {
    prefix = randomUUID().slice(0, 8),
    locale = 'fr' as 'fr' | 'en',
    ...given
  }: Partial<Account> & {
    prefix?: string
    locale?: 'fr' | 'en'
  } = {},
): Promise<Merchant[]> {
  const createdAt = new Date('2025-01-01T00:00:00Z')
  const merchants = Array.from({ length: count }, (_, index) => {
    const number = String(index).padStart(12, '0')
    return { accountId: `${prefix}-0000-4000-8000-${number}`, email: `${prefix}-${index}@commerce.test` }
  })
  await write(sweepContext(db, createdAt.toISOString()), async (tx) => {
    await Account.query(tx.db).insert(
      merchants.map(({ accountId, email }, index) => ({
        id: accountId,
        name: `Commerce ${prefix} ${index}`,
        siren: newSiren(),
        legalForm: 'company' as const,
        email,
        createdAt,
        ...given,
      })),
    )
    await User.query(tx.db).insert(
      merchants.map(({ accountId, email }) => ({
        id: randomUUID(),
        email,
        name: 'Camille Martin',
        locale,
        role: 'member' as const,
        accountId,
        createdAt,
      })),
    )
  })
  return merchants
}

export interface OverdueOrder {
  /** Last day of the deadline, in Paris. */
  deadline: string
  requestedAt?: string
  documentType?: string
  status?: RequirementStatus
  /** When each notice was accepted by the mail server; null = it was refused. */
  notices?: readonly (string | null)[]
}

/** One requirement for each merchant, with the notices already sent. Returns their ids in the same order. */
export async function ask(
  db: Database,
  merchants: readonly Merchant[],
  {
    deadline,
    requestedAt = '2026-01-05T09:00:00Z',
    documentType = 'bank_details',
    status,
    notices = [],
  }: OverdueOrder,
): Promise<string[]> {
  const deadlineAt = endOfDay(plainDay(deadline))
  const asked = merchants.map((merchant) => ({ merchant, id: randomUUID() }))
  const told = asked.flatMap(({ merchant, id }) =>
    notices.map((acceptedAt, index) => ({
      merchant,
      requirementId: id,
      acceptedAt: acceptedAt ? new Date(acceptedAt) : null,
      noticeId: randomUUID(),
      mailId: randomUUID(),
      kind: index === 0 ? ('requested' as const) : ('reminder' as const),
      at: new Date(acceptedAt ?? requestedAt),
    })),
  )
  await write(sweepContext(db, requestedAt), async (tx) => {
    await Requirement.query(tx.db).insert(
      asked.map(({ merchant, id }) => ({
        id,
        accountId: merchant.accountId,
        documentType,
        status: status ?? ('requested' as const),
        requestedAt: new Date(requestedAt),
        deadlineAt,
      })),
    )
    await ClockEntry.query(tx.db).insert(
      asked.map(({ id: requirementId }) => ({
        requirementId,
        kind: 'set' as const,
        at: new Date(requestedAt),
        date: deadline,
        cause: 'requested',
      })),
    )
    if (told.length === 0) return
    // Each document with a digest of its own, so that the two can have been accepted apart: as before one was the rule.
    for (const { noticeId, merchant, kind, at } of told) {
      await rows(
        tx.db,
        `insert into notices (id, account_id, kind, day, created_at, doubles)
           select cast(:noticeId as uuid), cast(:accountId as uuid), :kind, cast(:day as date), :at, (select id from notices
             where account_id = :accountId and day = cast(:day as date) and kind in ('requested', 'reminder') limit 1)`,
        { noticeId, accountId: merchant.accountId, kind, day: at.toISOString().slice(0, 10), at },
      )
    }
    await NoticeRequirement.query(tx.db).insert(
      told.map(({ noticeId, requirementId }) => ({ noticeId, requirementId, daysBefore: 14, deadlineAt })),
    )
    await Mail.query(tx.db).insert(
      told.map(({ mailId, merchant, acceptedAt, at }) => ({
        id: mailId,
        template: 'requirements_due',
        locale: 'fr' as const,
        toAddress: merchant.email,
        accountId: merchant.accountId,
        status: acceptedAt ? ('sent' as const) : ('failed' as const),
        createdAt: at,
        sentAt: acceptedAt,
      })),
    )
    await NoticeMail.query(tx.db).insert(told.map(({ noticeId, mailId }) => ({ noticeId, mailId })))
  })
  return asked.map(({ id }) => id)
}

/** A Friday: grace ends on Wednesday 18 February, and the next rung is a week later. */
export const DEADLINE = '2026-02-13'
/** As many notices as the law wants, in time. */
export const TOLD = ['2026-01-05T09:00:00Z', '2026-01-30T09:00:00Z']

/** A merchant who was asked and told, and has not answered. */
export async function addOverdue(
  db: Database,
  asked: Partial<OverdueOrder> = {},
  account: Partial<Account> = {},
) {
  const [merchant] = (await addMerchants(db, 1, account)) as [Merchant]
  const [requirementId] = (await ask(db, [merchant], { deadline: DEADLINE, notices: TOLD, ...asked })) as [
    string,
  ]
  return { ...merchant, merchant, requirementId }
}

/** What stands against an account: `capability cause` and the requirements, open ones only. */
export async function openRestrictions(db: Database, accountId: string): Promise<Record<string, string[]>> {
  const found = await rows<{ what: string; requirementIds: string[] }>(
    db,
    `select r.capability || ' ' || r.cause as what,
        array(select rr.requirement_id from restriction_requirements rr where rr.restriction_id = r.id
          order by 1) as requirement_ids
       from restrictions r where r.account_id = :accountId and r.lifted_at is null order by 1`,
    { accountId },
  )
  return Object.fromEntries(found.map(({ what, requirementIds }) => [what, requirementIds]))
}

/** Kinds of the notices of an account, oldest first, with what was mailed for each. */
export async function noticesOf(
  db: Database,
  accountId: string,
): Promise<
  { kind: string; day: string; requirementIds: string[]; rungs: (number | null)[]; mails: Mail[] }[]
> {
  return rows(
    db,
    `select n.kind, n.day,
        array(select nr.requirement_id from notice_requirements nr where nr.notice_id = n.id order by 1) as requirement_ids,
        array(select nr.days_before from notice_requirements nr where nr.notice_id = n.id order by nr.requirement_id) as rungs,
        coalesce((select json_agg(json_build_object('template', m.template, 'locale', m.locale, 'data', m.data))
          from notice_mails nm join mails m on m.id = nm.mail_id where nm.notice_id = n.id), '[]') as mails
       from notices n where n.account_id = :accountId order by n.created_at, n.kind`,
    { accountId },
  )
}

/** One accepted document for each merchant, as an approval leaves it. */
export async function addDocuments(
  db: Database,
  merchants: readonly Merchant[],
  given: { documentType: string; expiresOn: string | null; acceptedAt?: string },
): Promise<void> {
  const { documentType, expiresOn, acceptedAt = '2025-01-10T09:00:00Z' } = given
  await write(sweepContext(db, acceptedAt), (tx) =>
    rows(
      tx.db,
      `with q as (
         insert into requirements (id, account_id, document_type, status, requested_at, closed_at)
           select gen_random_uuid(), a.id, :documentType, 'approved', :at, :at from accounts a
           where a.id = any(cast(:ids as uuid[])) returning id, account_id
       ), s as (
         insert into submissions (id, requirement_id, account_id, status, submitted_by, submitted_at, submit_key)
           select gen_random_uuid(), q.id, q.account_id, 'approved',
             (select u.id from users u where u.account_id = q.account_id limit 1), :at, 'key' from q
           returning id, account_id
       )
       insert into documents (id, account_id, submission_id, document_type, expires_on, accepted_at)
         select gen_random_uuid(), s.account_id, s.id, :documentType, cast(:expiresOn as date), :at from s`,
      { documentType, expiresOn, at: new Date(acceptedAt), ids: merchants.map(({ accountId }) => accountId) },
    ),
  )
}
