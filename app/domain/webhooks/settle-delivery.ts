import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import type { ClaimedDelivery } from '#app/domain/webhooks/claim-deliveries.ts'
import { haltEndpoint } from '#app/domain/webhooks/halt-endpoint.ts'
import type { Posted } from '#app/domain/webhooks/post.ts'
import { askedDelayMs, REST_AFTER_FAILURES, restMs, retryDelayMs } from '#app/domain/webhooks/retries.ts'
import { affected } from '#db/client.ts'
import { WebhookAttempt, WebhookDelivery, WebhookState } from '#db/models/webhooks.ts'

/** Of each message: three rounds of all its retries. */
export const MAX_ATTEMPTS_KEPT = 30

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
        outcome: posted.outcome,
        httpStatus: posted.httpStatus,
        attemptedAt: now,
        claim: null,
        claimedUntil: null,
      })
      .where({ id: delivery.id, claim: delivery.claim })
    if (!state || settled === 0) return false
    await keepAttempt(tx, delivery.id, posted)
    if (posted.outcome === 'delivered') await succeed(tx, state)
    else await fail(tx, state, posted)
    return true
  })
}

async function keepAttempt(tx: TransactionContext, deliveryId: number, posted: Posted): Promise<void> {
  const { retryAfter, ...attempt } = posted
  await WebhookAttempt.query(tx.db).insert({ deliveryId, at: tx.clock.now(), ...attempt })
  await affected(
    tx.db,
    `delete from webhook_attempts where id in (
       select id from webhook_attempts where delivery_id = :deliveryId order by id desc offset :kept)`,
    { deliveryId, kept: MAX_ATTEMPTS_KEPT },
  )
}

function fateOf({ attempts, giveUpAt }: ClaimedDelivery, { outcome, retryAfter }: Posted, now: Date) {
  if (outcome === 'delivered') return { status: 'delivered' as const }
  if (outcome === 'gone') return { status: 'failed' as const }
  const planned = now.getTime() + retryDelayMs(attempts)
  if (planned > giveUpAt.getTime()) return { status: 'failed' as const }
  // Whoever asks for more time than there is gets a last attempt at the end of it.
  const asked = Math.min(now.getTime() + askedDelayMs(retryAfter, now), giveUpAt.getTime())
  return { status: 'queued' as const, nextAttemptAt: new Date(Math.max(planned, asked)) }
}

async function succeed(tx: TransactionContext, state: WebhookState): Promise<void> {
  const { endpointId, failures } = state
  const now = tx.clock.now()
  const isBack = failures >= REST_AFTER_FAILURES
  await WebhookState.query(tx.db)
    // A rest that another message's answer asked for meanwhile stands.
    .patch({ failures: 0, failingSince: null, deliveredAt: now, ...(isBack && { restingUntil: null }) })
    .where({ endpointId })
  if (!isBack) return
  // It is back: what waits for a retry hours away goes now.
  await affected(
    tx.db,
    `update webhook_deliveries set next_attempt_at = :now
      where endpoint_id = :endpointId and status = 'queued' and next_attempt_at > :now`,
    { endpointId, now },
  )
}

async function fail(
  tx: TransactionContext,
  state: WebhookState,
  { outcome, retryAfter }: Posted,
): Promise<void> {
  const { endpointId } = state
  const now = tx.clock.now()
  const failures = state.failures + 1
  const failingSince = state.failingSince ?? now
  const rest = restMs(failures, askedDelayMs(retryAfter, now))
  await WebhookState.query(tx.db)
    .patch({
      failures,
      failingSince,
      restingUntil: latest(state.restingUntil, new Date(now.getTime() + rest)),
    })
    .where({ endpointId })
  await haltEndpoint(tx, endpointId, { outcome, failures, failingSince })
}

const latest = (a: Date | null, b: Date): Date => (a && a > b ? a : b)
