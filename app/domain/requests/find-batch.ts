import type { Context, TransactionContext } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { RequestBatch } from '#db/models/requests.ts'

/** One batch. NotFound. */
export async function findBatch(ctx: Pick<Context, 'db'>, id: string): Promise<RequestBatch> {
  const batch = await RequestBatch.query(ctx.db).findById(id)
  if (!batch) throw notFound()
  return batch
}

/** The same, held until the transaction ends, so that what is decided about it still holds. NotFound. */
export async function holdBatch(tx: TransactionContext, id: string): Promise<RequestBatch> {
  const batch = await RequestBatch.query(tx.db).findById(id).forUpdate()
  if (!batch) throw notFound()
  return batch
}
