import { reachesAccount } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import { isUuid } from '#app/domain/ids.ts'
import { rows } from '#db/client.ts'
import type { Mail } from '#db/models/mail.ts'
import type { Notice } from '#db/models/restrictions.ts'
import { cutPage } from '#db/page.ts'

/** A member, and what became of the last mail to them of the notice that reached nobody. */
export interface UnreachedMember {
  userId: string
  name: string
  /** Where that mail went; null for somebody who joined later. */
  address: string | null
  status: Mail['status'] | null
  /** What the mail server said, as it said it. */
  response: string | null
  /** The address as it is known now. */
  email: string
}

/** An account that no mail reaches. */
export interface ContactTask {
  id: string
  accountId: string
  accountName: string
  openedAt: Date
  noticeKind: Notice['kind']
  members: UnreachedMember[]
}

const TASKS = `
  select t.id, t.account_id, a.name as account_name, t.opened_at, n.kind as notice_kind,
    coalesce((select jsonb_agg(jsonb_build_object('userId', u.id, 'name', u.name, 'email', u.email,
        'address', m.to_address, 'status', m.status, 'response', m.provider_response) order by u.created_at, u.id)
      from users u left join lateral (
        select m.to_address, m.status, m.provider_response from notice_mails nm join mails m on m.id = nm.mail_id
         where nm.notice_id = t.notice_id and m.user_id = u.id order by m.created_at desc, m.id limit 1) m on true
      where u.account_id = t.account_id and u.role = 'member' and u.disabled_at is null), '[]') as members
  from contact_tasks t join accounts a on a.id = t.account_id join notices n on n.id = t.notice_id
  where t.closed_at is null`

/** Open contact tasks, the oldest first, `limit` at a time. Invalid for an `after` that is not one of ours. */
export async function listContactTasks(
  ctx: Context,
  { after = null, limit = 50 }: { after?: string | null; limit?: number } = {},
): Promise<{ tasks: ContactTask[]; next: string | null }> {
  requirePermission(ctx.actor, 'task:handle')
  if (after && !isUuid(after)) throw invalid('cursor')
  const found = await rows<ContactTask>(
    ctx.db,
    `${TASKS} and (cast(:after as uuid) is null
        or (t.opened_at, t.id) > (select opened_at, id from contact_tasks where id = :after))
      order by t.opened_at, t.id limit :limit`,
    { after, limit: limit + 1 },
  )
  const { page, next } = cutPage(found, limit, ({ id }) => id)
  return { tasks: page, next }
}

/** The open contact task of one account, for whoever may see the account; null when mails reach it. */
export async function contactTaskOf(ctx: Context, accountId: string): Promise<ContactTask | null> {
  requirePermission(ctx.actor, 'account:read')
  if (!reachesAccount(ctx.actor, accountId)) return null
  const [task] = await rows<ContactTask>(ctx.db, `${TASKS} and t.account_id = :accountId`, { accountId })
  return task ?? null
}
