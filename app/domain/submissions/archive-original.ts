import { createHash } from 'node:crypto'
import type { Context } from '#app/domain/context.ts'
import type { SubmissionFile } from '#db/models/requirements.ts'
import { isStorageError } from '#storage/contract.ts'

/**
 * Copies an original write-once from quarantine to `to`; a copy that is there already is verified instead. False
 * when the stored bytes are gone or are no longer those that were sent.
 */
export async function archiveOriginal(ctx: Context, file: SubmissionFile, to: string): Promise<boolean> {
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
