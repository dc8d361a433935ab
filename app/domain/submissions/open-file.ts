import { reachesAccount } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { rows } from '#db/client.ts'
import type { MediaType } from '#db/models/requirements.ts'

export interface OpenedFile {
  name: string
  mediaType: MediaType
  bytes: number
  /** Read it to its end or cancel it. */
  body: ReadableStream<Uint8Array>
}

/**
 * Opens an archived original for a member of its account or an officer, and notes the reading in the audit first.
 * NotFound for an unknown file, another account's, and one that intake has not let through.
 */
export async function openFile(
  ctx: Context,
  { fileId, purpose }: { fileId: string; purpose: 'view' | 'download' },
): Promise<OpenedFile> {
  requirePermission(ctx.actor, 'submission:read')
  const [file] = await rows<{
    accountId: string
    submissionId: string
    originalName: string
    mediaType: MediaType
    storageKey: string
  }>(
    ctx.db,
    `select s.account_id, f.submission_id, f.original_name, f.media_type, f.storage_key
       from submission_files f join submissions s on s.id = f.submission_id
      where f.id = :fileId and f.state = 'kept'`,
    { fileId },
  )
  if (!file || !reachesAccount(ctx.actor, file.accountId)) throw notFound()
  const { originalName, mediaType, storageKey, accountId, submissionId } = file
  await withTransaction(ctx, (tx) =>
    recordAudit(tx, {
      action: 'file.read',
      subjectType: 'submission_file',
      subjectId: fileId,
      accountId,
      after: { purpose, submissionId },
    }),
  )
  const { body, bytes } = await ctx.storage.get(storageKey)
  return { name: originalName, mediaType, bytes, body }
}
