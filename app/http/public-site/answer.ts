import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

/** From this size on, good compression costs more than it saves: an answer is made anew at each change. */
const LARGE_BYTES = 500_000
/** Smaller than a packet: compressing it saves nothing. */
const TINY_BYTES = 300

/** Up to here, a body that is sent with its head costs a fifth less than one sent beside it; larger ones cost more. */
const ONE_PIECE_BYTES = 8_000

export const ENCODINGS = ['br', 'gzip', 'identity'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** What an answer is made of. */
export interface Content {
  readonly status: number
  readonly contentType: string
  readonly body: string
  /** Beside type, length, encoding and tag. */
  readonly headers: Readonly<Record<string, string>>
}

/** One form of an answer, ready for the wire. Headers are name, value, name, value. */
export interface Form {
  readonly body: Buffer
  /** The same for a response: small ones as a string of bytes (latin1), which Node sends in one piece with the head. */
  readonly wire: Buffer | string
  readonly etag: string
  readonly headers: readonly string[]
  /** Of the 304 to somebody who has these bytes already. */
  readonly notModifiedHeaders: readonly string[]
}

/** An answer in every encoding, compressed once. */
export interface Answer {
  readonly status: number
  readonly contentType: string
  /** As they were given with the content. */
  readonly headers: Readonly<Record<string, string>>
  readonly forms: Readonly<Record<Encoding, Form>>
}

const SAFE = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
}

/** What a 304 repeats (RFC 9110, 15.4.5), and who may read it; all else was kept with the bytes. */
const REPEATED = ['Access-Control-Allow-Origin', 'Cache-Control', 'ETag', 'Vary']

/** Compresses `content` off the main thread. Each form has a strong tag of its own: same bytes, same tag. */
export async function makeAnswer(content: Content): Promise<Answer> {
  const { status, contentType, headers: given } = content
  const identity = Buffer.from(content.body)
  const hash = createHash('sha256').update(identity).digest('base64url').slice(0, 22)
  const form = (encoding: Encoding, body: Buffer): Form => {
    const etag = encoding === 'identity' ? `"${hash}"` : `"${hash}-${encoding}"`
    const lasting: Record<string, string> = { ...SAFE, ...given, ETag: etag, Vary: varyOf(content) }
    const headers =
      status === 204
        ? lasting
        : {
            'Content-Type': contentType,
            'Content-Length': String(body.length),
            ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
            ...lasting,
          }
    return {
      body,
      wire: body.length > ONE_PIECE_BYTES ? body : body.toString('latin1'),
      etag,
      headers: flat(headers),
      notModifiedHeaders: REPEATED.flatMap((name) => (lasting[name] ? [name, lasting[name]] : [])),
    }
  }
  const plain = form('identity', identity)
  if (identity.length < TINY_BYTES)
    return { status, contentType, headers: given, forms: { br: plain, gzip: plain, identity: plain } }
  // Brotli's last two steps take ten times as long for a twentieth less: a change must be seen within a second.
  const quality = identity.length > LARGE_BYTES ? 4 : 9
  const [br, gz] = await Promise.all([
    toBrotli(identity, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: quality,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: identity.length,
      },
    }),
    toGzip(identity, { level: quality }),
  ])
  return {
    status,
    contentType,
    headers: given,
    forms: { br: form('br', br), gzip: form('gzip', gz), identity: plain },
  }
}

/** The same answer with one more header, or another value of it; the bytes are shared. */
export function withHeader(answer: Answer, name: string, value: string): Answer {
  const add = (headers: readonly string[]): string[] => {
    const at = headers.indexOf(name)
    return at < 0 ? [...headers, name, value] : headers.toSpliced(at, 2, name, value)
  }
  const { br, gzip: gz, identity } = answer.forms
  const dress = (form: Form): Form => ({
    ...form,
    headers: add(form.headers),
    notModifiedHeaders: add(form.notModifiedHeaders),
  })
  return { ...answer, forms: { br: dress(br), gzip: dress(gz), identity: dress(identity) } }
}

const varyOf = ({ headers }: Content) =>
  headers.Vary ? `Accept-Encoding, ${headers.Vary}` : 'Accept-Encoding'
const flat = (headers: Readonly<Record<string, string>>): string[] => Object.entries(headers).flat()

/**
 * True when `If-None-Match` names this answer in any of its forms: who has one of them has the answer. Compared
 * weakly, since a cache that compressed it anew marks the tag as weak (RFC 9110, 13.1.2).
 */
export function isKnown({ forms }: Answer, ifNoneMatch: string): boolean {
  const tags = ENCODINGS.map((encoding) => forms[encoding].etag)
  return ifNoneMatch.split(',').some((one) => {
    const tag = one.trim().replace(/^W\//, '')
    return tag === '*' || tags.includes(tag)
  })
}
