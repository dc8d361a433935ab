import { randomUUID } from 'node:crypto'
import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import type { FormPart } from '#app/domain/submissions/submit.ts'

/** A file as a browser would send it. */
export interface TestFile {
  field?: string
  name: string
  type: string
  bytes: Uint8Array
}

/** A real PDF with one page. */
export async function pdf(name = 'rib.pdf', pages = 1): Promise<TestFile> {
  const document = await PDFDocument.create()
  for (let page = 1; page <= pages; page += 1) document.addPage().drawText(`Page ${page} ${randomUUID()}`)
  return { name, type: 'application/pdf', bytes: await document.save({ useObjectStreams: false }) }
}

/** A real picture, of any type that sharp can write. */
export async function picture(
  format: 'jpeg' | 'png' | 'webp' | 'gif' = 'jpeg',
  name = `photo.${format}`,
): Promise<TestFile> {
  const image = sharp({ create: { width: 64, height: 48, channels: 3, background: '#336699' } })
  return { name, type: `image/${format}`, bytes: await image.toFormat(format).toBuffer() }
}

/** The box that begins every HEIC file; there is no encoder at hand, and recognising needs no more. */
export function heic(name = 'IMG_0001.HEIC', type = 'application/octet-stream'): TestFile {
  const box = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')
  return { name, type, bytes: Buffer.concat([box, Buffer.alloc(400)]) }
}

/** A valid PDF of exactly `bytes` bytes: a comment of that length before the last table. */
export async function pdfOfSize(bytes: number, name = 'grand.pdf'): Promise<TestFile> {
  const { bytes: small } = await pdf()
  const end = Buffer.from(small).lastIndexOf('startxref')
  const padding = Buffer.alloc(bytes - small.length, 'x')
  padding.write('%')
  padding.write('\n', padding.length - 1)
  return {
    name,
    type: 'application/pdf',
    bytes: Buffer.concat([small.subarray(0, end), padding, small.subarray(end)]),
  }
}

/** The parts of a form in the order of the page, each file in chunks. */
export async function* formOf(
  files: readonly TestFile[],
  { submitKey = randomUUID() as string, chunkBytes = 64 * 1024 } = {},
): AsyncGenerator<FormPart> {
  yield { kind: 'field', name: 'submit_key', value: submitKey }
  for (const { field = 'whole', name, type, bytes } of files) {
    yield { kind: 'file', field, file: { name, declaredType: type, body: chunks(bytes, chunkBytes) } }
  }
}

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
