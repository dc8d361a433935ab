import type { TransactionContext } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { WebhookEndpoint, WebhookState } from '#db/models/webhooks.ts'

/** Locks an endpoint through its state, which everything that happens to it locks first. NotFound when deleted. */
export async function lockEndpoint(tx: TransactionContext, endpointId: string): Promise<WebhookEndpoint> {
  const state = await WebhookState.query(tx.db).findById(endpointId).forUpdate()
  if (!state) throw notFound()
  return WebhookEndpoint.query(tx.db).findById(endpointId).throwIfNotFound()
}
