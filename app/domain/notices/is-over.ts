import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/**
 * Whether a mail would tell what is over: it is that of a notice whose account is closed, or of one that asks, or
 * explains a restriction, by documents none of which is asked any more. False for a mail of no notice.
 */
export async function isOver(ctx: Pick<Context, 'db'>, mailId: string): Promise<boolean> {
  const [notice] = await rows<{ over: boolean }>(
    ctx.db,
    `select a.closed_at is not null or n.kind <> 'reinstated' and not exists (
         select from notice_requirements nr join requirements q on q.id = nr.requirement_id
          where nr.notice_id = n.id and q.closed_at is null) as over
       from notice_mails nm join notices n on n.id = nm.notice_id join accounts a on a.id = n.account_id
      where nm.mail_id = :mailId`,
    { mailId },
  )
  return notice?.over ?? false
}
