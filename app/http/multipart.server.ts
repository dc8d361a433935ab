import { once } from 'node:events'
import { PassThrough, type Readable } from 'node:stream'
import busboy from 'busboy'
import { type DomainError, invalid, isDomainError } from '#app/domain/errors.ts'
import { MAX_SUBMISSION_BYTES } from '#app/domain/submissions/schemas.ts'
import { type FormPart, totalTooLarge } from '#app/domain/submissions/submit.ts'

/** What a form adds to its files: boundaries, headers, the fields. */
const FORM_OVERHEAD_BYTES = 1024 * 1024

type ParsedPart = FormPart | { kind: 'nameless'; body: Readable }

/**
 * The parts of a multipart form as they arrive, files as streams: nothing is held but what is on its way
 * (docs/decisions/0010). A file that the reader of this generator leaves unread is skipped. File inputs left empty
 * are left out. Invalid (`upload.…`) for what is no whole form.
 *
 * The request's body is never cancelled: that would cut the connection, and the browser would show a network
 * error instead of the answer. What is left is dropped once the answer is sent (`dropRest`).
 */
export async function* readUpload(request: Request): AsyncGenerator<FormPart> {
  const contentType = request.headers.get('content-type') ?? ''
  if (!request.body || !/^multipart\/form-data\b/i.test(contentType)) throw invalid('upload.badForm')
  const maxBytes = MAX_SUBMISSION_BYTES + FORM_OVERHEAD_BYTES
  if (Number(request.headers.get('content-length')) > maxBytes) throw totalTooLarge()
  const parser = openParser(contentType)
  const fault = new Fault()
  const parts = partsOf(parser, fault)
  const stop = new AbortController()
  const pumped = pump(request.body, parser, maxBytes, stop.signal).catch((error: unknown) => {
    fault.set(isDomainError(error) ? error : undefined)
    parser.destroy()
  })
  try {
    for await (const part of parts as AsyncIterable<ParsedPart>) {
      if (part.kind === 'nameless') part.body.resume()
      else yield part
    }
    await pumped
    fault.throwIfSet()
  } finally {
    stop.abort()
    parser.destroy()
    await pumped
  }
}

/** Why the form ended early: the first cause, whichever of its streams is asked. */
class Fault {
  #cause: DomainError | undefined
  set(cause = invalid('upload.interrupted')): DomainError {
    this.#cause ??= cause
    return this.#cause
  }
  throwIfSet(): void {
    if (this.#cause) throw this.#cause
  }
}

function openParser(contentType: string): busboy.Busboy {
  try {
    return busboy({
      headers: { 'content-type': contentType },
      defParamCharset: 'utf8',
      preservePath: true,
      fileHwm: 256 * 1024,
      limits: { fields: 20, fieldSize: 1000, headerPairs: 50 },
    })
  } catch {
    throw invalid('upload.badForm')
  }
}

/** Parts in the order of the form. A file stalls the parser until it is read, so the queue stays short. */
function partsOf(parser: busboy.Busboy, fault: Fault): PassThrough {
  const parts = new PassThrough({ objectMode: true })
  const put = (part: ParsedPart) => parts.write(part)
  parser.on('field', (name, value) => {
    if (isReadable(name ?? '') && isReadable(value)) put({ kind: 'field', name, value })
    else parts.destroy(fault.set(invalid('upload.brokenText')))
  })
  parser.on('file', (field, body, { filename, mimeType }) => {
    // A stream that is destroyed before anyone reads it must not end the process.
    body.on('error', () => undefined)
    if (!filename) put({ kind: 'nameless', body })
    else if (!isReadable(field ?? '') || !isReadable(filename))
      parts.destroy(fault.set(invalid('upload.brokenText')))
    else {
      // Browsers write a quotation mark in a name like this (HTML, "multipart/form-data encoding algorithm").
      const name = filename.replaceAll('%22', '"')
      put({ kind: 'file', field, file: { name, declaredType: mimeType, body: bytesOf(body, fault) } })
    }
  })
  parser.on('error', () => parts.destroy(fault.set()))
  parser.on('close', () => parts.end())
  return parts
}

/** U+FFFD is what the decoder leaves where bytes were no UTF-8. */
const isReadable = (text: string) => !text.includes('\0') && !text.includes('\uFFFD')

/** The bytes of one file. What is left unread when the reader stops is discarded, so that the next part can come. */
async function* bytesOf(body: Readable, fault: Fault): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false })) yield chunk
  } catch {
    throw fault.set()
  } finally {
    body.resume()
  }
}

/** Feeds the parser as fast as it takes; refuses a body that passes `maxBytes`. */
async function pump(
  body: ReadableStream<Uint8Array>,
  parser: busboy.Busboy,
  maxBytes: number,
  signal: AbortSignal,
): Promise<void> {
  const reader = body.getReader()
  // Ends a read that waits for a client who sends nothing more, without cancelling the body.
  signal.addEventListener('abort', () => reader.releaseLock(), { once: true })
  let total = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    total += value.byteLength
    if (total > maxBytes) throw totalTooLarge()
    if (!parser.write(value)) await once(parser, 'drain', { signal })
  }
  parser.end()
}
