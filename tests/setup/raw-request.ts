import { request } from 'node:http'
import { expect } from 'vitest'

export interface RawRequest {
  method?: string
  /** As it stands on the wire, right or wrong. */
  path: string
  headers?: Record<string, string>
  body?: string | Uint8Array
}

export interface RawAnswer {
  status: number
  location: string
  type: string
  text: string
}

/** One request, byte for byte: unlike `fetch` it mends nothing. A connection closed without an answer fails. */
export function sendRaw(
  base: string,
  { method = 'GET', path, headers = {}, body }: RawRequest,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(base)
  return new Promise((resolve, reject) => {
    const open = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          location: answer.headers.location ?? '',
          type: answer.headers['content-type'] ?? '',
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    open.on('error', reject)
    open.end(body)
  })
}

/** What an answer never holds: where the program lies, how it is made, what it said to the database. */
const INTERNALS = [
  /\n\s+at \S+/,
  /node_modules|node:internal|\.tsx?:\d+/,
  // Text alone: a page has elements of that name.
  /(?<!<)\b(select|insert into|update) [^<>]+ (from|values|set) /i,
  new RegExp(process.cwd().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')),
  /vigie-application-|postgres:\/\//,
]

/** Fails for 5xx, for anything internal, and for a page that is not in the reader's language. */
export function expectDecent(answer: RawAnswer, locale: 'fr' | 'en', what: string): void {
  expect(answer.status, what).toBeGreaterThanOrEqual(200)
  expect(answer.status, `${what}\n${answer.text.slice(0, 500)}`).toBeLessThan(500)
  for (const pattern of INTERNALS) expect(pattern.exec(answer.text)?.[0], what).toBeUndefined()
  if (!answer.type.startsWith('text/html') || answer.text === '') return
  expect(/<html lang="(\w+)"/.exec(answer.text)?.[1], what).toBe(locale)
}
