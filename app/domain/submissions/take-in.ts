import { createHash } from 'node:crypto'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { appendClock } from '#app/domain/requirements/append-clock.ts'
import { currentPolicy } from '#app/domain/restrictions/policy.ts'
import { affected, rows } from '#db/client.ts'
import { Submission, SubmissionFile } from '#db/models/requirements.ts'
import { isStorageError } from '#storage/contract.ts'

interface Kept {
  id: string
  from: string
  to: string
}

/**
 * Intake of one submission, run by the worker: proves that each stored file is still the one that was sent,
 * copies it write-once to the archive and hands the submission to the officers. Killed anywhere and run again,
 * it ends the same: copies that are there are verified instead of made, and the change of state is conditional.
 * A file that cannot be proved ends the submission at once and gives the ball back to the merchant, so nothing
 * stays pending. Throws when the store does not answer: the queue tries again.
 */
export async function takeIn(ctx: Context, submissionId: string): Promise<void> {
  const submission = await Submission.query(ctx.db).findById(submissionId)
  const files = await SubmissionFile.query(ctx.db)
    .where({ submissionId, state: 'quarantined' })
    .orderBy('position')
  if (!submission || files.length === 0) return
  const kept: Kept[] = []
  for (const file of files) {
    const to = `documents/${submission.accountId}/${file.id}`
    if (!(await archive(ctx, file, to))) {
      await giveBack(ctx, submission, file)
      return
    }
    kept.push({ id: file.id, from: file.storageKey, to })
  }
  await handOver(ctx, submission, kept)
  // After the commit: a crash before this leaves objects without a row, which `removeOrphans` takes away.
  await Promise.all(kept.map(({ from }) => ctx.storage.delete(from)))
}

/** False when the stored bytes are gone or are no longer those that were sent. */
async function archive(ctx: Context, file: SubmissionFile, to: string): Promise<boolean> {
  if (!(await isIntact(ctx, file.storageKey, file))) return false
  try {
    await ctx.storage.copy(file.storageKey, to, { onlyIfAbsent: true })
    return true
  } catch (error) {
    if (isStorageError(error, 'exists')) return isIntact(ctx, to, file)
    throw error
  }
}

async function isIntact(
  ctx: Context,
  key: string,
  expected: { bytes: number; sha256: string },
): Promise<boolean> {
  try {
    const { body } = await ctx.storage.get(key)
    const hash = createHash('sha256')
    let bytes = 0
    for await (const chunk of body) {
      bytes += chunk.byteLength
      hash.update(chunk)
    }
    return bytes === expected.bytes && hash.digest('hex') === expected.sha256
  } catch (error) {
    if (isStorageError(error, 'not_found')) return false
    throw error
  }
}

/** Points the rows at the archive. An answer that was replaced meanwhile is kept too, but not put into the queue. */
async function handOver(ctx: Context, submission: Submission, kept: readonly Kept[]): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    // The order of every other verb: requirement first, so that none waits for another in a circle.
    await lockRequirement(tx, submission)
    const moved = await affected(
      tx.db,
      `update submission_files f set storage_key = k.to_key, state = 'kept'
         from jsonb_to_recordset(:kept) as k (id uuid, to_key text)
        where f.id = k.id and f.state = 'quarantined'`,
      { kept: JSON.stringify(kept.map(({ id, to }) => ({ id, to_key: to }))) },
    )
    if (moved === 0) return
    const inReview = await advance(tx, submission, 'in_review')
    await recordAudit(tx, {
      action: 'submission.taken_in',
      subjectType: 'submission',
      subjectId: submission.id,
      accountId: submission.accountId,
      before: { status: 'submitted' },
      after: { status: inReview ? 'in_review' : 'superseded', files: kept.map(({ id }) => id) },
    })
  })
}

/** The merchant sends again, with at least the time that a rejection leaves: the fault is ours. */
async function giveBack(ctx: Context, submission: Submission, damaged: SubmissionFile): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await lockRequirement(tx, submission)
    const refused = await affected(
      tx.db,
      `update submission_files set state = 'refused' where submission_id = :id and state = 'quarantined'`,
      { id: submission.id },
    )
    // Another worker was faster: the object is gone from quarantine because it lies in the archive.
    if (refused === 0) return
    ctx.log.error({ submissionId: submission.id, fileId: damaged.id }, 'a stored file is not the one sent')
    const rejected = await advance(tx, submission, 'rejected')
    await recordAudit(tx, {
      action: 'submission.take_in_failed',
      subjectType: 'submission',
      subjectId: submission.id,
      accountId: submission.accountId,
      before: { status: 'submitted' },
      after: { status: rejected ? 'rejected' : 'superseded', fileId: damaged.id, sha256: damaged.sha256 },
    })
    if (!rejected) return
    const { rules } = await currentPolicy(tx)
    await appendClock(tx, submission.requirementId, {
      kind: 'resumed',
      leastDays: rules.floorDays,
      cause: 'intake_failed',
    })
  })
}

const lockRequirement = (tx: TransactionContext, { requirementId }: Submission) =>
  rows(tx.db, `select 1 from requirements where id = :requirementId for update`, { requirementId })

/** Moves submission and requirement on together; false when the submission was replaced or ended meanwhile. */
async function advance(
  tx: TransactionContext,
  { id, requirementId }: Submission,
  to: 'in_review' | 'rejected',
): Promise<boolean> {
  const advanced = await affected(
    tx.db,
    `update submissions set status = :to, version = version + 1 where id = :id and status = 'submitted'`,
    { id, to },
  )
  if (advanced === 0) return false
  await affected(
    tx.db,
    `update requirements set status = :to, version = version + 1
      where id = :requirementId and status = 'submitted'`,
    { requirementId, to },
  )
  return true
}
