import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/**
 * Whether the closing of an account has overtaken the mail of a notice: the account is closed, or it was while the mail
 * waited and nothing that the notice lists is asked any more. False for a mail of no notice.
 */
export async function isOvertaken(ctx: Pick<Context, 'db'>, mailId: string): Promise<boolean> {
  const [notice] = await rows<{ overtaken: boolean }>(
    ctx.db,
    `select a.closed_at is not null or (select coalesce(bool_and(q.closed_at is not null), false)
           and coalesce(bool_or(q.closed_with_account), false)
         from notice_requirements nr join requirements q on q.id = nr.requirement_id
        where nr.notice_id = n.id) as overtaken
       from notice_mails nm join notices n on n.id = nm.notice_id join accounts a on a.id = n.account_id
      where nm.mail_id = :mailId`,
    { mailId },
  )
  return notice?.overtaken ?? false
}
