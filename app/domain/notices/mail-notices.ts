import { parisDay } from '#app/domain/calendar/paris.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { membersOf, queueMails } from '#app/domain/mails/queue-mail.ts'
import { lastDays, nextWithheld } from '#app/domain/notices/next-withheld.ts'
import { type NoticeAccount, type NoticeItem, noticeMail } from '#app/domain/notices/notice-mail.ts'
import type { WrittenNotice } from '#app/domain/notices/write-notices.ts'
import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'
import { affected, rows } from '#db/client.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** Queues the mails of notices, one to each member of an account, and notes whose they are. Their ids, by notice. */
export async function mailNotices(
  tx: TransactionContext,
  notices: readonly WrittenNotice[],
  { rules }: CurrentPolicy,
): Promise<ReadonlyMap<string, string[]>> {
  const accountIds = notices.map(({ accountId }) => accountId)
  const accounts = await accountsOf(tx, accountIds)
  const members = await membersOf(tx, accountIds)
  const items = await itemsOf(tx, notices)
  const today = parisDay(tx.clock.now()).toString()
  const lastDay = lastDays(rules)
  const planned = notices.flatMap(({ id: noticeId, accountId, kind, requirementIds, capabilities = [] }) => {
    const account = accounts.get(accountId) as WithheldAccount
    const about = requirementIds.flatMap((id) => items.get(id) ?? [])
    const notice = {
      kind,
      account,
      items: about,
      capabilities: [...capabilities],
      next: kind === 'restricted' ? nextWithheld(about, account.withheld, lastDay, today) : null,
      today,
    }
    return (members.get(accountId) ?? []).map((member) => ({
      noticeId,
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
  const byNotice = Map.groupBy(links, ({ noticeId }) => noticeId)
  return new Map([...byNotice].map(([noticeId, list]) => [noticeId, list.map(({ mailId }) => mailId)]))
}

interface WithheldAccount extends NoticeAccount {
  /** For whatever cause. */
  readonly withheld: readonly Capability[]
}

async function accountsOf(
  tx: TransactionContext,
  accountIds: readonly string[],
): Promise<Map<string, WithheldAccount>> {
  const found = await rows<WithheldAccount>(
    tx.db,
    `select id, name, array(select capability from restrictions r
         where r.account_id = a.id and r.lifted_at is null) as withheld
       from accounts a where id = any(:accountIds)`,
    { accountIds },
  )
  return new Map(found.map((account) => [account.id, account]))
}

async function itemsOf(
  tx: TransactionContext,
  notices: readonly WrittenNotice[],
): Promise<Map<string, NoticeItem>> {
  const found = await rows<NoticeItem>(
    tx.db,
    `select q.id as requirement_id, q.account_id, q.subject, q.message, q.deadline_at, q.why,
         q.clock_from, q.clock_days, (select a.department from accounts a where a.id = q.account_id) as department,
         (select count(*) from notice_requirements nr join notices n on n.id = nr.notice_id
           where nr.requirement_id = q.id and n.kind in ('requested', 'reminder')) = 1 as is_new,
         t.name_fr, t.name_en, t.legal_ground_fr, t.legal_ground_en
       from requirements q join document_types t on t.code = q.document_type where q.id = any(:ids)`,
    { ids: notices.flatMap(({ requirementIds }) => requirementIds) },
  )
  return new Map(found.map((item) => [item.requirementId, item]))
}
