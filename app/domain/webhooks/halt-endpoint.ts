import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { queueMails, staffWith } from '#app/domain/mails/queue-mail.ts'
import { haltReason } from '#app/domain/webhooks/retries.ts'
import { skipWaiting } from '#app/domain/webhooks/skip-waiting.ts'
import { WebhookEndpoint } from '#db/models/webhooks.ts'

/**
 * Stops sending to an endpoint that has failed long enough, without anybody's decision, and tells the administrators
 * once: `unanswered` pauses it, and what happens meanwhile waits; `gone` (it answered 410) disables it. Nothing when it
 * is stopped already.
 */
export async function haltEndpoint(
  tx: TransactionContext,
  endpointId: string,
  { failingSince, ...failing }: { outcome: string; failures: number; failingSince: Date },
): Promise<void> {
  const now = tx.clock.now()
  const basis = { at: now.toISOString(), ...failing, failingSince: failingSince.toISOString() }
  const reason = haltReason(basis)
  if (!reason) return
  const status = reason === 'gone' ? 'disabled' : 'paused'
  const [halted] = await WebhookEndpoint.query(tx.db)
    .patch({ status, statusReason: reason, statusSince: now, updatedAt: now })
    .where({ id: endpointId, status: 'enabled' })
    .returning(['id', 'url'])
  if (!halted) return
  if (status === 'disabled') await skipWaiting(tx, endpointId)
  await recordAudit(tx, {
    action: `webhook.${status}`,
    subjectType: 'webhook',
    subjectId: endpointId,
    accountId: null,
    before: { status: 'enabled' },
    after: { status, reason },
    basis,
  })
  await tellAdministrators(tx, halted, reason, failingSince)
}

async function tellAdministrators(
  tx: TransactionContext,
  { id, url }: Pick<WebhookEndpoint, 'id' | 'url'>,
  reason: 'unanswered' | 'gone',
  failingSince: Date,
): Promise<void> {
  const administrators = await staffWith(tx, 'administrator')
  await queueMails(
    tx,
    administrators.map(({ id: userId, email, name, locale }) => ({
      template: 'webhook_halted',
      to: { email, locale, userId },
      data: {
        name,
        // Paths of such addresses often carry a secret of the receiver.
        host: new URL(url).host,
        reason,
        since: failingSince.toISOString(),
        url: `${tx.settings.publicUrl}/admin/webhooks/${id}`,
      },
    })),
  )
}
