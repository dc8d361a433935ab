import { userIdOf } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { refuseDeadline } from '#app/domain/deadlines/deadline-limits.ts'
import { conflict, invalid, preconditionFailed } from '#app/domain/errors.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { chosenAccounts } from '#app/domain/requests/choose-accounts.ts'
import { holdBatch } from '#app/domain/requests/find-batch.ts'
import { judge } from '#app/domain/requests/judge-accounts.ts'
import { FINGERPRINT, needsTyping } from '#app/domain/requests/preview-batch.ts'
import { queueBatch } from '#app/domain/requests/queue-batch.ts'
import { affected, rows } from '#db/client.ts'
import { RequestBatch } from '#db/models/requests.ts'

export interface StartBatch {
  batchId: string
  /** Of the preview that the officer saw. */
  fingerprint: string
  /** The number of accounts as the officer typed it. */
  typed?: string
}

/**
 * Confirms a batch: fixes its accounts, what was previewed and nothing else, and hands them to the worker. Conflict
 * when the choice has changed since the preview, or the batch was confirmed already; Invalid when more than half
 * of all accounts are chosen and their number was not typed, or the deadline has passed; PreconditionFailed
 * without a whole file where the batch needs one, or when nobody would be asked. NotFound.
 */
export async function startBatch(ctx: Context, { batchId, fingerprint, typed }: StartBatch): Promise<void> {
  requirePermission(ctx.actor, 'request-batch:manage')
  await withTransaction(ctx, async (tx) => {
    const batch = await holdBatch(tx, batchId)
    if (batch.status !== 'prepared') throw conflict('requests.alreadyConfirmed')
    if (batch.chosenBy === 'file' && !batch.fileReadAt) throw preconditionFailed('requests.noFile')
    // A batch may wait: its day may be over by now.
    if (batch.deadlineOn) refuseDeadline(tx, batch.deadlineOn)
    const fixed = await fixItems(tx, batch)
    if (fixed.fingerprint !== fingerprint) throw conflict('requests.changed', { count: fixed.asked })
    if (fixed.asked === 0) throw preconditionFailed('requests.nobody')
    if (needsTyping(fixed.chosen, fixed.open) && digits(typed) !== String(fixed.asked)) {
      throw invalid('requests.typeNumber', { count: fixed.asked })
    }
    await RequestBatch.query(tx.db)
      .findById(batchId)
      .patch({ status: 'running', startedBy: userIdOf(tx.actor), startedAt: tx.clock.now() })
    await recordAudit(tx, {
      action: 'request_batch.started',
      subjectType: 'request_batch',
      subjectId: batchId,
      accountId: null,
      before: { status: 'prepared' },
      after: { status: 'running', chosen: fixed.chosen, asked: fixed.asked, fingerprint },
    })
    await queueBatch(tx, batchId)
  })
}

/** As people write a number: "12 482". */
const digits = (typed = '') => typed.replace(/[\s.,'’]/g, '')

/** One item for each chosen account, those that are left out with the reason. */
async function fixItems(tx: TransactionContext, batch: RequestBatch) {
  const { rules } = await currentPolicy(tx)
  const { ctes, bindings } = judge(tx, chosenAccounts(batch), batch, rules)
  await affected(
    tx.db,
    `with ${ctes}
     insert into request_items (batch_id, account_id, status, reason, documents, done_at)
       select cast(:id as uuid), account_id, case when obstacle is null then 'waiting' else 'skipped' end, obstacle,
           case when obstacle is null then documents else 0 end,
           case when obstacle is not null then cast(:now as timestamptz) end
         from verdicts`,
    { ...bindings, id: batch.id, now: tx.clock.now() },
  )
  const [fixed] = await rows<{ chosen: number; asked: number; open: number; fingerprint: string }>(
    tx.db,
    `select (select count(*) from request_items where batch_id = :id) as chosen, count(*) as asked,
         ${FINGERPRINT} as fingerprint, (select count(*) from accounts where closed_at is null) as open
       from request_items where batch_id = :id and status = 'waiting'`,
    { id: batch.id },
  )
  if (!fixed) throw new Error('an aggregate has one row')
  return fixed
}
