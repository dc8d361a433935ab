import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mutatedRequests } from '#tests/factories/mutated-request.ts'
import { type Application, startApplication } from '#tests/setup/application.ts'
import { type Inhabitants, inhabit } from '#tests/setup/inhabitants.ts'
import { expectDecent, type RawAnswer, type RawRequest, sendRaw } from '#tests/setup/raw-request.ts'

type Visitor = 'nobody' | 'member' | 'officer' | 'publisher' | 'administrator'

let app: Application
let people: Inhabitants
const cookies: Record<string, string> = {}
beforeAll(async () => {
  app = await startApplication()
  people = await inhabit(app)
  for (const visitor of ['member', 'officer', 'publisher', 'administrator'] as const) {
    cookies[visitor] = await app.cookieOf(people[visitor])
  }
})
afterAll(async () => {
  // Nothing of all this was half done.
  expect(await app.vigie('audit', 'verify')).toMatchObject({ code: 0, output: expect.stringMatching(/^ok:/) })
  await app.stop()
})

/** Sends as the visitor, from our own pages, in a language; whatever comes back must be decent. */
async function send(
  visitor: Visitor,
  { headers, ...request }: RawRequest,
  locale: 'fr' | 'en' = 'fr',
): Promise<RawAnswer> {
  const answer = await sendRaw(app.url, {
    ...request,
    headers: {
      'accept-language': locale,
      'sec-fetch-site': 'same-origin',
      // Chosen, so that the language of the signed-in user does not matter.
      cookie: [cookies[visitor], `vigie_locale=${Buffer.from(JSON.stringify(locale)).toString('base64')}`]
        .filter(Boolean)
        .join('; '),
      ...headers,
    },
  })
  expectDecent(answer, locale, `${request.method ?? 'GET'} ${request.path.slice(0, 200)} as ${visitor}`)
  return answer
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const post = (path: string, body: string, headers: Record<string, string> = FORM): RawRequest => ({
  method: 'POST',
  path,
  body,
  headers,
})

describe('forms', () => {
  const forms: [Visitor, string][] = [
    ['nobody', '/sign-in'],
    ['nobody', '/status/subscribe'],
    ['member', '/settings'],
    ['officer', '/accounts/:accountId'],
    ['officer', '/review/:submissionId'],
    ['publisher', '/desk/incidents/new'],
    ['administrator', '/admin/users/new'],
  ]
  const at = (path: string) => path.replace(/:(\w+)/g, (_, name) => people.ids[name as 'accountId'])

  test.each(forms)('as %s, %s refuses 10 MB of JSON', async (visitor, path) => {
    const body = JSON.stringify({ text: 'x'.repeat(10 * 1024 * 1024) })
    const answer = await send(visitor, post(at(path), body, { 'content-type': 'application/json' }))
    expect(answer.status).toBeOneOf([413, 415])
  })

  test.each(forms)('as %s, %s refuses 10 MB in one field', async (visitor, path) => {
    const answer = await send(visitor, post(at(path), `email=${'x'.repeat(10 * 1024 * 1024)}`))
    expect(answer.status).toBe(413)
  })

  test.each(forms)('as %s, %s refuses broken text, NUL and unknown fields', async (visitor, path) => {
    expect((await send(visitor, post(at(path), 'email=%C3%28'))).status).toBe(400)
    expect((await send(visitor, post(at(path), 'email=a%00b'))).status).toBe(400)
    expect((await send(visitor, post(at(path), 'nonsense=1'))).status).toBe(422)
    expect((await send(visitor, post(at(path), ''))).status).toBe(422)
    const polluting = '__proto__=2&constructor.prototype=3&x[999999999]=4'
    expect((await send(visitor, post(at(path), polluting))).status).toBeOneOf([400, 422])
    const broken = 'multipart/form-data; boundary=x'
    expect((await send(visitor, post(at(path), '--y\r\nnothing', { 'content-type': broken }))).status).toBe(
      400,
    )
  })

  test('an unknown field beside the right ones is refused, and nothing is done', async () => {
    const email = 'intruse@exemple.test'
    const fields = { email, name: 'Camille Martin', role: 'officer', locale: 'fr', isAdmin: 'true' }
    const request = post('/admin/users/new', new URLSearchParams(fields).toString())
    expect((await send('administrator', request)).status).toBe(422)
    const page = await send('administrator', { path: `/admin/users?search=${encodeURIComponent(email)}` })
    expect(page.text).not.toContain(`>${email}<`)
  })

  test('the answer is in the reader’s language', async () => {
    const french = await send('nobody', post('/sign-in', 'email=x&password=y'), 'fr')
    const english = await send('nobody', post('/sign-in', 'email=x&password=y'), 'en')
    expect(french.text).toContain('Se connecter')
    expect(english.text).toContain('Sign in')
  })
})

describe('addresses', () => {
  const withId: [Visitor, string][] = [
    ['nobody', '/activate/:id'],
    ['nobody', '/password/reset/:id'],
    ['nobody', '/status/confirm/:id'],
    ['nobody', '/status/subscription/:id/:id'],
    ['nobody', '/status/incidents/:id'],
    ['nobody', '/status/en/incidents/:id'],
    ['member', '/requirements/:id'],
    ['member', '/files/:id'],
    ['officer', '/files/:id/pages/:id'],
    ['officer', '/review/:id'],
    ['officer', '/accounts/:id'],
    ['publisher', '/desk/incidents/:id'],
    ['publisher', '/desk/incidents/:id/updates/:id'],
    ['publisher', '/desk/maintenances/:id'],
    ['publisher', '/desk/maintenances/:id/move'],
    ['publisher', '/desk/maintenances/:id/cancel'],
    ['publisher', '/desk/maintenances/series/:id'],
    ['publisher', '/desk/maintenances/series/:id/edit'],
    ['publisher', '/desk/maintenances/series/:id/stop'],
    ['publisher', '/desk/maintenances/:id/updates/:id'],
    ['publisher', '/desk/components/:id'],
    ['publisher', '/desk/groups/:id'],
    ['publisher', '/desk/broadcasts/:id'],
    ['administrator', '/admin/accounts/imports/:id'],
    ['administrator', '/admin/accounts/imports/:id/faults.csv'],
  ]
  const ids = [
    randomUUID(),
    '00000000-0000-0000-0000-000000000000',
    'aaaaaaaaaaaa',
    'x',
    '-1',
    '99999999999999999999',
    "'%20or%201=1--",
    '%F0%9F%92%B6',
    '..%2f..%2fetc%2fpasswd',
    'A'.repeat(43),
    'a'.repeat(4_000),
    '__proto__',
    'null',
  ]

  test.each(withId)('as %s, %s knows neither unknown nor malformed ids', async (visitor, path) => {
    const isPublic = path.startsWith('/status/en/') || path.startsWith('/status/incidents')
    for (const id of ids) {
      // The status page's language is part of its address.
      const locale = isPublic ? (path.startsWith('/status/en') ? 'en' : 'fr') : 'en'
      const answer = await send(visitor, { path: path.replaceAll(':id', id) }, locale)
      expect(answer.status, id).toBeOneOf([404, 410])
    }
  })

  test.each(['/%C3%28', '/accounts/%ff', '/files/a%00b', '/%', '/status/%E0%A4%A'])(
    '%s, which is no text, is refused',
    async (path) => {
      for (const visitor of ['nobody', 'officer'] as const) {
        expect((await send(visitor, { path })).status).toBe(400)
      }
    },
  )

  test.each([
    ['officer', '/accounts?search=%ff%fe'],
    ['officer', '/accounts?search=a%00b'],
    ['officer', `/accounts?after=${'%00'.repeat(20)}`],
    ['officer', '/review?after=nothing&search=%C3%28'],
    ['member', '/history?after=1.%00'],
    ['administrator', '/admin/users?after=x&search=%00'],
    ['publisher', '/desk/subscribers?search=%00%ff'],
    ['publisher', '/desk/incidents/new?component=%00'],
    ['nobody', '/sign-in?returnTo=//evil.test/%00'],
    ['nobody', `/status?x=${'y'.repeat(4_000)}`],
  ] as [Visitor, string][])('as %s, %s is answered without a failure', async (visitor, path) => {
    const answer = await send(visitor, { path })
    expect(answer.status).toBeOneOf([200, 302, 400, 404, 422])
    expect(answer.location).not.toContain('evil.test')
  })

  test('nothing is reached by another method', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
      for (const path of [
        '/',
        '/accounts',
        '/review',
        '/sign-in',
        '/status',
        '/api/v2/summary.json',
        '/nowhere',
      ]) {
        const answer = await send('officer', { method, path })
        expect(answer.status, `${method} ${path}`).toBeOneOf([400, 403, 404, 405, 415, 422])
      }
    }
  })

  test('a header of 20 KB is refused, and the next request is answered', async () => {
    expect(
      (await send('nobody', { path: '/sign-in', headers: { 'x-long': 'x'.repeat(20_000) } })).status,
    ).toBe(431)
    expect((await send('nobody', { path: '/sign-in' })).status).toBe(200)
  })
})

