import type { AppLoadContext } from '@remix-run/node'
import { matchPath } from '@remix-run/react'
import type { Actor } from '#app/domain/access/actor.ts'
import { createApiKey } from '#app/domain/access/create-api-key.ts'
import { SCOPES, type Scope } from '#app/domain/access/scopes.ts'
import { fixedClock } from '#app/domain/clock.ts'
import type { Context, Log } from '#app/domain/context.ts'
import type { ApiKeyId } from '#app/domain/ids.ts'
import type { Services } from '#app/http/load-context.ts'
import { loader as account } from '#app/routes/api/v1/account.ts'
import { loader as accountRequirements } from '#app/routes/api/v1/account-requirements.ts'
import { loader as accounts } from '#app/routes/api/v1/accounts.ts'
import { loader as cancelRequirement } from '#app/routes/api/v1/cancel-requirement.ts'
import { loader as capabilities } from '#app/routes/api/v1/capabilities.ts'
import { loader as capability } from '#app/routes/api/v1/capability.ts'
import { loader as closeAccount } from '#app/routes/api/v1/close-account.ts'
import { loader as component } from '#app/routes/api/v1/component.ts'
import { loader as components } from '#app/routes/api/v1/components.ts'
import { loader as events } from '#app/routes/api/v1/events.ts'
import { loader as extendRequirement } from '#app/routes/api/v1/extend-requirement.ts'
import { loader as incident } from '#app/routes/api/v1/incident.ts'
import { loader as incidentUpdates } from '#app/routes/api/v1/incident-updates.ts'
import { loader as incidents } from '#app/routes/api/v1/incidents.ts'
import { loader as maintenance } from '#app/routes/api/v1/maintenance.ts'
import { loader as maintenanceSeries } from '#app/routes/api/v1/maintenance-series.ts'
import { loader as maintenanceUpdates } from '#app/routes/api/v1/maintenance-updates.ts'
import { loader as maintenances } from '#app/routes/api/v1/maintenances.ts'
import { loader as openapi } from '#app/routes/api/v1/openapi.ts'
import { loader as reopenAccount } from '#app/routes/api/v1/reopen-account.ts'
import { loader as requirement } from '#app/routes/api/v1/requirement.ts'
import { loader as requirements } from '#app/routes/api/v1/requirements.ts'
import { loader as stopMaintenanceSeries } from '#app/routes/api/v1/stop-maintenance-series.ts'
import { loader as unknown } from '#app/routes/api/v1/unknown.ts'
import { loader as waiveRequirement } from '#app/routes/api/v1/waive-requirement.ts'
import type { Database } from '#db/client.ts'
import { statusContext } from '#tests/factories/component.ts'
import { addPerson } from '#tests/factories/user.ts'

/** By pattern, as app/routes.ts has them. */
const ROUTES = {
  '/openapi.json': openapi,
  '/incidents': incidents,
  '/incidents/:id': incident,
  '/incidents/:id/updates': incidentUpdates,
  '/maintenances': maintenances,
  '/maintenances/:id': maintenance,
  '/maintenances/:id/updates': maintenanceUpdates,
  '/maintenances/series/:id': maintenanceSeries,
  '/maintenances/series/:id/stop': stopMaintenanceSeries,
  '/components': components,
  '/components/:id': component,
  '/events': events,
  '/accounts': accounts,
  '/accounts/:id': account,
  '/accounts/:id/close': closeAccount,
  '/accounts/:id/reopen': reopenAccount,
  '/accounts/:id/requirements': accountRequirements,
  '/accounts/:id/capabilities': capabilities,
  '/accounts/:id/capabilities/:capability': capability,
  '/requirements': requirements,
  '/requirements/:id': requirement,
  '/requirements/:id/cancel': cancelRequirement,
  '/requirements/:id/waive': waiveRequirement,
  '/requirements/:id/extend': extendRequirement,
  '/*': unknown,
}

interface KeyOptions {
  name?: string
  mode?: 'live' | 'test'
  scopes?: readonly Scope[]
  expiresInDays?: '30'
}

/** A key with every scope, made by an administrator, unless told. */
export async function makeApiKey(
  ctx: Context,
  { name = 'Datadog', mode = 'live', scopes = SCOPES, expiresInDays }: KeyOptions = {},
): Promise<{ id: ApiKeyId; secret: string }> {
  const { actor } = await addPerson(ctx, { role: 'administrator' })
  return createApiKey({ ...ctx, actor }, { name, mode, scopes: [...scopes], expiresInDays })
}

interface Call {
  key?: string
  /** Sent as JSON. */
  body?: unknown
  /** Instead of a body in JSON, byte for byte. */
  raw?: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
}

export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: what each test expects of it is what it tests
  readonly json: any
}

/** What the web process gives its routes, at a fixed time. */
export const apiServices = (db: Database, at: string, note: Log['info']): Services => ({
  context: (actor: Actor) => statusContext(db, actor, at),
  log: { info: note, warn: note, error: note },
  clock: fixedClock(at),
  provider: { name: 'Vigie', supportEmail: 'support@vigie.test' },
  publicUrl: 'https://vigie.test',
  statusUrl: 'https://vigie.test',
  snapshot: { current: () => null },
})

/** A client of the API, whose routes are called as plain functions with a real Request. `at` is the time. */
export function openApi(db: Database, at: string) {
  const client = {
    at,
    /** Everything that was written to the log. */
    log: [] as string[],
    /** Such as `call('POST /incidents', { key, body })`. */
    async call(what: string, { key, body, raw, headers = {} }: Call = {}): Promise<ApiAnswer> {
      const [method = '', path = ''] = what.split(' ')
      const url = new URL(`/api/v1${path}`, 'https://vigie.test')
      const pathname = url.pathname.slice('/api/v1'.length)
      const [pattern = '/*', route] =
        Object.entries(ROUTES).find(([one]) => matchPath(one, pathname) !== null) ?? []
      const context: AppLoadContext = {
        services: apiServices(db, client.at, client.note),
        requestId: '5bd0a2e4-93b2-4a52-8d3b-0b6f1f2d9a11',
        cspNonce: 'nonce',
        address: '192.0.2.1',
      }
      const request = new Request(url, {
        method,
        body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
        headers: {
          ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...headers,
        },
      })
      const params = { ...matchPath(pattern, pathname)?.params }
      const answer = await (route as typeof unknown)({ request, params, context } as never)
      const text = await answer.text()
      return {
        status: answer.status,
        headers: answer.headers,
        text,
        json: text === '' ? undefined : JSON.parse(text),
      }
    },
    note: (facts: object, message: string) => {
      client.log.push(`${message} ${JSON.stringify(facts)}`)
    },
  }
  return client
}
