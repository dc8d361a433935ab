import { describe, expect, test } from 'vitest'
import { cleanFileName, extensionOf } from '#app/domain/submissions/file-name.ts'
import { FileEnds, recognise } from '#app/domain/submissions/recognise.ts'
import { heic, pdf, picture, type TestFile } from '#tests/factories/submission.ts'

async function judge({ name, type, bytes }: TestFile, chunkBytes = 1000) {
  const ends = new FileEnds()
  async function* body() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
  }
  for await (const _ of ends.watch(body()));
  return recognise(ends, { name, declaredType: type })
}
const text = (content: string) => Buffer.from(content, 'latin1')

describe('a file is recognised', () => {
  test('by its content, whatever pieces it came in', async () => {
    const document = await pdf()
    for (const chunkBytes of [1, 7, 4100, 1_000_000]) {
      expect(await judge(document, chunkBytes)).toEqual({ mediaType: 'application/pdf' })
    }
    expect(await judge(await picture('jpeg'))).toEqual({ mediaType: 'image/jpeg' })
    expect(await judge(await picture('png'))).toEqual({ mediaType: 'image/png' })
    expect(await judge(await picture('webp'))).toEqual({ mediaType: 'image/webp' })
  })

  test('as HEIC under every label that phones use', async () => {
    for (const type of ['application/octet-stream', '', 'image/heic', 'image/heif']) {
      expect(await judge(heic('IMG_1.HEIC', type))).toEqual({ mediaType: 'image/heic' })
    }
    expect(await judge(heic('IMG_1.heif', 'image/heif'))).toEqual({ mediaType: 'image/heic' })
  })

  test('without an ending in its name, and as image/jpg', async () => {
    const photo = await picture('jpeg')
    expect(await judge({ ...photo, name: 'image' })).toEqual({ mediaType: 'image/jpeg' })
    expect(await judge({ ...photo, type: 'image/jpg' })).toEqual({ mediaType: 'image/jpeg' })
    expect(await judge({ ...photo, type: 'IMAGE/JPEG; charset=binary' })).toEqual({ mediaType: 'image/jpeg' })
  })
})

describe('a file is refused', () => {
  test('when it is empty', async () => {
    expect(await judge({ ...(await pdf()), bytes: new Uint8Array() })).toEqual({ refused: 'empty' })
  })

  test.each([
    ['one byte', 'a.pdf', 'application/pdf', '%'],
    ['SVG called PNG', 'logo.png', 'image/png', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'],
    ['GIF that is also a script', 'a.gif', 'image/gif', 'GIF89a/*\0\0*/=1;alert(1)'],
    ['GIF called JPEG', 'a.jpg', 'image/jpeg', 'GIF89a/*\0\0*/=1;alert(1)'],
    ['HTML called PDF', 'a.pdf', 'application/pdf', '<html><script>alert(1)</script></html>'],
    ['ZIP', 'a.zip', 'application/zip', 'PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
  ])('when its type is not allowed: %s', async (_, name, type, content) => {
    expect(await judge({ name, type, bytes: text(content) })).toEqual({ refused: 'typeNotAllowed' })
  })

  test('when name, declaration and content do not agree', async () => {
    const document = await pdf()
    expect(await judge({ ...document, name: 'rib.jpg' })).toEqual({ refused: 'typeMismatch' })
    expect(await judge({ ...document, name: 'rib.exe' })).toEqual({ refused: 'typeMismatch' })
    expect(await judge({ ...document, type: 'image/png' })).toEqual({ refused: 'typeMismatch' })
    expect(await judge({ ...document, type: 'application/octet-stream' })).toEqual({
      refused: 'typeMismatch',
    })
    expect(await judge(heic('IMG_1.jpg'))).toEqual({ refused: 'typeMismatch' })
  })

  test('when a PDF is a header alone, cut off, or followed by something else', async () => {
    const document = await pdf()
    const cut = document.bytes.subarray(0, document.bytes.length - 10)
    const html = text('%PDF-1.4\n<html><script>alert(1)</script></html>')
    const outside = text('%PDF-1.4\n1 0 obj\nendobj\nstartxref\n99999\n%%EOF\n')
    const trailing = Buffer.concat([document.bytes, text('<script>alert(1)</script>')])
    for (const bytes of [cut, html, outside, trailing]) {
      expect(await judge({ ...document, bytes })).toEqual({ refused: 'damaged' })
    }
  })

  test('when a PNG or WebP is cut off', async () => {
    for (const format of ['png', 'webp'] as const) {
      const whole = await picture(format)
      const bytes = whole.bytes.subarray(0, whole.bytes.length - 8)
      expect(await judge({ ...whole, bytes })).toEqual({ refused: 'damaged' })
    }
  })
})

describe('a name', () => {
  test.each([
    ['../../etc/passwd.pdf', 'passwd.pdf'],
    ['C:\\fakepath\\rib.pdf', 'rib.pdf'],
    ['facture\u202Efdp.exe', 'facturefdp.exe'],
    ['a\u0000b\u0007c\n.pdf', 'abc.pdf'],
    ['  RIB \t 2026.pdf ', 'RIB 2026.pdf'],
    ['e\u0301te\u0301.pdf', 'été.pdf'],
    ['...', 'document'],
    ['', 'document'],
    ['///', 'document'],
    ['.htaccess', 'htaccess'],
    ['证件.pdf', '证件.pdf'],
  ])('%j becomes %j', (given, clean) => {
    expect(cleanFileName(given)).toBe(clean)
  })

  test('is cut to 120 characters with its ending kept: at the limit and one above', () => {
    expect(cleanFileName(`${'a'.repeat(116)}.pdf`)).toBe(`${'a'.repeat(116)}.pdf`)
    expect(cleanFileName(`${'a'.repeat(117)}.pdf`)).toBe(`${'a'.repeat(116)}.pdf`)
    expect(cleanFileName('b'.repeat(300))).toHaveLength(120)
    const emoji = cleanFileName(`${'x'.repeat(115)}😀😀.pdf`)
    expect(emoji).toBe(`${'x'.repeat(115)}.pdf`)
  })

  test('has its ending after the last dot', () => {
    expect(extensionOf('a.tar.PDF')).toBe('pdf')
    expect(extensionOf('a')).toBe('')
    expect(extensionOf('a.')).toBe('')
  })
})