test('300 mutated requests are each answered decently', async () => {
  const real = [
    ...['/', '/sign-in', '/home', '/history', '/settings', '/review', '/accounts', '/desk', '/admin'],
    ...['/admin/users', '/admin/accounts/new', '/desk/incidents/new', '/desk/components', '/desk/preview'],
    ...[
      '/status/subscribe',
      '/api/v2/summary.json',
      '/locale',
      '/theme',
      '/password/forgot',
      '/admin/accounts/import',
    ],
    `/requirements/${people.ids.requirementId}`,
    `/requirements/${people.ids.requirementId}/files`,
    `/review/${people.ids.submissionId}`,
    `/accounts/${people.ids.accountId}`,
    `/desk/incidents/${people.ids.incidentId}`,
    `/desk/maintenances/${people.ids.maintenanceId}/move`,
  ]
  const requests = mutatedRequests(real)
  await fc.assert(
    fc.asyncProperty(requests, async ({ visitor, locale, method, path, query, type, body }) => {
      const bodiless = method === 'GET' || method === 'HEAD'
      const answer = await sendRaw(app.url, {
        method,
        path: query === null ? path : `${path}?${query}`,
        headers: {
          'accept-language': locale,
          'sec-fetch-site': 'same-origin',
          ...(cookies[visitor] && { cookie: cookies[visitor] }),
          ...(bodiless ? {} : { 'content-type': type }),
        },
        body: bodiless ? undefined : body,
      })
      // Pages of a signed-in reader are in the reader's own language, those of the status page in the address's.
      const page = answer.type.startsWith('text/html')
        ? /<html lang="(fr|en)"/.exec(answer.text)?.[1]
        : locale
      expectDecent(answer, (page ?? 'none') as 'fr', `${method} ${path}`)
    }),
    { numRuns: 300, seed: 20_261_123 },
  )
})
