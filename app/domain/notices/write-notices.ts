import { recordAudit } from '#app/domain/audit/record.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { type NoticeId, newId } from '#app/domain/ids.ts'
import { queueMails, type Recipient } from '#app/domain/mails/queue-mail.ts'
import { type ListedRequirement, rungsOf } from '#app/domain/notices/decide-digest.ts'
import { type NoticeAccount, type NoticeItem, noticeMail } from '#app/domain/notices/notice-mail.ts'
import { type CurrentPolicy, currentPolicy } from '#app/domain/policy/current-policy.ts'
import { affected, rows } from '#db/client.ts'
import type { Capability, Notice } from '#db/models/restrictions.ts'

export interface NoticeDraft {
  accountId: string
  kind: Notice['kind']
  requirementIds: readonly string[]
  /** What is withheld, or works again; left out of requests and reminders. */
  capabilities?: readonly Capability[]
  /** Of requests and reminders: what they list, with the deadlines that they name. */
  listed?: readonly ListedRequirement[]
  /** What decided that it is written; kept in the audit. */
  basis: object
}

type Draft = NoticeDraft & { id: NoticeId }

/**
 * Writes notices with one mail per member each, and the audit of them, in a fixed number of statements for any
 * number of accounts. A second reminder for the same account and day is left out, never an error. Returns the
 * accounts that were written to. `usedPolicy`: the version by which the caller decided; else the one in force.
 */
export async function writeNotices(
  tx: TransactionContext,
  wanted: readonly NoticeDraft[],
  usedPolicy?: CurrentPolicy,
): Promise<string[]> {
  const now = tx.clock.now()
  const proposed: Draft[] = wanted.map((draft) => ({ ...draft, id: newId<NoticeId>() }))
  if (proposed.length === 0) return []
  const policy = usedPolicy ?? (await currentPolicy(tx))
  const written = await rows<{ id: string; day: string }>(
    tx.db,
    `insert into notices (id, account_id, kind, day, created_at, policy_version)
       select d.id, d.account_id, d.kind, cast(cast(:now as timestamptz) at time zone 'Europe/Paris' as date),
           cast(:now as timestamptz), :policyVersion
         from jsonb_to_recordset(:drafts) as d (id uuid, account_id uuid, kind text)
       on conflict do nothing returning id, day`,
    {
      now,
      policyVersion: policy.version,
      drafts: JSON.stringify(
        proposed.map(({ id, accountId, kind }) => ({ id, account_id: accountId, kind })),
      ),
    },
  )
  const days = new Map(written.map(({ id, day }) => [id, day]))
  const drafts = proposed.filter(({ id }) => days.has(id))
  const rungs = new Map(
    drafts.map(({ id, requirementIds, listed }) => [
      id,
      listed && rungsOf(requirementIds, listed, now, policy.rules.reminderDays),
    ]),
  )
  await linkRequirements(tx, drafts, rungs)
  const mails = await queueNoticeMails(tx, drafts)
  await recordAudit(
    tx,
    ...drafts.map((draft) => ({
      action: 'notice.sent',
      subjectType: 'notice',
      subjectId: draft.id,
      accountId: draft.accountId,
      after: {
        kind: draft.kind,
        day: days.get(draft.id),
        requirementIds: draft.requirementIds,
        rungs: rungs.get(draft.id),
        capabilities: draft.capabilities,
        mailIds: mails.get(draft.id) ?? [],
      },
      basis: { policyVersion: policy.version, ...draft.basis },
    })),
  )
  return drafts.map(({ accountId }) => accountId)
}

/** Notes what each notice spoke of; for reminders also the rung, so that no rung is sent twice. */
async function linkRequirements(
  tx: TransactionContext,
  drafts: Draft[],
  rungs: ReadonlyMap<string, readonly (number | null)[] | undefined>,
): Promise<void> {
  const links = drafts.flatMap(({ id, requirementIds }) =>
    requirementIds.map((requirementId, place) => ({
      notice_id: id,
      requirement_id: requirementId,
      days_before: rungs.get(id)?.[place],
    })),
  )
  await affected(
    tx.db,
    `insert into notice_requirements (notice_id, requirement_id, days_before, deadline_at)
       select l.notice_id, q.id, l.days_before, q.deadline_at
         from jsonb_to_recordset(:links) as l (notice_id uuid, requirement_id uuid, days_before smallint)
           join requirements q on q.id = l.requirement_id`,
    { links: JSON.stringify(links) },
  )
}

