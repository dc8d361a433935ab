import { PDFiumLibrary } from '@hyzyla/pdfium'
import heic from 'heic-decode'
import sharp, { type Sharp } from 'sharp'
import type { MediaType, PreviewFault } from '#db/models/requirements.ts'

/** intake.md, "Limits". A few kilobytes of PNG can name 16000 × 16000 pixels. */
const MAX_PIXELS = 40_000_000
const MAX_PAGES = 30
/** A4 at about 190 dots an inch. */
const PDF_WIDTH = 1600
/** A photo keeps enough to zoom into small print. */
const PHOTO_WIDTH = 2400
/** For what is long and narrow, such as a till receipt; WebP itself ends at 16383. */
const MAX_HEIGHT = 8000

export interface PageImage {
  width: number
  height: number
  webp: Uint8Array
}

/** A file that cannot be shown, and why. */
export class PreviewError extends Error {
  override readonly name = 'PreviewError'
  constructor(
    readonly fault: PreviewFault,
    options?: { cause?: unknown },
  ) {
    super(`no page images: ${fault}`, options)
  }
}

/**
 * Decodes a file whole, page by page, into upright WebP images without metadata. Runs code of decoders on bytes
 * that anybody may have made: only to be called in the process of decode-process.ts. Throws PreviewError.
 */
export async function* decodeFile(mediaType: MediaType, bytes: Uint8Array): AsyncGenerator<PageImage> {
  switch (mediaType) {
    case 'application/pdf':
      yield* pdfPages(bytes)
      return
    case 'image/heic':
    case 'image/heif':
      yield photo(await heicPixels(bytes))
      return
    case 'image/jpeg':
    case 'image/png':
    case 'image/webp':
      yield photo(sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' }))
      return
  }
}

async function* pdfPages(bytes: Uint8Array): AsyncGenerator<PageImage> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(bytes).catch((cause: Error) => {
    // The library has no codes: these are its words for pdfium's errors PASSWORD and SECURITY.
    const locked = /password|security/i.test(cause.message)
    throw new PreviewError(locked ? 'password_protected' : 'corrupt', { cause })
  })
  const count = document.getPageCount()
  if (count === 0) throw new PreviewError('corrupt')
  if (count > MAX_PAGES) throw new PreviewError('too_large')
  for (const page of document.pages()) {
    const { originalWidth, originalHeight } = page.getOriginalSize()
    // A page that pdfium cannot load has no size.
    if (!(originalWidth > 0 && originalHeight > 0)) throw new PreviewError('corrupt')
    const scale = Math.min(PDF_WIDTH / originalWidth, MAX_HEIGHT / originalHeight)
    const { data, width, height } = await page.render({
      width: Math.max(1, Math.round(originalWidth * scale)),
      height: Math.max(1, Math.round(originalHeight * scale)),
      scale: 1,
      // What was typed into a form is part of the document.
      renderFormFields: true,
    })
    yield toWebp(sharp(data, { raw: { width, height, channels: 4 } }))
  }
}

async function heicPixels(bytes: Uint8Array): Promise<Sharp> {
  try {
    // The published types leave out the size, which is known before anything is decoded.
    const [image] = (await heic.all({ buffer: bytes })) as Sized<
      Awaited<ReturnType<typeof heic.all>>[number]
    >[]
    if (!image) throw new PreviewError('corrupt')
    if (image.width * image.height > MAX_PIXELS) throw new PreviewError('too_large')
    const { width, height, data } = await image.decode()
    return sharp(data, { raw: { width, height, channels: 4 } })
  } catch (cause) {
    throw cause instanceof PreviewError ? cause : new PreviewError('corrupt', { cause })
  }
}

type Sized<T> = T & { width: number; height: number }

/** Turned as the camera says, since its note of that is removed with all others. */
const photo = (image: Sharp) =>
  toWebp(
    image
      .autoOrient()
      .resize({ width: PHOTO_WIDTH, height: MAX_HEIGHT, fit: 'inside', withoutEnlargement: true }),
  )

async function toWebp(image: Sharp): Promise<PageImage> {
  try {
    const { data, info } = await image
      .flatten({ background: '#ffffff' })
      .webp({ quality: 82, effort: 2 })
      .toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, webp: data }
  } catch (cause) {
    const tooLarge = cause instanceof Error && /pixel limit/i.test(cause.message)
    throw new PreviewError(tooLarge ? 'too_large' : 'corrupt', { cause })
  }
}
