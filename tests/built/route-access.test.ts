import path from 'node:path'
import type { ServerBuild } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PERMISSIONS, type Permission } from '#app/domain/access/permissions.ts'
import type { Role } from '#app/domain/access/roles.ts'
import { SCOPES } from '#app/domain/access/scopes.ts'
import type { Endpoints } from '#app/http/api.server.ts'
import { type Entry, TABLE } from '#tests/built/access-table.ts'
import { makeApiKey } from '#tests/factories/api.ts'
import { type Application, startApplication } from '#tests/setup/application.ts'
import { type Inhabitants, inhabit } from '#tests/setup/inhabitants.ts'

type Visitor = 'nobody' | 'member' | 'stranger' | 'officer' | 'publisher' | 'administrator'
const VISITORS: readonly Visitor[] = ['nobody', 'member', 'stranger', 'officer', 'publisher', 'administrator']

type Guarded = { access?: Entry['get']; endpoints?: Endpoints } | undefined
const { routes } = (await import(path.resolve('build/server/index.js'))) as ServerBuild
const guardsOf = (id: string) => {
  const { loader, action } = routes[id]?.module ?? {}
  return { get: loader as Guarded, post: action as Guarded }
}
/** The root asks who reads, and shows that; it guards nothing. */
const guarded = Object.values(routes).flatMap((route) => {
  const { get, post } = guardsOf(route?.id ?? '')
  return route && route.id !== 'root' && (get || post) ? [{ id: route.id, pattern: patternOf(route.id) }] : []
})

/** `/desk/incidents/:id`; a frame without a path of its own goes by its id. */
function patternOf(id: string): string {
  const parts: string[] = []
  for (let route = routes[id]; route; route = route.parentId ? routes[route.parentId] : undefined) {
    if (route.path) parts.unshift(route.path)
  }
  const own = routes[id]
  return own && own.path === undefined && !own.index && id !== 'root' ? id : `/${parts.join('/')}`
}

describe('the table', () => {
  test('has a line for each route, and no other', () => {
    expect(guarded.map(({ pattern }) => pattern).sort()).toEqual(Object.keys(TABLE).sort())
  })

  test.each(guarded)('says of $pattern who may enter, as the route does', ({ id, pattern }) => {
    const { get, post } = guardsOf(id)
    const { get: read, post: write, keys } = TABLE[pattern] ?? {}
    expect({ get: get && (get.access ?? 'unguarded'), post: post && (post.access ?? 'unguarded') }).toEqual({
      get: read,
      post: write,
    })
    for (const { endpoints } of [get ?? {}, post ?? {}]) {
      const permissions = Object.entries(endpoints ?? {}).map(([method, { permission }]) => [
        method,
        permission,
      ])
      expect(Object.fromEntries(permissions)).toEqual(keys ?? {})
    }
  })
})

