import { PDFDocument, PDFHexString, PDFName } from 'pdf-lib'
import sharp from 'sharp'
import { pdf, type TestFile } from '#tests/factories/submission.ts'

/** A phone's photo lying on its side: red at the left as stored, so at the top when it is held upright. */
export async function lyingPhoto(): Promise<TestFile> {
  const red = { create: { width: 40, height: 60, channels: 3 as const, background: '#ff0000' } }
  const bytes = await sharp({ create: { width: 80, height: 60, channels: 3, background: '#0000ff' } })
    .composite([{ input: await sharp(red).png().toBuffer(), left: 0, top: 0 }])
    .withMetadata({ orientation: 6, exif: { IFD0: { Copyright: 'taken at home' } } })
    .jpeg()
    .toBuffer()
  return { name: 'photo.jpg', type: 'image/jpeg', bytes }
}

/** Under a megabyte that unpacks to 768. */
export async function hugePng(): Promise<TestFile> {
  const image = sharp({ create: { width: 16_000, height: 16_000, channels: 3, background: '#ffffff' } })
  return { name: 'plan.png', type: 'image/png', bytes: await image.png().toBuffer() }
}

export async function truncatedJpeg(): Promise<TestFile> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 }
  const image = sharp({ create: { width: 600, height: 600, channels: 3, background: '#888888', noise } })
  const whole = await image.jpeg().toBuffer()
  return { name: 'coupe.jpg', type: 'image/jpeg', bytes: whole.subarray(0, whole.length / 2) }
}

/** A PDF that names an encryption whose user password is nobody's. */
export async function lockedPdf(): Promise<TestFile> {
  const document = await PDFDocument.create()
  document.addPage().drawText('secret')
  const { context } = document
  context.trailerInfo.ID = context.obj([PDFHexString.of('ab'.repeat(16)), PDFHexString.of('ab'.repeat(16))])
  context.trailerInfo.Encrypt = context.register(
    context.obj({
      Filter: 'Standard',
      V: 1,
      R: 2,
      O: PDFHexString.of('01'.repeat(32)),
      U: PDFHexString.of('02'.repeat(32)),
      P: -4,
    }),
  )
  const bytes = await document.save({ useObjectStreams: false })
  return { name: 'protege.pdf', type: 'application/pdf', bytes }
}

/** A page that fills itself with a gradient fifty thousand times: small, and not done for minutes. */
export async function endlessPdf(): Promise<TestFile> {
  const document = await PDFDocument.create()
  const { context } = document
  const gradient = context.register(
    context.obj({
      ShadingType: 2,
      ColorSpace: 'DeviceRGB',
      Coords: [0, 0, 500, 500],
      Extend: [true, true],
      Function: { FunctionType: 2, Domain: [0, 1], C0: [1, 0, 0], C1: [0, 0, 1], N: 1.7 },
    }),
  )
  const page = document.addPage([500, 500])
  page.node.set(PDFName.of('Resources'), context.obj({ Shading: { S: gradient } }))
  page.node.set(PDFName.of('Contents'), context.register(context.flateStream('/S sh\n'.repeat(50_000))))
  const bytes = await document.save({ useObjectStreams: false })
  return { name: 'sans-fin.pdf', type: 'application/pdf', bytes }
}

export const longPdf = (): Promise<TestFile> => pdf('registre.pdf', 31)

/** A whole HEIC photo, 64 by 48: nothing here can encode HEVC, so it was made once. */
export function heicPhoto(): TestFile {
  const bytes = Buffer.from(
    'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAa1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRt' +
      'AAAAAAACAAAAEGlkYXQAAAAAAEAAMAAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHRAAEAAAAAAAAALQACAAEAAAAAAAAAAQAAAAAAAAAIAAAA' +
      'OGlpbmYAAAAAAAIAAAAVaW5mZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAADYaXBycAAAALZpcGNvAAAAdmh2Y0MBA3AA' +
      'AAAAAAAAAAAe8AD8/fj4AAAPAyAAAQAYQAEMAf//A3AAAAMAkAAAAwAAAwAeugJAIQABACpCAQEDcAAAAwCQAAADAAADAB6gIIEFlurkprm4' +
      'EBAwIAAAAwAgAAADACEiAAEABkQBwXPAiQAAABRpc3BlAAAAAAAAAEAAAABAAAAAFGlzcGUAAAAAAAAAQAAAADAAAAAQcGl4aQAAAAADCAgI' +
      'AAAAGmlwbWEAAAAAAAAAAgABAoECAAICA4QAAAAaaXJlZgAAAAAAAAAOZGltZwACAAEAAQAAADVtZGF0AAAAKSgBrxmA94RJf9to/YtfnAzV' +
      '4s2A4p89AJQ/emSv+YEd09P9CO2L74mu',
    'base64',
  )
  return { name: 'IMG_0001.HEIC', type: 'application/octet-stream', bytes }
}
