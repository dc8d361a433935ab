import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import {
  ForbiddenAddress,
  isForbiddenAddress,
  literalAddress,
  lookupAllowed,
} from '#app/domain/probes/addresses.ts'
import type { Outcome } from '#app/domain/probes/schemas.ts'
import type { Probe } from '#db/models/probes.ts'

/** As much of an answer as is looked through for the expected text. */
const MAX_BODY_BYTES = 64 * 1024

export interface Check {
  readonly outcome: Outcome
  /** Null when nothing answered. */
  readonly httpStatus: number | null
  readonly responseMs: number
}

/** What of a probe says how to ask, and what to expect. */
export type Question = Pick<
  Probe,
  'method' | 'url' | 'expectedFrom' | 'expectedUntil' | 'expectedText' | 'timeoutSeconds'
>

/**
 * Asks once, and never throws for what an address may do. Redirects are answers like any other: following them
 * would lead past the judgement of addresses. The time covers everything from the name to the last byte read.
 */
export async function checkUrl(
  question: Question,
  { lookup = lookupAllowed() }: { lookup?: LookupFunction } = {},
): Promise<Check> {
  const began = performance.now()
  const signal = AbortSignal.timeout(question.timeoutSeconds * 1000)
  const done = (outcome: Outcome, httpStatus: number | null = null): Check => ({
    outcome,
    httpStatus,
    responseMs: Math.round(performance.now() - began),
  })
  const address = literalAddress(new URL(question.url))
  if (address && isForbiddenAddress(address)) return done('forbidden')
  try {
    const answer = await ask(question, lookup, signal)
    try {
      const httpStatus = answer.statusCode ?? 0
      if (httpStatus < question.expectedFrom || httpStatus > question.expectedUntil) {
        return done('status', httpStatus)
      }
      const asExpected = !question.expectedText || (await holds(answer, question.expectedText))
      return done(asExpected ? 'ok' : 'text', httpStatus)
    } finally {
      answer.destroy()
    }
  } catch (error) {
    return done(signal.aborted ? 'timeout' : failureOf(error))
  }
}

function ask(question: Question, lookup: LookupFunction, signal: AbortSignal): Promise<IncomingMessage> {
  const url = new URL(question.url)
  const request = url.protocol === 'https:' ? secureRequest : plainRequest
  const headers = { 'user-agent': 'Vigie-Probe', accept: '*/*', 'accept-encoding': 'identity' }
  return new Promise((resolve, reject) => {
    request(url, { method: question.method, agent: false, headers, lookup, signal })
      .once('response', resolve)
      // Also what breaks after the answer began: it then ends the reading of the body.
      .on('error', reject)
      // Without an error, and past the signal's reach: an answer that changes to another protocol.
      .once('close', () => reject(new Error('closed without an answer')))
      .end()
  })
}

async function holds(answer: IncomingMessage, text: string): Promise<boolean> {
  const wanted = Buffer.from(text)
  let read = Buffer.alloc(0)
  for await (const chunk of answer) {
    read = Buffer.concat([read, chunk as Buffer]).subarray(0, MAX_BODY_BYTES)
    if (read.includes(wanted)) return true
    if (read.length === MAX_BODY_BYTES) return false
  }
  return false
}

const DNS = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'ENODATA'])
const UNREACHABLE = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EACCES'])
const TLS = /^(ERR_(TLS|SSL|OSSL)_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO)/

/** The kind of a failure without an answer, from the code that Node gives to it. */
export function failureOf(error: unknown): Exclude<Outcome, 'ok' | 'status' | 'text'> {
  if (error instanceof ForbiddenAddress) return 'forbidden'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (DNS.has(code)) return 'dns'
  if (UNREACHABLE.has(code)) return 'refused'
  if (code === 'ETIMEDOUT') return 'timeout'
  if (TLS.test(code)) return 'tls'
  return code.startsWith('HPE_') ? 'protocol' : 'closed'
}