describe('over HTTP', () => {
  let app: Application
  let people: Inhabitants
  beforeAll(async () => {
    app = await startApplication()
    people = await inhabit(app)
  })
  afterAll(() => app.stop())

  const visited = Object.entries(TABLE)
    .filter(([pattern]) => pattern.startsWith('/'))
    .map(([pattern, entry]) => ({ pattern, ...entry }))

  async function headersOf(visitor: Visitor): Promise<Record<string, string>> {
    return visitor === 'nobody' ? {} : { cookie: await app.cookieOf(people[visitor]) }
  }

  async function send(
    { pattern, at, form }: (typeof visited)[number],
    visitor: Visitor,
    headers: Record<string, string>,
  ): Promise<Response> {
    return fetch(app.url + (at?.(people.ids) ?? pattern.replace('*', 'nowhere')), {
      method: 'POST',
      body: form ? await form() : new URLSearchParams({ nonsense: '1' }),
      headers: { ...(await headersOf(visitor)), ...headers },
      redirect: 'manual',
    })
  }

  test.each(visited.filter(({ get }) => get))('$pattern is read by whom the table says', async (entry) => {
    const { pattern, get = 'public', at, read = 200, ofAccount } = entry
    const address = app.url + (at?.(people.ids) ?? pattern)
    for (const visitor of VISITORS) {
      const headers = await headersOf(visitor)
      const answer = await fetch(address, { headers, redirect: 'manual' })
      expect(outcome(answer), visitor).toBeOneOf(expected(get, visitor, ofAccount, read))
      if (expected(get, visitor, ofAccount, 200)[0] === 200 || get === 'public') continue
      // The same data by the way that scripts take, for this route alone.
      const { id } = guarded.find((one) => one.pattern === pattern) ?? { id: '' }
      const data = await fetch(`${address}.data?_routes=${encodeURIComponent(id)}`, {
        headers,
        redirect: 'manual',
      })
      expect(data.status, `${visitor}, as data`).toBeOneOf([202, 302, 401, 403, 404])
    }
  })

  test.each(visited.filter(({ get, at }) => !get && at !== undefined))(
    '$pattern shows nothing to anybody',
    async ({ at }) => {
      for (const visitor of VISITORS) {
        const answer = await fetch(app.url + at?.(people.ids), { headers: await headersOf(visitor) })
        expect(answer.status, visitor).toBeGreaterThanOrEqual(400)
        expect(answer.status, visitor).toBeLessThan(500)
      }
    },
  )

  test.each(visited.filter(({ post }) => post))(
    '$pattern is changed by whom the table says',
    async (entry) => {
      const { post = 'public', sent = 422, ofAccount } = entry
      for (const visitor of VISITORS) {
        const answer = await send(entry, visitor, { origin: app.url, 'sec-fetch-site': 'same-origin' })
        expect(outcome(answer), visitor).toBeOneOf(expected(post, visitor, ofAccount, sent))
      }
    },
  )

  test.each(visited.filter(({ keys }) => keys))(
    '$pattern is opened by a key of the right scope alone',
    async ({ at, keys = {} }) => {
      for (const [method, permission] of Object.entries(keys)) {
        const allowed: readonly string[] = PERMISSIONS[permission]
        const ask = async (authorization?: string) => {
          // What is sent is never right, so that nothing is changed for the tests that follow.
          const wrong = method === 'DELETE' ? '?version=none' : ''
          const answer = await fetch(app.url + at?.(people.ids) + wrong, {
            method,
            body: method === 'GET' || method === 'DELETE' ? undefined : '{}',
            headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
          })
          expect(answer.headers.getSetCookie()).toEqual([])
          return answer.status
        }
        const bearer = async (scopes: (typeof SCOPES)[number][]) =>
          `Bearer ${(await makeApiKey(app.context(), { scopes })).secret}`
        expect(await ask(), method).toBe(401)
        const others = SCOPES.filter((scope) => !allowed.includes(scope))
        expect(await ask(await bearer(others)), method).toBe(403)
        const own = SCOPES.filter((scope) => allowed.includes(scope))
        const entered: Record<string, number> = { GET: 200, DELETE: 400 }
        expect(await ask(await bearer(own)), method).toBe(entered[method] ?? 422)
      }
    },
  )

  test.each(visited.filter(({ post }) => !post))('$pattern changes nothing', async (entry) => {
    for (const visitor of VISITORS) {
      const answer = await send(entry, visitor, { origin: app.url, 'sec-fetch-site': 'same-origin' })
      expect(answer.status, visitor).toBe(405)
    }
  })

  test.each(visited.filter(({ post, pattern }) => post && pattern !== '/api/v2/*'))(
    '$pattern refuses forms of other sites',
    async (entry) => {
      const visitor = VISITORS.find(
        (one) => typeof expected(entry.post ?? 'public', one, true, 200)[0] === 'number',
      )
      for (const headers of [
        { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' },
        { origin: app.url, 'sec-fetch-site': 'cross-site' },
        { origin: app.url.replace('http://', 'http://other.'), 'sec-fetch-site': 'same-site' },
        { origin: 'https://evil.test' },
        { origin: 'null' },
      ] as Record<string, string>[]) {
        const answer = await send(entry, visitor ?? 'member', headers)
        expect(answer.status, JSON.stringify(headers)).toBe(403)
      }
    },
  )
})

/** A number, or where the visitor is asked to sign in first. */
function outcome(answer: Response): number | string {
  const { pathname } = new URL(answer.headers.get('location') ?? '/', 'http://here.invalid')
  const asked = answer.status === 302 && answer.headers.get('location')?.includes('returnTo=')
  return asked && pathname === '/sign-in' ? 'sign-in' : answer.status
}

/** What the permission table makes of an access for one visitor. */
function expected(
  access: NonNullable<Entry['get']>,
  visitor: Visitor,
  ofAccount: true | undefined,
  reached: number | readonly number[],
): readonly (number | string)[] {
  const allowed = typeof reached === 'number' ? [reached] : reached
  if (access === 'public') return allowed
  // Whoever is signed in is as unknown to the API as anybody else.
  if (access === 'api-key') return [401]
  if (visitor === 'nobody') return ['sign-in']
  if (access === 'signed-in') return allowed
  const role: Role = visitor === 'stranger' ? 'member' : visitor
  const roles: readonly string[] = PERMISSIONS[access satisfies Permission]
  if (!roles.includes(role)) return [403]
  return ofAccount && visitor === 'stranger' ? [404] : allowed
}
