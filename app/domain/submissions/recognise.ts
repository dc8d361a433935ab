import { fileTypeFromBuffer } from 'file-type'
import { extensionOf } from '#app/domain/submissions/file-name.ts'
import { type FileRefusalCode, TYPE_BY_EXTENSION } from '#app/domain/submissions/schemas.ts'
import type { MediaType } from '#db/models/requirements.ts'

/** Enough for the magic bytes of every allowed type. */
const HEAD_BYTES = 4100
/** Where a whole PDF names its cross-reference table, and a whole PNG its end. */
const TAIL_BYTES = 2048

/** The two ends of a file, kept while it streams past, so that it is never whole in memory. */
export class FileEnds {
  bytes = 0
  head = Buffer.alloc(0)
  tail = Buffer.alloc(0)

  async *watch(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      this.bytes += chunk.byteLength
      if (this.head.length < HEAD_BYTES) {
        this.head = Buffer.concat([this.head, chunk.subarray(0, HEAD_BYTES - this.head.length)])
      }
      const last = chunk.byteLength >= TAIL_BYTES ? [chunk.subarray(-TAIL_BYTES)] : [this.tail, chunk]
      this.tail = Buffer.concat(last).subarray(-TAIL_BYTES)
      yield chunk
    }
  }
}

/** Declared types that mean the same as one of ours. */
const ALIASES: Readonly<Record<string, string>> = { 'image/jpg': 'image/jpeg', 'image/pjpeg': 'image/jpeg' }

const ALLOWED: ReadonlySet<string> = new Set(Object.values(TYPE_BY_EXTENSION))

/** HEIC is one codec of HEIF; phones mix the two names freely. */
const familyOf = (type: string) => (type === 'image/heic' ? 'image/heif' : type)

/**
 * The type of a file, when content, name and declaration agree: content by its magic bytes, and the ends of PDF,
 * PNG and WebP must be those of a whole file, since magic bytes alone make `%PDF-1.4` followed by HTML a PDF.
 * HEIC alone may be declared as `application/octet-stream`; a name without ending says nothing, so it agrees.
 */
export async function recognise(
  ends: FileEnds,
  named: { name: string; declaredType: string },
): Promise<{ mediaType: MediaType } | { refused: FileRefusalCode }> {
  if (ends.bytes === 0) return { refused: 'empty' }
  const found = (await fileTypeFromBuffer(ends.head))?.mime ?? ''
  if (!ALLOWED.has(found)) return { refused: 'typeNotAllowed' }
  const mediaType = found as MediaType
  const declared = named.declaredType.split(';')[0]?.trim().toLowerCase() || 'application/octet-stream'
  const isUnlabelledHeic = familyOf(mediaType) === 'image/heif' && declared === 'application/octet-stream'
  if (!isUnlabelledHeic && familyOf(ALIASES[declared] ?? declared) !== familyOf(mediaType)) {
    return { refused: 'typeMismatch' }
  }
  const extension = extensionOf(named.name)
  if (extension && familyOf(TYPE_BY_EXTENSION[extension] ?? '') !== familyOf(mediaType)) {
    return { refused: 'typeMismatch' }
  }
  return looksWhole(ends, mediaType) ? { mediaType } : { refused: 'damaged' }
}

/** What both ends can tell without decoding. JPEG and HEIC may carry anything after their end. */
function looksWhole({ head, tail, bytes }: FileEnds, mediaType: MediaType): boolean {
  switch (mediaType) {
    case 'application/pdf': {
      const end = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail.toString('latin1').replace(/\0+$/, ''))
      return /^%PDF-[12]\.\d/.test(head.toString('latin1', 0, 8)) && end !== null && Number(end[1]) < bytes
    }
    case 'image/png':
      return tail.includes('IEND\xaeB`\x82', 0, 'latin1')
    case 'image/webp':
      return head.length >= 12 && head.readUInt32LE(4) + 8 <= bytes
    case 'image/jpeg':
    case 'image/heic':
    case 'image/heif':
      return true
  }
}
