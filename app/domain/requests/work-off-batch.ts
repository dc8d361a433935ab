import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { isPast } from '#app/domain/deadlines/deadline-limits.ts'
import { askAccounts } from '#app/domain/requests/ask-accounts.ts'
import { queueBatch } from '#app/domain/requests/queue-batch.ts'
import { affected, rows } from '#db/client.ts'
import { RequestBatch } from '#db/models/requests.ts'

/** Accounts per transaction: short enough that a cancellation waits for a blink. */
const BATCH_ACCOUNTS = 250

export interface WorkOptions {
  batchAccounts?: number
  /** The worker is to stop: what is in hand is finished, the rest is queued again. */
  signal?: AbortSignal
}

/**
 * Asks the accounts of a confirmed batch, some at a time, each in the one transaction that also notes it: safe to
 * run twice, beside itself, and to kill at any moment. Where some fail together each is tried alone, so that one
 * account stops no other; it is then listed as failed. Ends the batch when nothing waits.
 */
export async function workOffBatch(
  ctx: Context,
  batchId: string,
  { batchAccounts = BATCH_ACCOUNTS, signal }: WorkOptions = {},
): Promise<void> {
  requirePermission(ctx.actor, 'request-batch:run')
  while (!signal?.aborted) {
    const taken: string[] = []
    try {
      await withTransaction(ctx, async (tx) => {
        const batch = await runningBatch(tx, batchId)
        if (!batch) return
        if (batch.deadlineOn && isPast(tx, batch.deadlineOn)) await failWaiting(tx, batchId)
        taken.push(...(await takeWaiting(tx, batchId, batchAccounts)))
        if (taken.length > 0) await askAccounts(tx, batch, taken)
      })
    } catch (error) {
      // Nothing was in hand: it is not an account that failed.
      if (taken.length === 0) throw error
      ctx.log.warn({ err: error, batchId, accounts: taken.length }, 'accounts are asked one by one')
      for (const accountId of taken) await askAlone(ctx, batchId, accountId)
    }
    if (taken.length === 0) {
      await finish(ctx, batchId)
      return
    }
  }
  await withTransaction(ctx, (tx) => queueBatch(tx, batchId))
}

/** The work may have stood still until the day after the one that was chosen: nobody is asked by a day that is over. */
async function failWaiting(tx: TransactionContext, batchId: string): Promise<void> {
  await affected(
    tx.db,
    `update request_items set status = 'failed', reason = 'deadline_passed', done_at = :now
      where batch_id = :batchId and status = 'waiting'`,
    { batchId, now: tx.clock.now() },
  )
}

/** The batch, held against a cancellation until the transaction ends; undefined when it has ended. */
async function runningBatch(tx: TransactionContext, batchId: string): Promise<RequestBatch | undefined> {
  return await RequestBatch.query(tx.db).findOne({ id: batchId, status: 'running' }).forShare()
}

async function takeWaiting(tx: TransactionContext, batchId: string, limit: number): Promise<string[]> {
  const taken = await rows<{ accountId: string }>(
    tx.db,
    `select account_id from request_items where batch_id = :batchId and status = 'waiting'
      order by account_id limit :limit for update skip locked`,
    { batchId, limit },
  )
  return taken.map(({ accountId }) => accountId)
}

async function askAlone(ctx: Context, batchId: string, accountId: string): Promise<void> {
  try {
    await withTransaction(ctx, async (tx) => {
      const batch = await runningBatch(tx, batchId)
      if (!batch) return
      const [waiting] = await rows(
        tx.db,
        `select 1 from request_items where batch_id = :batchId and account_id = :accountId
            and status = 'waiting' for update skip locked`,
        { batchId, accountId },
      )
      if (waiting) await askAccounts(tx, batch, [accountId])
    })
  } catch (error) {
    // When the database itself is gone this throws as well, and the whole job is tried again later.
    await affected(
      ctx.db,
      `update request_items set status = 'failed', reason = 'unexpected', done_at = :now
        where batch_id = :batchId and account_id = :accountId and status = 'waiting'`,
      { batchId, accountId, now: ctx.clock.now() },
    )
    ctx.log.error({ err: error, batchId, accountId }, 'an account could not be asked')
  }
}

async function finish(ctx: Context, batchId: string): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const [ended] = await rows<{ id: string }>(
      tx.db,
      `update request_batches set status = 'finished', ended_at = :now
        where id = :batchId and status = 'running'
          and not exists (select from request_items where batch_id = :batchId and status = 'waiting')
        returning id`,
      { batchId, now: tx.clock.now() },
    )
    if (!ended) return
    const counts = await rows<{ status: string; count: number }>(
      tx.db,
      'select status, count(*) as count from request_items where batch_id = :batchId group by status',
      { batchId },
    )
    await recordAudit(tx, {
      action: 'request_batch.finished',
      subjectType: 'request_batch',
      subjectId: batchId,
      accountId: null,
      before: { status: 'running' },
      after: {
        status: 'finished',
        ...Object.fromEntries(counts.map(({ status, count }) => [status, count])),
      },
    })
  })
}
