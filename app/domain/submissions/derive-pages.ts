import type { Context } from '#app/domain/context.ts'
import { type DecodeLimits, runDecoder } from '#app/domain/submissions/run-decoder.ts'
import type { PreviewFault, SubmissionFile } from '#db/models/requirements.ts'

export interface DerivedPages {
  /** None when there is a fault. */
  pages: { page: number; storageKey: string; width: number; height: number }[]
  fault: PreviewFault | null
}

/**
 * Makes the page images that officers look at from an archived original and stores them; a second run replaces them
 * by the same. Nothing is stored of a file with a fault. Throws when the store does not answer or no decoder can
 * be run.
 */
export async function derivePages(
  ctx: Context,
  { file, storageKey }: { file: Pick<SubmissionFile, 'id' | 'mediaType'>; storageKey: string },
  limits?: Partial<DecodeLimits>,
): Promise<DerivedPages> {
  const { body } = await ctx.storage.get(storageKey)
  const bytes = new Uint8Array(await new Response(body).arrayBuffer())
  const decoded = await runDecoder({ mediaType: file.mediaType, bytes }, limits)
  if ('fault' in decoded) {
    ctx.log.warn({ fileId: file.id, fault: decoded.fault, cause: decoded.cause }, 'no page images of a file')
    return { pages: [], fault: decoded.fault }
  }
  const pages: DerivedPages['pages'] = []
  for (const [index, { width, height, webp }] of decoded.pages.entries()) {
    const page = index + 1
    const key = `derivatives/${file.id}/${page}.webp`
    await ctx.storage.put(key, whole(webp), { contentType: 'image/webp', maxBytes: webp.byteLength })
    pages.push({ page, storageKey: key, width, height })
  }
  return { pages, fault: null }
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
