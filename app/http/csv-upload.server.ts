import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { data, redirect } from '@remix-run/node'
import busboy from 'busboy'
import { invalid, limitExceeded } from '#app/domain/errors.ts'
import { belongsInForm, refusal, statusOf } from '#app/http/errors.server.ts'
import type { RouteArgs } from '#app/http/handlers.server.ts'

/** One uploaded file while it arrives. */
interface Upload {
  readonly name: string
  readonly source: AsyncIterable<Uint8Array>
}

const MAX_FILE_BYTES = 10 * 1024 * 1024

/**
 * Hands the one file of a multipart form to `work` while it streams in, and goes where `work` says; nothing is kept.
 * What is wrong with the file stands in the form: none, or more than 10 MiB (`tooLarge`, below `errors:`), of which
 * `work` is told as soon as it is passed; whatever it did until then is its own business. 415 for any other form, 400
 * for a broken one.
 */
export async function takeCsv(
  { request, requestId, t }: Pick<RouteArgs, 'request' | 'requestId' | 't'>,
  tooLarge: string,
  work: (upload: Upload) => Promise<string>,
) {
  try {
    return redirect(await receiveFile(request, requestId, tooLarge, work))
  } catch (error) {
    if (!belongsInForm(error)) throw error
    const status = error.kind === 'LimitExceeded' ? 413 : statusOf(error.kind)
    return data({ refused: t(`errors:${error.code}`, { ...error.facts }) }, { status })
  }
}

async function receiveFile<T>(
  request: Request,
  requestId: string,
  tooLarge: string,
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
        const source = limited(stream, tooLarge)
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
    await discard(body)
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

async function* limited(stream: Readable, tooLarge: string): AsyncGenerator<Uint8Array> {
  let total = 0
  for await (const chunk of stream) {
    total += (chunk as Uint8Array).byteLength
    if (total > MAX_FILE_BYTES) throw limitExceeded(tooLarge, { maxBytes: MAX_FILE_BYTES })
    yield chunk as Uint8Array
  }
}

/**
 * Lets what is left of an upload through unread: a browser shows an answer only once its upload is done, and a
 * connection cut before that shows nothing at all. Past ten times the limit it is cut all the same.
 */
async function discard(body: Readable): Promise<void> {
  let total = 0
  try {
    for await (const chunk of body) {
      total += (chunk as Uint8Array).byteLength
      if (total > 10 * MAX_FILE_BYTES) return
    }
  } catch {
    // The sender is gone: nobody waits for the answer any more.
    body.destroy()
  }
}
