import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { Settings } from '#app/domain/context.ts'
import { literalAddress } from '#app/domain/probes/addresses.ts'
import { failureOf } from '#app/domain/probes/check-url.ts'
import { isBarred, lookupPublic, mayGoPlain } from '#app/domain/webhooks/addresses.ts'
import type { WebhookOutcome } from '#app/domain/webhooks/schemas.ts'
import type { SignedHeaders } from '#app/domain/webhooks/sign.ts'

/** Standard Webhooks leaves 15 s to receivers at most; ours answer first and work later. */
export const TIMEOUT_MS = 5_000
/** As much of an answer as is read at all, and as is kept for people. */
const MAX_READ_BYTES = 4 * 1024
const MAX_KEPT_BYTES = 1024
const MAX_HEADER_BYTES = 16 * 1024

/** What became of one attempt. */
export interface Posted {
  readonly outcome: WebhookOutcome
  /** Null when nothing answered. */
  readonly httpStatus: number | null
  readonly responseMs: number
  /** The beginning of the answer, fit to be stored and shown. */
  readonly answer: string | null
  /** Its `Retry-After` as it came; null without one. */
  readonly retryAfter: string | null
}

/** What comes of a message that cannot be signed, without anybody having been asked. */
export const UNSIGNED: Posted = {
  outcome: 'unsigned',
  httpStatus: null,
  responseMs: 0,
  answer: null,
  retryAfter: null,
}

export interface Message {
  readonly url: string
  readonly headers: SignedHeaders
  readonly body: string
}

export interface PostOptions {
  readonly timeoutMs?: number
  /** How names are resolved, where a test has its own. */
  readonly lookup?: LookupFunction
}

/**
 * Sends one message, and never throws for what the other side may do. The status decides, as Standard Webhooks has it:
 * any 2xx that arrives in time delivers it, whatever becomes of the body, of which people are shown the beginning.
 * Redirects are not followed, for they would lead past the judgement of addresses. The time covers everything from the
 * name to the last byte.
 */
export async function postWebhook(
  settings: Pick<Settings, 'privateWebhooks'>,
  message: Message,
  { timeoutMs = TIMEOUT_MS, lookup = lookupPublic(settings) }: PostOptions = {},
): Promise<Posted> {
  const began = performance.now()
  const done = (
    outcome: WebhookOutcome,
    answered?: { response: IncomingMessage; start: Buffer },
  ): Posted => ({
    outcome,
    httpStatus: answered?.response.statusCode ?? null,
    responseMs: Math.round(performance.now() - began),
    answer: answered ? showable(answered.start) : null,
    retryAfter: answered?.response.headers['retry-after'] ?? null,
  })
  const url = new URL(message.url)
  const address = literalAddress(url)
  if (address && isBarred(settings, address)) return done('forbidden')
  if (url.protocol !== 'https:' && !mayGoPlain(settings, url)) return done('insecure')
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const response = await send(url, message, lookup, signal)
    const start = await readStart(response)
    return done(outcomeOf(response.statusCode ?? 0), { response, start })
  } catch (error) {
    return done(signal.aborted ? 'timeout' : failureOf(error))
  }
}

function send(
  url: URL,
  { headers, body }: Message,
  lookup: LookupFunction,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? secureRequest : plainRequest
  return new Promise((resolve, reject) => {
    request(url, {
      method: 'POST',
      agent: false,
      lookup,
      signal,
      maxHeaderSize: MAX_HEADER_BYTES,
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Vigie-Webhooks',
        'accept-encoding': 'identity',
      },
    })
      .once('response', resolve)
      // Also what breaks after the answer began: it then ends the reading of the body.
      .on('error', reject)
      // Without an error, and past the signal's reach: an answer that changes to another protocol.
      .once('close', () => reject(new Error('closed without an answer')))
      .end(body)
  })
}

function outcomeOf(httpStatus: number): WebhookOutcome {
  if (httpStatus >= 200 && httpStatus <= 299) return 'delivered'
  if (httpStatus >= 300 && httpStatus <= 399) return 'redirect'
  return httpStatus === 410 ? 'gone' : 'status'
}

/** The beginning of a body, or what came of it before it broke off or the time was over. */
async function readStart(response: IncomingMessage): Promise<Buffer> {
  let read = Buffer.alloc(0)
  try {
    for await (const chunk of response) {
      read = Buffer.concat([read, (chunk as Buffer).subarray(0, MAX_READ_BYTES - read.length)])
      if (read.length === MAX_READ_BYTES) break
    }
  } catch {
    // The status has said what there is to know.
  } finally {
    response.destroy()
  }
  return read
}

/** PostgreSQL keeps no NUL, and a page shows no control characters. */
const showable = (answer: Buffer): string =>
  new TextDecoder()
    .decode(answer.subarray(0, MAX_KEPT_BYTES))
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
