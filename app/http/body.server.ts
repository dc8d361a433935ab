import { refusal } from '#app/http/errors.server.ts'

/** Forms without files: far above the longest text field. */
const MAX_FORM_BYTES = 256 * 1024

/** The longest form asks two things of each of a thousand components. */
const MAX_FIELDS = 2100

/**
 * `name` or, of one list in a form, `list[3].name`. Any other name is none of ours, and dear: the form parser
 * makes an array as long as the index it finds, copies a list for each of its values and calls itself for each
 * dot.
 */
const FIELD_NAME = /^(?!__)([\w-]{1,64})(\[\d{1,3}\]\.[\w-]{1,64})?$/

/**
 * Reads a form without files. The body is cut at `MAX_FORM_BYTES` while it streams (413), anything but a form
 * is refused (415), and so are fields that no form of ours has (400) and text that is not valid UTF-8 or holds a NUL is refused (400) instead of being stored
 * damaged.
 */
export async function readForm(request: Request, requestId: string): Promise<FormData> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) {
    throw refusal(415, 'unsupportedMediaType', requestId)
  }
  const bytes = await readBytes(request, MAX_FORM_BYTES)
  if (!bytes) throw refusal(413, 'tooLarge', requestId, { maxBytes: MAX_FORM_BYTES })
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData().catch(() => {
    throw refusal(400, 'brokenForm', requestId)
  })
  let fields = 0
  const lists = new Set<string | undefined>()
  for (const [name, value] of form) {
    const [known, list, index] = FIELD_NAME.exec(name) ?? []
    if (index) lists.add(list)
    if (!known || ++fields > MAX_FIELDS || lists.size > 1) throw refusal(400, 'brokenForm', requestId)
    if (typeof value !== 'string') throw refusal(400, 'brokenForm', requestId)
    // U+FFFD is what the decoder leaves where bytes were no UTF-8.
    const text = name + value
    if (text.includes('\0') || text.includes('\uFFFD')) throw refusal(400, 'brokenText', requestId)
  }
  return form
}

/** What is still read, and thrown away, of a body that is too long: browsers show an answer only after sending. */
const MAX_DISCARDED_BYTES = 32 * 1024 * 1024

/** The whole body; null when it is longer than `maxBytes`, of which no more than that is kept. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = []
  let total = 0
  if (!request.body) return new Uint8Array()
  for await (const chunk of request.body) {
    total += chunk.byteLength
    if (total <= maxBytes) chunks.push(chunk)
    else if (total > MAX_DISCARDED_BYTES) break
  }
  if (total > maxBytes) return null
  return new Uint8Array(Buffer.concat(chunks))
}
