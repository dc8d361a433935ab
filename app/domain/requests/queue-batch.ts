import type { TransactionContext } from '#app/domain/context.ts'
import { queueTask } from '#db/queue.ts'

/** Hands what waits in a batch to the worker, once however often it is told. */
export const queueBatch = (tx: TransactionContext, batchId: string): Promise<void> =>
  queueTask(tx.db, 'ask_in_bulk', { batchId }, { key: `request_batch:${batchId}` })
