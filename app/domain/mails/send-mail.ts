import { requirePermission } from '#app/domain/access/permissions.ts'
import { HOUR_MS, MINUTE_MS } from '#app/domain/clock.ts'
import { followDelivery } from '#app/domain/contacts/follow-delivery.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { isOvertaken } from '#app/domain/notices/is-overtaken.ts'
import type { MailTemplate, MailTemplates } from '#app/mail/types.ts'
import { affected, rows } from '#db/client.ts'
import { Mail } from '#db/models/mail.ts'
import { queueTask } from '#db/queue.ts'

/** A claimed mail whose worker died is claimed again after this. */
const LEASE_MS = 2 * MINUTE_MS

/** After the n-th attempt without an answer: 1, 2, 4 … minutes, at most 6 hours. */
export const retryDelayMs = (attempts: number): number =>
  Math.min(6 * HOUR_MS, MINUTE_MS * 2 ** (attempts - 1))

/** About two days of retries; then the address counts as unreachable. */
const MAX_ATTEMPTS = 16

/**
 * Sends one mail of the outbox, or withdraws it where the closing of its account has overtaken it. Safe to run twice
 * and from several workers: only the one that claims the row sends. A worker killed between sending and marking leaves
 * the claim; the next attempt carries the same Message-ID, so that mailboxes fold the two.
 */
export async function sendMail(ctx: Context, mailId: string): Promise<void> {
  requirePermission(ctx.actor, 'delivery:send')
  const mail = await claim(ctx, mailId)
  if (!mail) return
  if (mail.attempts > MAX_ATTEMPTS) {
    // Each attempt ended without a result, which none does but one that takes its worker down.
    return settle(ctx, mail, { status: 'failed', providerResponse: 'worker lost' })
  }
  if (await isOvertaken(ctx, mailId)) return settle(ctx, mail, { status: 'withdrawn' })
  const rendered = await ctx.mailer.render(
    mail.template as MailTemplate,
    mail.locale,
    mail.data as MailTemplates[MailTemplate],
  )
  const result = await ctx.mailer.send({
    to: mail.toAddress,
    ...rendered,
    messageId: `<${mail.id}@${new URL(ctx.settings.publicUrl).hostname}>`,
  })
  const now = ctx.clock.now()
  const providerResponse = result.response
  if (result.outcome === 'accepted') {
    const data = mail.secret ? null : mail.data
    await settle(ctx, mail, { status: 'sent', providerResponse, sentAt: now, data })
  } else if (result.outcome === 'refused' || mail.attempts >= MAX_ATTEMPTS) {
    await settle(ctx, mail, { status: 'failed', providerResponse })
    ctx.log.warn({ mailId, attempts: mail.attempts }, 'mail failed for good')
  } else {
    await withTransaction(ctx, async (tx) => {
      await settle(tx, mail, { status: 'queued', providerResponse })
      const runAt = new Date(now.getTime() + retryDelayMs(mail.attempts))
      await queueTask(tx.db, 'send_mail', { mailId }, { key: `mail:${mailId}:${mail.attempts}`, runAt })
    })
  }
}

async function claim(ctx: Context, mailId: string): Promise<Mail | undefined> {
  const now = ctx.clock.now()
  const [claimed] = await rows<Mail>(
    ctx.db,
    `update mails set status = 'sending', attempts = attempts + 1, claimed_until = :until
      where id = :mailId and (status = 'queued' or (status = 'sending' and claimed_until < :now)) returning *`,
    { mailId, now, until: new Date(now.getTime() + LEASE_MS) },
  )
  return claimed
}

/** Writes the outcome and what follows from it, unless another worker took the row over in between. */
async function settle(ctx: Context, mail: Mail, outcome: Partial<Mail>): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const settled = await Mail.query(tx.db)
      .patch({ ...outcome, claimedUntil: null })
      .where({ id: mail.id, status: 'sending', attempts: mail.attempts })
    const isFinal = outcome.status === 'sent' || outcome.status === 'failed'
    if (settled > 0 && isFinal) await followDelivery(tx, mail.id, outcome.status === 'sent')
  })
}

/**
 * The mail server took a mail and found out later that nobody is there: it counts as never accepted. For whatever
 * reads the provider's bounces; the Message-ID of the bounced mail begins with its id. NotFound for a mail that is
 * unknown; nothing happens to one that has not been accepted.
 */
export async function reportBounce(
  ctx: Context,
  { mailId, response }: { mailId: string; response: string },
): Promise<void> {
  requirePermission(ctx.actor, 'delivery:send')
  await withTransaction(ctx, async (tx) => {
    const bounced = await Mail.query(tx.db)
      .patch({ status: 'failed', providerResponse: response })
      .where({ id: mailId, status: 'sent' })
    if (bounced > 0) await followDelivery(tx, mailId, false)
    else if (!(await Mail.query(tx.db).findById(mailId))) throw notFound()
  })
}

/** Queues again the mails whose worker died while it held them. Returns how many. */
export async function recoverMails(ctx: Context): Promise<number> {
  requirePermission(ctx.actor, 'delivery:send')
  return affected(
    ctx.db,
    `select graphile_worker.add_job('send_mail', json_build_object('mailId', id), job_key => 'mail:' || id)
       from mails where status = 'sending' and claimed_until < :now limit 1000`,
    { now: ctx.clock.now() },
  )
}
