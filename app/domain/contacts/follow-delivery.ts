import { recordAudit } from '#app/domain/audit/record.ts'
import { closeTask } from '#app/domain/contacts/close-task.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { type ContactTaskId, newId } from '#app/domain/ids.ts'
import { rows } from '#db/client.ts'
import { ContactTask } from '#db/models/tasks.ts'

/**
 * What follows when the result of a mail is final, in the same transaction: a notice that reached nobody opens
 * the account's contact task, one that was accepted closes it. Other mails change nothing. While a task is open
 * nothing is withheld for overdue documents (`restriction_obstacles`).
 */
export async function followDelivery(
  tx: TransactionContext,
  mailId: string,
  isAccepted: boolean,
): Promise<void> {
  // The lock on the account orders the last mails of a notice, which else would each count on the other, and
  // whoever withholds.
  const [notice] = await rows<{ id: string; accountId: string }>(
    tx.db,
    `select n.id, n.account_id from notice_mails nm join notices n on n.id = nm.notice_id
       join accounts a on a.id = n.account_id
      where nm.mail_id = :mailId for no key update of a`,
    { mailId },
  )
  if (!notice) return
  if (isAccepted) await closeReached(tx, notice.accountId, mailId)
  else await openUnreached(tx, notice)
}

/** What decides whether somebody must reach an account otherwise; stored as it is. */
export interface DeliveryFacts {
  /** Every mail of the notice. */
  readonly mails: readonly { mailId: string; status: string }[]
  /** A notice that the mail server took since the one that failed. */
  readonly reachedBy: string | null
  readonly closed: boolean
}

/**
 * Not while another mail of the notice is under way or was accepted, nor where the account was reached since: a
 * mail that was retried for two days may fail after a later notice has arrived.
 */
export const isUnreached = ({ mails, reachedBy, closed }: DeliveryFacts): boolean =>
  !closed && reachedBy === null && mails.every(({ status }) => status === 'failed')

async function deliveryFacts(tx: TransactionContext, noticeId: string): Promise<DeliveryFacts | undefined> {
  const [facts] = await rows<DeliveryFacts>(
    tx.db,
    `select a.closed_at is not null as closed,
        (select jsonb_agg(jsonb_build_object('mailId', m.id, 'status', m.status) order by m.id)
          from notice_mails nm join mails m on m.id = nm.mail_id where nm.notice_id = n.id) as mails,
        (select later.id from notices later join notice_mails nm on nm.notice_id = later.id
            join mails m on m.id = nm.mail_id
          where later.account_id = a.id and m.status = 'sent' and m.sent_at >= n.created_at
          order by later.created_at, later.id limit 1) as reached_by
       from notices n join accounts a on a.id = n.account_id where n.id = :noticeId`,
    { noticeId },
  )
  return facts
}

async function openUnreached(
  tx: TransactionContext,
  { id: noticeId, accountId }: { id: string; accountId: string },
): Promise<void> {
  const facts = await deliveryFacts(tx, noticeId)
  if (!facts || !isUnreached(facts)) return
  const [task] = await rows<{ id: string; isNew: boolean }>(
    tx.db,
    `insert into contact_tasks as t (id, account_id, notice_id, opened_at)
       values (:id, :accountId, :noticeId, :now)
     on conflict (account_id) where closed_at is null do update set notice_id = excluded.notice_id
       where (select created_at from notices where id = excluded.notice_id)
           > (select created_at from notices where id = t.notice_id)
     returning id, xmax = 0 as is_new`,
    { id: newId<ContactTaskId>(), now: tx.clock.now(), noticeId, accountId },
  )
  if (!task) return
  await recordAudit(tx, {
    action: task.isNew ? 'contact_task.opened' : 'contact_task.failed_again',
    subjectType: 'contact_task',
    subjectId: task.id,
    accountId,
    after: { noticeId },
    basis: facts,
  })
}

async function closeReached(tx: TransactionContext, accountId: string, mailId: string): Promise<void> {
  const task = await ContactTask.query(tx.db).findOne({ accountId }).whereNull('closedAt')
  if (task) await closeTask(tx, task, { outcome: 'mail_accepted', mailId })
}
