import type { TransactionContext } from '#app/domain/context.ts'
import { type MailId, newId } from '#app/domain/ids.ts'
import type { Locale } from '#app/i18n/locales.ts'
import type { MailTemplate, MailTemplates } from '#app/mail/types.ts'
import { affected, rows } from '#db/client.ts'
import { User } from '#db/models/access.ts'
import { queueTasks } from '#db/queue.ts'

export interface MailOrder<T extends MailTemplate> {
  template: T
  to: { email: string; locale: Locale; userId?: string | null }
  data: MailTemplates[T]
  accountId?: string | null
  /** The text holds a link that opens something: it is forgotten once sent. */
  secret?: boolean
}

/**
 * Puts mails into the outbox and queues their sending, in the transaction of the change that causes them.
 * Returns their ids in the order given; the result of each delivery is found under its id.
 */
export async function queueMails<T extends MailTemplate>(
  tx: TransactionContext,
  orders: readonly MailOrder<T>[],
): Promise<MailId[]> {
  if (orders.length === 0) return []
  const mails = orders.map(({ template, to, data, accountId = null, secret = false }) => ({
    id: newId<MailId>(),
    template,
    locale: to.locale,
    to_address: to.email,
    user_id: to.userId ?? null,
    account_id: accountId,
    data,
    secret,
  }))
  await affected(
    tx.db,
    `insert into mails (id, template, locale, to_address, user_id, account_id, data, secret, created_at)
       select m.id, m.template, m.locale, m.to_address, m.user_id, m.account_id, m.data, m.secret, :now
         from jsonb_to_recordset(:mails) as m (id uuid, template text, locale text, to_address text, user_id uuid,
           account_id uuid, data jsonb, secret boolean)`,
    { now: tx.clock.now(), mails: JSON.stringify(mails) },
  )
  await queueTasks(
    tx.db,
    'send_mail',
    mails.map(({ id }) => ({ payload: { mailId: id }, key: `mail:${id}` })),
  )
  return mails.map(({ id }) => id)
}

/** A person to write to. */
export interface Recipient {
  userId: string
  email: string
  name: string
  locale: Locale
}

/** Everybody of our own with a role who can sign in, oldest first. */
export async function staffWith(tx: TransactionContext, role: User['role']): Promise<User[]> {
  return await User.query(tx.db)
    .where({ role })
    .whereNull('disabledAt')
    .whereNotNull('activatedAt')
    .orderBy(['createdAt', 'id'])
}

/** SQL: whether the account of id `accountId` has a member who can receive mail. */
export const hasMember = (accountId: string) => `exists (select from users u
  where u.account_id = ${accountId} and u.role = 'member' and u.disabled_at is null)`

/** By account, the members who can receive mail, oldest first. Those not yet activated are written to as well. */
export async function membersOf(
  tx: TransactionContext,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, Recipient[]>> {
  const found = await rows<Recipient & { accountId: string }>(
    tx.db,
    `select id as user_id, account_id, email, name, locale from users
      where account_id = any(:accountIds) and role = 'member' and disabled_at is null order by created_at, id`,
    { accountIds },
  )
  return Map.groupBy(found, ({ accountId }) => accountId)
}
