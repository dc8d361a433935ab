import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import type { ClaimedDelivery } from '#app/domain/webhooks/claim-deliveries.ts'
import { haltEndpoint } from '#app/domain/webhooks/halt-endpoint.ts'
import type { Posted } from '#app/domain/webhooks/post.ts'
import {
  PAUSE_AFTER_FAILURES,
  PAUSE_AFTER_MS,
  REST_AFTER_FAILURES,
  restMs,
  retryDelayMs,
} from '#app/domain/webhooks/retries.ts'
import { affected } from '#db/client.ts'
import { WebhookDelivery, WebhookState } from '#db/models/webhooks.ts'

/**
 * Writes down what became of an attempt, with all that follows for the message and its endpoint. False when the claim
 * was lost meanwhile, to another worker or with the endpoint: then nothing is written.
 */
export async function settleDelivery(
  ctx: Context,
  delivery: ClaimedDelivery,
  posted: Posted,
): Promise<boolean> {
  return withTransaction(ctx, async (tx) => {
    const now = tx.clock.now()
    const state = await WebhookState.query(tx.db).findById(delivery.endpointId).forUpdate()
    const settled = await WebhookDelivery.query(tx.db)
      .patch({
        ...fateOf(delivery, posted, now),
        ...posted,
        attemptedAt: now,
        claim: null,
        claimedUntil: null,
      })
      .where({ id: delivery.id, claim: delivery.claim })
    if (!state || settled === 0) return false
    if (posted.outcome === 'delivered') await succeed(tx, state)
    else await fail(tx, state, posted)
    return true
  })
}

function fateOf({ attempts, giveUpAt }: ClaimedDelivery, { outcome }: Posted, now: Date) {
  if (outcome === 'delivered') return { status: 'delivered' as const }
  if (outcome === 'gone') return { status: 'failed' as const }
  const nextAttemptAt = new Date(now.getTime() + retryDelayMs(attempts))
  return nextAttemptAt > giveUpAt
    ? { status: 'failed' as const }
    : { status: 'queued' as const, nextAttemptAt }
}

async function succeed(tx: TransactionContext, state: WebhookState): Promise<void> {
  const { endpointId, failures } = state
  const now = tx.clock.now()
  await WebhookState.query(tx.db)
    .patch({ failures: 0, failingSince: null, restingUntil: null, deliveredAt: now })
    .where({ endpointId })
  if (failures < REST_AFTER_FAILURES) return
  // It is back: what waits for a retry hours away goes now.
  await affected(
    tx.db,
    `update webhook_deliveries set next_attempt_at = :now
      where endpoint_id = :endpointId and status = 'queued' and next_attempt_at > :now`,
    { endpointId, now },
  )
}

async function fail(tx: TransactionContext, state: WebhookState, { outcome }: Posted): Promise<void> {
  const { endpointId } = state
  const now = tx.clock.now()
  const failures = state.failures + 1
  const failingSince = state.failingSince ?? now
  await WebhookState.query(tx.db)
    .patch({ failures, failingSince, restingUntil: new Date(now.getTime() + restMs(failures)) })
    .where({ endpointId })
  if (outcome === 'gone') await haltEndpoint(tx, endpointId, 'gone', failingSince)
  else if (failures >= PAUSE_AFTER_FAILURES && now.getTime() - failingSince.getTime() >= PAUSE_AFTER_MS)
    await haltEndpoint(tx, endpointId, 'unanswered', failingSince)
}
