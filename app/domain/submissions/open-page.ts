import { reachesAccount, userIdOf } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { HOUR_MS } from '#app/domain/clock.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import type { OpenedFile } from '#app/domain/submissions/open-file.ts'
import { rows } from '#db/client.ts'
import { lockName } from '#db/lock.ts'

/**
 * Opens the image of one page, from 1, for a member of its account or an officer. A reader's pages of one file are
 * noted in the audit as one reading for an hour. NotFound for an unknown file or page, and another account's.
 */
export async function openPage(
  ctx: Context,
  { fileId, page }: { fileId: string; page: number },
): Promise<OpenedFile> {
  requirePermission(ctx.actor, 'submission:read')
  const [found] = await rows<{ accountId: string; submissionId: string; storageKey: string }>(
    ctx.db,
    `select s.account_id, f.submission_id, p.storage_key
       from submission_file_pages p join submission_files f on f.id = p.file_id
         join submissions s on s.id = f.submission_id
      where p.file_id = :fileId and p.page = :page`,
    { fileId, page },
  )
  if (!found || !reachesAccount(ctx.actor, found.accountId)) throw notFound()
  await withTransaction(ctx, (tx) => noteReading(tx, { fileId, ...found }))
  const { body, bytes } = await ctx.storage.get(found.storageKey)
  return { name: `page-${page}.webp`, mediaType: 'image/webp', bytes, body }
}

async function noteReading(
  tx: TransactionContext,
  { fileId, accountId, submissionId }: { fileId: string; accountId: string; submissionId: string },
): Promise<void> {
  const { actor } = tx
  const reader = userIdOf(actor)
  // A browser asks for several pages at once: only the first of them may find no reading.
  const lock = `file.read ${fileId} ${reader}`
  await lockName(tx.db, lock)
  const noted = await rows(
    tx.db,
    `select 1 from audit_entries
      where subject_type = 'submission_file' and subject_id = :fileId and action = 'file.read'
        and actor_id is not distinct from :reader and after ->> 'purpose' = 'pages' and at > :since limit 1`,
    { fileId, reader, since: new Date(tx.clock.now().getTime() - HOUR_MS) },
  )
  if (noted.length > 0) return
  await recordAudit(tx, {
    action: 'file.read',
    subjectType: 'submission_file',
    subjectId: fileId,
    accountId,
    after: { purpose: 'pages', submissionId },
  })
}
