import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import busboy from 'busboy'
import { invalid, limitExceeded } from '#app/domain/errors.ts'
import { refusal } from '#app/http/errors.server.ts'

/** One uploaded file while it arrives. */
export interface Upload {
  readonly name: string
  readonly source: AsyncIterable<Uint8Array>
}

interface ReceiveOptions {
  maxBytes: number
  requestId: string
  /** Code of the refusal past `maxBytes`, below `errors:`. */
  tooLarge?: string
}

/**
 * Hands the one file of a multipart form to `work` while it streams in; nothing is kept. 415 for any other form,
 * 400 for a broken one. Invalid without a file; the source throws LimitExceeded as soon as the file passes
 * `maxBytes`, and whatever `work` did until then is its own business.
 */
export async function receiveFile<T>(
  request: Request,
  { maxBytes, requestId, tooLarge = 'import.tooLarge' }: ReceiveOptions,
  work: (upload: Upload) => Promise<T>,
): Promise<T> {
  const contentType = request.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data\b/i.test(contentType) || !request.body) {
    throw refusal(415, 'unsupportedMediaType', requestId)
  }
  const parser = openParser(contentType, requestId)
  const body = Readable.fromWeb(request.body as ReadableStream)
  try {
    return await new Promise<T>((resolve, reject) => {
      let begun = false
      parser.on('file', (_field, stream, { filename }) => {
        // A form whose file was left empty sends a part without a name.
        if (begun || !filename) {
          stream.resume()
          return
        }
        begun = true
        const source = limited(stream, maxBytes, tooLarge)
        work({ name: filename, source }).then(resolve, reject)
      })
      parser.on('error', () => reject(refusal(400, 'brokenForm', requestId)))
      body.on('error', () => reject(refusal(400, 'brokenForm', requestId)))
      parser.on('close', () => {
        if (!begun) reject(invalid('import.noFile'))
      })
      body.pipe(parser)
    })
  } finally {
    body.unpipe(parser)
    parser.destroy()
    await discard(body, 10 * maxBytes)
  }
}

function openParser(contentType: string, requestId: string) {
  try {
    return busboy({
      headers: { 'content-type': contentType },
      limits: { files: 1, fields: 10, fieldSize: 10_000, parts: 12 },
      defParamCharset: 'utf8',
    })
  } catch {
    throw refusal(400, 'brokenForm', requestId)
  }
}

async function* limited(stream: Readable, maxBytes: number, tooLarge: string): AsyncGenerator<Uint8Array> {
  let total = 0
  for await (const chunk of stream) {
    total += (chunk as Uint8Array).byteLength
    if (total > maxBytes) throw limitExceeded(tooLarge, { maxBytes })
    yield chunk as Uint8Array
  }
}

/**
 * Lets what is left of an upload through unread: a browser shows an answer only once its upload is done, and a
 * connection cut before that shows nothing at all. Past `maxBytes` it is cut all the same.
 */
async function discard(body: Readable, maxBytes: number): Promise<void> {
  let total = 0
  try {
    for await (const chunk of body) {
      total += (chunk as Uint8Array).byteLength
      if (total > maxBytes) return
    }
  } catch {
    // The sender is gone: nobody waits for the answer any more.
    body.destroy()
  }
}
