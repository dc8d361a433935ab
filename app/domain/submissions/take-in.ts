import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { appendClock } from '#app/domain/deadlines/append-clock.ts'
import { resumeByPolicy } from '#app/domain/deadlines/policy-clock.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { archiveOriginal } from '#app/domain/submissions/archive-original.ts'
import { type DerivedPages, derivePages } from '#app/domain/submissions/derive-pages.ts'
import type { DecodeLimits } from '#app/domain/submissions/run-decoder.ts'
import { affected, rows } from '#db/client.ts'
import { Submission, SubmissionFile, SubmissionFilePage } from '#db/models/requirements.ts'

interface Kept extends DerivedPages {
  id: string
  from: string
  to: string
}

export interface TakeInOptions {
  /** False leaves the page images out, for files that nobody is going to look at. */
  pages?: boolean
  limits?: Partial<DecodeLimits>
}

/**
 * Intake of one submission, run by the worker: proves that each stored file is still the one that was sent,
 * copies it write-once to the archive, makes the page images and hands the submission to the officers. Killed
 * anywhere and run again, it ends the same: copies that are there are verified instead of made, images are made
 * again, and the change of state is conditional. A file that cannot be decoded is handed over with the fault.
 * A file that cannot be proved ends the submission at once and gives the ball back to the merchant, so nothing
 * stays pending. Throws when the store does not answer: the queue tries again.
 */
export async function takeIn(
  ctx: Context,
  submissionId: string,
  { pages = true, limits }: TakeInOptions = {},
): Promise<void> {
  const submission = await Submission.query(ctx.db).findById(submissionId)
  const files = await SubmissionFile.query(ctx.db)
    .where({ submissionId, state: 'quarantined' })
    .orderBy('position')
  if (!submission || files.length === 0) return
  const kept: Kept[] = []
  for (const file of files) {
    const to = `documents/${submission.accountId}/${file.id}`
    if (!(await archiveOriginal(ctx, file, to))) {
      await giveBack(ctx, submission, file)
      return
    }
    const derived: DerivedPages = pages
      ? await derivePages(ctx, { file, storageKey: to }, limits)
      : { pages: [], fault: null }
    kept.push({ id: file.id, from: file.storageKey, to, ...derived })
  }
  await handOver(ctx, submission, kept)
  // After the commit: a crash before this leaves objects without a row, which `removeOrphans` takes away.
  await Promise.all(kept.map(({ from }) => ctx.storage.delete(from)))
}

/** Points the rows at the archive. An answer that was replaced meanwhile is kept too, but not put into the queue. */
async function handOver(ctx: Context, submission: Submission, kept: readonly Kept[]): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    // The order of every other verb: requirement first, so that none waits for another in a circle.
    await lockRequirement(tx, submission)
    const moved = await affected(
      tx.db,
      `update submission_files f set storage_key = k.to_key, state = 'kept', preview_fault = k.fault
         from jsonb_to_recordset(:kept) as k (id uuid, to_key text, fault text)
        where f.id = k.id and f.state = 'quarantined'`,
      { kept: JSON.stringify(kept.map(({ id, to, fault }) => ({ id, to_key: to, fault }))) },
    )
    if (moved === 0) return
    const pages = kept.flatMap(({ id: fileId, pages }) => pages.map((page) => ({ fileId, ...page })))
    if (pages.length > 0) await SubmissionFilePage.query(tx.db).insert(pages)
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
    await appendClock(tx, submission.requirementId, resumeByPolicy(await currentPolicy(tx), 'intake_failed'))
  })
}

const lockRequirement = (tx: TransactionContext, { requirementId }: Submission) =>
  rows(tx.db, `select 1 from requirements where id = :requirementId for no key update`, { requirementId })

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
