import type { AppLoadContext } from '@remix-run/node'
import type { Actor } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import type { Database } from '#db/client.ts'
import { deskContext, NOW } from '#tests/factories/context.ts'

/** What came back, thrown or returned: an answer is an answer. */
export interface Answer {
  status: number
  headers: Headers
  body: unknown
}

type Handler = (args: {
  request: Request
  params: Record<string, string | undefined>
  context: AppLoadContext
}) => Promise<unknown>

interface Visit {
  /** Sent as a form; GET without. */
  form?: Record<string, string> | FormData
  params?: Record<string, string>
  /** As `name=value` pairs. */
  cookie?: string
  headers?: Record<string, string>
  method?: string
}

/** A browser in front of one site, whose routes are called as plain functions with a real Request. */
export function openSite(
  db: Database,
  { publicUrl = 'https://vigie.test', at = NOW, address = '192.0.2.1' } = {},
) {
  const contextOf = (actor: Actor): Context => {
    const ctx = deskContext(db, actor, site.at)
    return { ...ctx, settings: { ...ctx.settings, publicUrl } }
  }
  const site = {
    at,
    address,
    /** Where the answer to `form` comes from. */
    async visit(handler: unknown, path: string, visit: Visit = {}): Promise<Answer> {
      const { form, params = {}, cookie, headers = {} } = visit
      const url = new URL(path, publicUrl)
      const request = new Request(url, {
        method: visit.method ?? (form ? 'POST' : 'GET'),
        body: form instanceof FormData ? form : form && new URLSearchParams(form),
        headers: {
          'sec-fetch-site': 'same-origin',
          origin: url.origin,
          'user-agent': 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0',
          ...(cookie === undefined ? {} : { cookie }),
          ...headers,
        },
      })
      const context: AppLoadContext = {
        services: {
          context: contextOf,
          log: contextOf({ kind: 'nobody' }).log,
          clock: contextOf({ kind: 'nobody' }).clock,
          provider: { name: 'Vigie', supportEmail: 'support@vigie.test' },
          publicUrl,
          statusUrl: publicUrl,
          snapshot: { current: () => null },
        },
        requestId: 'reference',
        cspNonce: 'nonce',
        address: site.address,
      }
      return asAnswer(
        await (handler as Handler)({ request, params, context }).catch((thrown: unknown) => thrown),
      )
    },
  }
  return site
}

/** Rethrows what is no answer: a fault of the program. */
async function asAnswer(value: unknown): Promise<Answer> {
  if (value instanceof Error) throw value
  if (value instanceof Response) {
    return { status: value.status, headers: value.headers, body: await value.text() }
  }
  if (isData(value)) {
    return {
      status: value.init?.status ?? 200,
      headers: new Headers(value.init?.headers),
      body: value.data,
    }
  }
  return { status: 200, headers: new Headers(), body: value }
}

const isData = (value: unknown): value is { type: string; data: unknown; init?: ResponseInit } =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'DataWithResponseInit'

/** `name=value` of the cookie that an answer sets, ready to be sent back; undefined when it sets none. */
export const cookieOf = (answer: Answer, name: string): string | undefined =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0] ?? '')
    .find((pair) => pair.startsWith(`${name}=`))
