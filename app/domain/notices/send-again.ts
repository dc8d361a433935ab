import { recordAudit } from '#app/domain/audit/record.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { queueMails, type Recipient } from '#app/domain/mails/queue-mail.ts'
import { lastDays, nextWithheld } from '#app/domain/notices/next-withheld.ts'
import { type NoticeItem, noticeMail } from '#app/domain/notices/notice-mail.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { CAPABILITIES } from '#app/domain/restrictions/schemas.ts'
import { rows } from '#db/client.ts'
import { Account } from '#db/models/access.ts'
import { type Capability, Notice, NoticeMail, type Restriction } from '#db/models/restrictions.ts'

/**
 * Mails a notice to one member once more, as far as it still holds: the requirements that are still open, what is
 * withheld or works at present. The mail belongs to the same notice, which counts as accepted from when this mail
 * is. False when nothing of it holds any more, and nothing is sent.
 */
export async function sendNoticeAgain(
  tx: TransactionContext,
  noticeId: string,
  member: Recipient,
): Promise<boolean> {
  const notice = await Notice.query(tx.db).findById(noticeId).throwIfNotFound()
  const account = await Account.query(tx.db).findById(notice.accountId).throwIfNotFound()
  const items = await openItems(tx, noticeId)
  const withheld = await withheldNow(tx, notice.accountId)
  const capabilities = capabilitiesToTell(notice, withheld)
  const isAbout = notice.kind === 'requested' || notice.kind === 'reminder' ? items : capabilities
  if (isAbout.length === 0) return false
  const today = parisDay(tx.clock.now()).toString()
  const { rules } = await currentPolicy(tx)
  const next = nextWithheld(
    items,
    withheld.map(({ capability }) => capability),
    lastDays(rules),
    today,
  )
  const [mailId = ''] = await queueMails(tx, [
    noticeMail({ kind: notice.kind, account, items, capabilities, next, today }, member, tx.settings),
  ])
  await NoticeMail.query(tx.db).insert({ noticeId, mailId })
  await recordAudit(tx, {
    action: 'notice.sent_again',
    subjectType: 'notice',
    subjectId: noticeId,
    accountId: account.id,
    after: { kind: notice.kind, mailIds: [mailId] },
  })
  return true
}

function openItems(tx: TransactionContext, noticeId: string): Promise<NoticeItem[]> {
  return rows<NoticeItem>(
    tx.db,
    `select q.id as requirement_id, q.account_id, q.subject, q.message, q.deadline_at, q.why,
         q.clock_from, q.clock_days, a.department, false as is_new,
         t.name_fr, t.name_en, t.legal_ground_fr, t.legal_ground_en
       from notice_requirements nr join requirements q on q.id = nr.requirement_id
         join document_types t on t.code = q.document_type join accounts a on a.id = q.account_id
      where nr.notice_id = :noticeId and q.status in ('requested', 'rejected')
      order by q.deadline_at nulls last, q.requested_at, q.id`,
    { noticeId },
  )
}

type Withheld = Pick<Restriction, 'capability' | 'cause'>

const withheldNow = (tx: TransactionContext, accountId: string): Promise<Withheld[]> =>
  rows<Withheld>(
    tx.db,
    'select capability, cause from restrictions where account_id = :accountId and lifted_at is null',
    { accountId },
  )

function capabilitiesToTell({ kind }: Notice, withheld: readonly Withheld[]): Capability[] {
  if (kind === 'requested' || kind === 'reminder') return []
  return CAPABILITIES.filter((capability) => {
    const causes = withheld.filter((one) => one.capability === capability).map(({ cause }) => cause)
    return kind === 'restricted' ? causes.includes('documents_overdue') : causes.length === 0
  })
}
