import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { DAY_MS } from '#app/domain/clock.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/** Days after which a batch that nobody confirmed is forgotten, counted from its last file. */
const DRAFT_DAYS = 7

/**
 * Deletes batches that were prepared, and their files read, a week ago and never confirmed. What was confirmed or
 * discarded stays. Returns how many; safe to run twice.
 */
export async function forgetDrafts(ctx: Context): Promise<number> {
  requirePermission(ctx.actor, 'request-batch:run')
  return withTransaction(ctx, async (tx) => {
    const forgotten = await rows<{ id: string; createdBy: string; createdAt: Date }>(
      tx.db,
      `delete from request_batches where id in (
         select id from request_batches
          where status = 'prepared' and greatest(created_at, file_read_at) <= :before
          for update skip locked)
        returning id, created_by, created_at`,
      { before: new Date(tx.clock.now().getTime() - DRAFT_DAYS * DAY_MS) },
    )
    await recordAudit(
      tx,
      ...forgotten.map(({ id, createdBy, createdAt }) => ({
        action: 'request_batch.forgotten',
        subjectType: 'request_batch',
        subjectId: id,
        accountId: null,
        before: { status: 'prepared', createdBy, createdAt },
      })),
    )
    return forgotten.length
  })
}
