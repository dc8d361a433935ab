import path from 'node:path'
import type { ServerBuild } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PERMISSIONS, type Permission } from '#app/domain/access/permissions.ts'
import type { Role } from '#app/domain/access/roles.ts'
import type { Access } from '#app/http/handlers.server.ts'
import { type Application, startApplication } from '#tests/setup/application.ts'
import { type Inhabitants, inhabit, uploadForm } from '#tests/setup/inhabitants.ts'

interface Entry {
  /** Who may enter, as the loader and the action must say it; left out where there is none. */
  get?: Access
  post?: Access
  /** What an allowed visitor gets: 200 unless told. */
  read?: number | readonly number[]
  /** What an allowed visitor gets for a form that fits nothing: 422 unless told. */
  sent?: number | readonly number[]
  /** Belongs to one account: for members of others it does not exist. */
  ofAccount?: true
  /** A form instead of the one that fits nothing. */
  form?: () => Promise<FormData>
  /** The path as it is visited, where ids stand in it. */
  at?: (ids: Inhabitants['ids']) => string
}

const TOKEN = 'A'.repeat(43)
const NO_ID = 'a'.repeat(12)
const ofStatus = (id: string): Entry => ({ get: 'public', at: () => id })

/** Every route with a loader or an action, by its pattern. A route without a line here fails the test. */
const TABLE: Record<string, Entry> = {
  // The frame of the staff's pages: members have one of their own.
  'routes/staff-layout': { get: 'signed-in' },

  '/': { get: 'public', read: 302 },
  '/locale': { get: 'public', read: 302, post: 'public' },
  '/theme': { get: 'public', read: 302, post: 'public' },
  // Whoever is signed in already goes on to their home.
  '/sign-in': { get: 'public', read: [200, 302], post: 'public', sent: [422, 302] },
  '/sign-out': { get: 'public', read: 302, post: 'public', sent: 302 },
  '/sign-out/everywhere': { get: 'signed-in', read: 302, post: 'signed-in', sent: 302 },
  '/activate/resend': { get: 'public', post: 'public' },
  '/activate/:token': { get: 'public', read: 404, post: 'public', at: () => `/activate/${TOKEN}` },
  '/password/forgot': { get: 'public', post: 'public' },
  '/password/reset/:token': {
    get: 'public',
    read: 404,
    post: 'public',
    at: () => `/password/reset/${TOKEN}`,
  },
  '/settings': { get: 'signed-in', post: 'signed-in' },

  '/home': { get: 'submission:send' },
  '/history': { get: 'submission:send' },
  '/requirements/:requirementId': {
    get: 'submission:send',
    post: 'submission:send',
    sent: 302,
    ofAccount: true,
    form: uploadForm,
    at: ({ requirementId }) => `/requirements/${requirementId}`,
  },
  '/requirements/:requirementId/files': {
    post: 'submission:send',
    sent: 200,
    ofAccount: true,
    form: uploadForm,
    at: ({ requirementId }) => `/requirements/${requirementId}/files`,
  },
  '/files/:fileId': { get: 'submission:read', ofAccount: true, at: ({ fileId }) => `/files/${fileId}` },

  '/review': { get: 'review:queue' },
  '/review/:submissionId': {
    get: 'review:queue',
    post: 'submission:decide',
    at: ({ submissionId }) => `/review/${submissionId}`,
  },
  '/accounts': { get: 'account:list' },
  '/accounts/:accountId': {
    get: 'account:list',
    post: 'requirement:request',
    at: ({ accountId }) => `/accounts/${accountId}`,
  },

  '/desk': { get: 'status:desk' },
  '/desk/preview': { post: 'incident:publish', sent: 200 },
  '/desk/incidents/new': { get: 'incident:publish', post: 'incident:publish' },
  '/desk/incidents/:id': {
    get: 'status:desk',
    post: 'incident:publish',
    at: ({ incidentId }) => `/desk/incidents/${incidentId}`,
  },
  '/desk/incidents/:id/updates/:updateId': {
    get: 'status:desk',
    post: 'incident:publish',
    at: ({ incidentId, incidentUpdateId }) => `/desk/incidents/${incidentId}/updates/${incidentUpdateId}`,
  },
  '/desk/maintenances/new': { get: 'maintenance:publish', post: 'maintenance:publish' },
  '/desk/maintenances/:id': {
    get: 'status:desk',
    post: 'maintenance:publish',
    at: ({ maintenanceId }) => `/desk/maintenances/${maintenanceId}`,
  },
  '/desk/maintenances/:id/move': {
    get: 'maintenance:publish',
    post: 'maintenance:publish',
    at: ({ maintenanceId }) => `/desk/maintenances/${maintenanceId}/move`,
  },
  '/desk/maintenances/:id/updates/:updateId': {
    get: 'status:desk',
    post: 'incident:publish',
    at: ({ maintenanceId, maintenanceUpdateId }) =>
      `/desk/maintenances/${maintenanceId}/updates/${maintenanceUpdateId}`,
  },
  '/desk/components': { get: 'component:manage', post: 'component:manage' },
  '/desk/components/new': { get: 'component:manage', post: 'component:manage' },
  '/desk/components/:id': {
    get: 'component:manage',
    post: 'component:manage',
    at: ({ componentId }) => `/desk/components/${componentId}`,
  },
  '/desk/components/:id/archive': {
    get: 'component:manage',
    read: 404,
    post: 'component:manage',
    sent: 404,
    at: () => `/desk/components/${NO_ID}/archive`,
  },
  '/desk/groups/new': { get: 'component:manage', post: 'component:manage' },
  '/desk/subscribers': { get: 'broadcast:read' },
  '/desk/broadcasts/:id': {
    get: 'broadcast:read',
    post: 'incident:publish',
    at: ({ broadcastId }) => `/desk/broadcasts/${broadcastId}`,
  },

  '/admin': { get: 'user:manage' },
  '/admin/users': { get: 'user:manage', post: 'user:manage' },
  '/admin/users/new': { get: 'user:manage', post: 'user:manage' },
  '/admin/accounts/new': { get: 'account:create', post: 'account:create' },
  '/admin/accounts/import': { get: 'account:create', post: 'account:create', sent: 415 },
  '/admin/accounts/import-template.csv': { get: 'account:create' },
  '/admin/accounts/imports/:importId': {
    get: 'account:create',
    at: ({ importId }) => `/admin/accounts/imports/${importId}`,
  },
  '/admin/accounts/imports/:importId/faults.csv': {
    get: 'account:create',
    at: ({ importId }) => `/admin/accounts/imports/${importId}/faults.csv`,
  },

  '/status': { get: 'public' },
  '/status/en': { get: 'public' },
  '/status/history/:month?': ofStatus('/status/history'),
  '/status/en/history/:month?': ofStatus('/status/en/history'),
  '/status/incidents/:id': { ...ofStatus(`/status/incidents/${NO_ID}`), read: 404 },
  '/status/en/incidents/:id': { ...ofStatus(`/status/en/incidents/${NO_ID}`), read: 404 },
  '/status/subscribe': { get: 'public', post: 'public' },
  '/status/confirm/:token': {
    get: 'public',
    read: 410,
    post: 'public',
    at: () => `/status/confirm/${TOKEN}`,
  },
  '/status/subscription/:id/:token': {
    get: 'public',
    read: 404,
    post: 'public',
    at: ({ accountId }) => `/status/subscription/${accountId}/${TOKEN}`,
  },
  '/status/*': { ...ofStatus('/status/nowhere'), read: 404 },
  '/api/v2/*': { ...ofStatus('/api/v2/summary.json'), post: 'public', sent: 405 },
  '/*': { ...ofStatus('/nowhere'), read: 404, post: 'public', sent: 404 },
}

type Visitor = 'nobody' | 'member' | 'stranger' | 'officer' | 'publisher' | 'administrator'
const VISITORS: readonly Visitor[] = ['nobody', 'member', 'stranger', 'officer', 'publisher', 'administrator']

type Guarded = { access?: Access } | undefined
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
    const { get: read, post: write } = TABLE[pattern] ?? {}
    expect({ get: get && (get.access ?? 'unguarded'), post: post && (post.access ?? 'unguarded') }).toEqual({
      get: read,
      post: write,
    })
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
      expect(data.status, `${visitor}, as data`).toBeOneOf([202, 302, 403, 404])
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
  access: Access,
  visitor: Visitor,
  ofAccount: true | undefined,
  reached: number | readonly number[],
): readonly (number | string)[] {
  const allowed = typeof reached === 'number' ? [reached] : reached
  if (access === 'public') return allowed
  if (visitor === 'nobody') return ['sign-in']
  if (access === 'signed-in') return allowed
  const role: Role = visitor === 'stranger' ? 'member' : visitor
  const roles: readonly string[] = PERMISSIONS[access satisfies Permission]
  if (!roles.includes(role)) return [403]
  return ofAccount && visitor === 'stranger' ? [404] : allowed
}