async function queueNoticeMails(tx: TransactionContext, drafts: Draft[]): Promise<Map<string, string[]>> {
  const accounts = await accountsOf(tx, drafts)
  const members = await membersByAccount(tx, drafts)
  const items = await itemsOf(tx, drafts)
  const planned = drafts.flatMap((draft) => {
    const notice = {
      kind: draft.kind,
      account: accounts.get(draft.accountId) as NoticeAccount,
      items: draft.requirementIds.flatMap((id) => items.get(id) ?? []),
      capabilities: [...(draft.capabilities ?? [])],
      today: parisDay(tx.clock.now()).toString(),
    }
    return (members.get(draft.accountId) ?? []).map((member) => ({
      noticeId: draft.id,
      order: noticeMail(notice, member, tx.settings),
    }))
  })
  const mailIds = await queueMails(
    tx,
    planned.map(({ order }) => order),
  )
  const links = planned.map(({ noticeId }, index) => ({ noticeId, mailId: mailIds[index] as string }))
  await affected(
    tx.db,
    `insert into notice_mails (notice_id, mail_id)
       select l.notice_id, l.mail_id from jsonb_to_recordset(:links) as l (notice_id uuid, mail_id uuid)`,
    {
      links: JSON.stringify(links.map(({ noticeId, mailId }) => ({ notice_id: noticeId, mail_id: mailId }))),
    },
  )
  return groupBy(
    links,
    (link) => link.noticeId,
    (link) => link.mailId,
  )
}

async function accountsOf(tx: TransactionContext, drafts: Draft[]): Promise<Map<string, NoticeAccount>> {
  const found = await rows<NoticeAccount>(tx.db, `select id, name from accounts where id = any(:ids)`, {
    ids: drafts.map(({ accountId }) => accountId),
  })
  return new Map(found.map((account) => [account.id, account]))
}

/** Those who can receive mail, as `membersOf` gives them for one account. */
async function membersByAccount(tx: TransactionContext, drafts: Draft[]): Promise<Map<string, Recipient[]>> {
  const found = await rows<Recipient & { accountId: string }>(
    tx.db,
    `select id as user_id, account_id, email, name, locale from users
      where account_id = any(:ids) and role = 'member' and disabled_at is null order by created_at, id`,
    { ids: drafts.map(({ accountId }) => accountId) },
  )
  return groupBy(
    found,
    (member) => member.accountId,
    ({ accountId: _, ...member }) => member,
  )
}

async function itemsOf(tx: TransactionContext, drafts: Draft[]): Promise<Map<string, NoticeItem>> {
  const found = await rows<NoticeItem>(
    tx.db,
    `select q.id as requirement_id, q.account_id, q.subject, q.message, q.deadline_at, q.why,
         q.clock_from, q.clock_days, (select a.department from accounts a where a.id = q.account_id) as department,
         (select count(*) from notice_requirements nr join notices n on n.id = nr.notice_id
           where nr.requirement_id = q.id and n.kind in ('requested', 'reminder')) = 1 as is_new,
         t.name_fr, t.name_en, t.legal_ground_fr, t.legal_ground_en
       from requirements q join document_types t on t.code = q.document_type where q.id = any(:ids)`,
    { ids: drafts.flatMap(({ requirementIds }) => requirementIds) },
  )
  return new Map(found.map((item) => [item.requirementId, item]))
}

function groupBy<Row, Value>(list: Row[], key: (row: Row) => string, value: (row: Row) => Value) {
  const groups = new Map<string, Value[]>()
  for (const row of list) groups.set(key(row), [...(groups.get(key(row)) ?? []), value(row)])
  return groups
}
