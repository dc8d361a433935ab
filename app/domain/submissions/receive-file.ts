import { randomUUID } from 'node:crypto'
import type { Context } from '#app/domain/context.ts'
import { cleanFileName } from '#app/domain/submissions/file-name.ts'
import { FileEnds, recognise } from '#app/domain/submissions/recognise.ts'
import { type FileRefusalCode, MAX_FILE_BYTES, type Side } from '#app/domain/submissions/schemas.ts'
import type { MediaType } from '#db/models/requirements.ts'
import { isStorageError } from '#storage/contract.ts'

/** A file on its way in. `body` can be read once and is left where reading stopped. */
export interface IncomingFile {
  name: string
  declaredType: string
  body: AsyncIterable<Uint8Array>
}

export interface ReceivedFile {
  side: Side
  name: string
  mediaType: MediaType
  bytes: number
  sha256: string
  storageKey: string
}

export interface RefusedFile {
  /** Which file of the form, from 0. */
  position: number
  side: Side
  name: string
  code: FileRefusalCode
}

/**
 * Streams one file into quarantine and says what it is. A refused file leaves nothing behind: of one that is too
 * large no byte past the limit is stored. Errors of the body and of the store are thrown on, also without a trace.
 */
export async function receiveFile(
  ctx: Context,
  { side, position, file }: { side: Side; position: number; file: IncomingFile },
): Promise<ReceivedFile | RefusedFile> {
  const name = cleanFileName(file.name)
  const storageKey = `quarantine/${randomUUID()}`
  const ends = new FileEnds()
  let stored: Awaited<ReturnType<Context['storage']['put']>>
  try {
    // The type is known only once the file is here; nothing is ever served from quarantine.
    stored = await ctx.storage.put(storageKey, ends.watch(file.body), {
      contentType: 'application/octet-stream',
      maxBytes: MAX_FILE_BYTES,
      onlyIfAbsent: true,
    })
  } catch (error) {
    if (isStorageError(error, 'too_large')) return { position, side, name, code: 'tooLarge' }
    throw error
  }
  const recognised = await recognise(ends, { name, declaredType: file.declaredType })
  if ('refused' in recognised) {
    await ctx.storage.delete(storageKey)
    return { position, side, name, code: recognised.refused }
  }
  return { side, name, mediaType: recognised.mediaType, ...stored, storageKey }
}
