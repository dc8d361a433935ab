import type { Context } from '#app/domain/context.ts'
import { affected } from '#db/client.ts'

/** All mails written so far have arrived, a few seconds after they were written; nothing of the past is sent now. */
export async function deliverMails(ctx: Context): Promise<void> {
  await affected(
    ctx.db,
    `update mails set status = 'sent', attempts = 1, provider_response = '250 2.0.0 OK',
       sent_at = created_at + interval '4 seconds', data = case when secret then null else data end
     where status = 'queued'`,
  )
}

/** All broadcasts so far have arrived within two minutes, but for the one mailbox in a hundred that was full. */
export async function deliverBroadcasts(ctx: Context): Promise<void> {
  await affected(
    ctx.db,
    `update deliveries d set attempts = 1,
       status = case when d.id % 97 = 0 then 'failed' else 'sent' end,
       provider_response = case when d.id % 97 = 0 then '552 5.2.2 Mailbox full' else '250 2.0.0 OK' end,
       sent_at = case when d.id % 97 = 0 then null else b.created_at + (d.id % 71) * interval '1 second' end
     from broadcasts b where b.id = d.broadcast_id and d.status = 'queued'`,
  )
  await affected(
    ctx.db,
    `update broadcasts set finished_at = created_at + interval '2 minutes' where finished_at is null`,
  )
}
