import { request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'
import { type PublicSide, startPublicSide } from '#tests/setup/public-side.ts'

const database = useDatabase()
const NOW = new Date('2026-11-23T09:00:00.000Z')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000)
let status: PublicStatus
let incidentId: string
let side: PublicSide
/** Paths in the order in which they were made; those named in `broken` cannot be. */
const made: string[] = []
const broken = new Set<string>()

beforeAll(async () => {
  const publisher = await createPublisher(database.db)
  const ctx = statusContext(database.db, publisher, NOW.toISOString())
  incidentId = await makeIncident(ctx, { [await makeComponent(ctx)]: 'major_outage' })
  status = await buildPublicStatus(ctx)
  side = await startPublicSide(async (path, snapshot, now) => {
    made.push(path)
    if (broken.has(path)) throw new Error('this page cannot be made')
    return {
      status: path.endsWith('/-') ? 404 : snapshot ? 200 : 503,
      contentType: 'text/html; charset=utf-8',
      body: `<p>${path} ${now.toISOString()} ${'of which there is more to say '.repeat(20)}</p>`,
      headers: { 'Cache-Control': 'public' },
    }
  }, 'status.vigie.test')
})
afterAll(() => side.close())
beforeEach(async () => {
  broken.clear()
  await side.site.publish({ status, confirmedAt: NOW }, NOW)
  made.length = 0
})

interface Asked {
  method?: string
  headers?: Record<string, string>
}

/** One request as it stands on the wire. */
function ask(path: string, { method = 'GET', headers = {} }: Asked = {}) {
  return new Promise<{ status: number; headers: Record<string, string>; body: Buffer }>((resolve, reject) => {
    const { hostname, port } = new URL(side.url)
    const sent = request({ hostname, port, path, method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers as Record<string, string>,
          body: Buffer.concat(chunks),
        }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })
}
const text = async (path: string, asked?: Asked) => (await ask(path, asked)).body.toString()

describe('the API', () => {
  it('can be read from anywhere, and kept for a while', async () => {
    const { status, headers } = await ask('/api/v2/summary.json')
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=15, stale-while-revalidate=60, stale-if-error=86400',
      'content-type': 'application/json; charset=utf-8',
      vary: 'Accept-Encoding, Accept-Language',
      'x-confirmed-at': NOW.toISOString(),
      'x-content-type-options': 'nosniff',
    })
  })

  it('speaks the language asked for', async () => {
    const nameIn = async (path: string, headers: Record<string, string> = {}) =>
      JSON.parse(await text(`/api/v2/${path}`, { headers })).incidents[0].name
    expect(await nameIn('summary.json')).toBe('Paiements ralentis')
    expect(await nameIn('summary.json?locale=en')).toBe('Slow payments')
    expect(await nameIn('summary.json', { 'accept-language': 'en-GB,fr;q=0.5' })).toBe('Slow payments')
    expect(await nameIn('summary.json?locale=fr', { 'accept-language': 'en' })).toBe('Paiements ralentis')
    expect(await nameIn('summary.json?locale=xx')).toBe('Paiements ralentis')
  })

  it.each(['/api/v2/nothing.json', '/api/v2/summary', '/api/v2', '/api/v2/', '/API/v2/summary.json'])(
    'has nothing at %s',
    async (path) => {
      const { status, body } = await ask(path)
      expect([status, body.toString()]).toEqual([404, '{"error":"Not Found"}'])
    },
  )

  it('answers whoever asks what may be asked, and refuses to be changed', async () => {
    const options = await ask('/api/v2/summary.json', { method: 'OPTIONS' })
    expect([options.status, options.headers['access-control-allow-methods'], options.body.length]).toEqual([
      204,
      'GET, HEAD, OPTIONS',
      0,
    ])
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const { status, headers } = await ask('/api/v2/summary.json', { method })
      expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
    }
  })
})

describe('an answer', () => {
  it.each([
    ['br', (body: Buffer) => brotliDecompressSync(body)],
    ['gzip, deflate, br, zstd', (body: Buffer) => brotliDecompressSync(body)],
    ['gzip', (body: Buffer) => gunzipSync(body)],
    ['br;q=0, gzip', (body: Buffer) => gunzipSync(body)],
    ['identity', (body: Buffer) => body],
    ['', (body: Buffer) => body],
    [';;;q=x', (body: Buffer) => body],
  ])('is the same for Accept-Encoding %j', async (accept, decode) => {
    const { headers, body } = await ask('/status', { headers: { 'accept-encoding': accept } })
    expect(decode(body).toString()).toBe(await text('/status'))
    expect(headers['content-length']).toBe(String(body.length))
  })

  it('is not sent again to whoever has it, in whatever form', async () => {
    for (const encoding of ['br', 'gzip', 'identity']) {
      const { headers } = await ask('/status', { headers: { 'accept-encoding': encoding } })
      const etag = headers.etag ?? ''
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const again = await ask('/status', { headers: { 'if-none-match': known, 'accept-encoding': 'br' } })
        expect([again.status, again.body.length]).toEqual([304, 0])
        expect(again.headers).toHaveProperty('cache-control')
        expect(again.headers).not.toHaveProperty('content-encoding')
      }
    }
    expect((await ask('/status', { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
    expect((await ask('/status/nowhere', { headers: { 'if-none-match': '*' } })).status).toBe(404)
  })

  it('has a tag of its own for each encoding', async () => {
    const tags = await Promise.all(
      ['br', 'gzip', 'identity'].map(async (encoding) => {
        return (await ask('/status', { headers: { 'accept-encoding': encoding } })).headers.etag
      }),
    )
    expect(new Set(tags).size).toBe(3)
  })

  it('to HEAD is its headers alone', async () => {
    const { headers, body } = await ask('/status', { method: 'HEAD' })
    expect(body.length).toBe(0)
    expect(headers['content-length']).toBe(String((await ask('/status')).body.length))
  })
})

it.each([
  ...['/status/%', '/status/%E0%A4%A', '/api/v2/%ff'],
  ...['/x/../status', '/./status', '/%2e/status', '/x/%2E%2e/status?x', '/status/..', '/favicon.ico/../desk'],
])('%s is no address', async (path) => {
  expect((await ask(path)).status).toBe(400)
})

describe('pages', () => {
  it('are there whatever is added to their address', async () => {
    for (const path of ['/status', '/status/', '/status?x=1', '/status?locale=en&cache=buster']) {
      expect(await text(path), path).toContain('/status 2026')
    }
    expect(await text('/status/en')).toContain('/status/en 2026')
    expect(made).toEqual([])
  })

  it('of incidents are made when somebody asks, once for all who do', async () => {
    const path = `/status/en/incidents/${incidentId}`
    const answers = await Promise.all(Array.from({ length: 20 }, () => text(path)))
    expect(new Set(answers).size).toBe(1)
    expect(made).toEqual([path])
  })

  it('of incidents are made anew with what they say, and else at most once a minute', async () => {
    const path = `/status/incidents/${incidentId}`
    await text(path)
    await side.site.publish({ status, confirmedAt: later(30) }, later(30))
    await text(path)
    expect(made.filter((one) => one === path)).toHaveLength(1)
    await side.site.publish({ status, confirmedAt: later(60) }, later(60))
    expect(await text(path)).toContain('09:01:00')
    await side.site.publish({ status: { ...status, indicator: 'minor' }, confirmedAt: later(61) }, later(61))
    expect(await text(path)).toContain('09:01:01')
    expect(made.filter((one) => one === path)).toHaveLength(3)
  })

  it('in front are made with every change, and else at most once a minute', async () => {
    await side.site.publish({ status, confirmedAt: later(59) }, later(59))
    expect(made).toEqual([])
    expect((await ask('/status')).headers['x-confirmed-at']).toBe(later(59).toISOString())
    await side.site.publish({ status, confirmedAt: later(60) }, later(60))
    expect(await text('/status')).toContain('09:01:00')
    await side.site.publish({ status: { ...status, indicator: 'minor' }, confirmedAt: later(61) }, later(61))
    expect(await text('/status')).toContain('09:01:01')
  })

  it('that cannot be made stay as they were, and take nothing else with them', async () => {
    broken.add('/status/en')
    await side.site.publish({ status, confirmedAt: later(60) }, later(60))
    expect(await text('/status/en')).toContain('09:00:00')
    expect(await text('/status')).toContain('09:01:00')
    const further = `/status/incidents/${incidentId}`
    broken.add(further)
    expect((await ask(further)).status).toBe(503)
    broken.clear()
    expect((await ask(further)).status).toBe(200)
  })

  it.each([
    ['/status/nowhere', {}, '/status/-'],
    ['/status/nowhere', { 'accept-language': 'en' }, '/status/en/-'],
    ['/status/en/nowhere', {}, '/status/en/-'],
    ['/status/incidents/aaaaaaaaaaaa', {}, '/status/-'],
    ['/STATUS', {}, '/status/-'],
    ['//status', {}, '/status/-'],
    ['/%73tatus', {}, '/status/-'],
    ['/%61pi/v2/summary.json', {}, '/status/-'],
    ['/status.data', {}, '/status/-'],
  ])('%s with %j is not found', async (path, headers, page) => {
    const answer = await ask(path, { headers: headers as Record<string, string> })
    expect([answer.status, answer.body.toString().split(' ')[0]]).toEqual([404, `<p>${page}`])
    expect(made).toEqual([])
  })

  it.each([
    '/',
    '/sign-in',
    '/status-of-things',
    '/statuses',
    '/api/v1/incidents',
    '/status/subscribe',
    '/status/confirm/x',
    '/status/subscription/a/b',
  ])('%s is left to the router', async (path) => {
    expect((await ask(path)).status).toBe(299)
  })
})

it('a host of its own shows the public side and nothing else', async () => {
  const own = { headers: { host: 'status.vigie.test' } }
  expect(await text('/', own)).toContain('/status 2026')
  expect((await ask('/api/v2/status.json', own)).status).toBe(200)
  expect((await ask('/status/subscribe', own)).status).toBe(299)
  for (const host of [
    'STATUS.vigie.test',
    'status.vigie.test.',
    'status.vigie.test:80',
    'status.vigie.test:080',
  ]) {
    expect((await ask('/sign-in', { headers: { host } })).status, host).toBe(404)
  }
  for (const path of ['/sign-in', '/desk', '/api/v1/incidents', '/settings']) {
    expect((await ask(path, own)).status, path).toBe(404)
  }
})

it('while nothing is known, says so and may not be kept', async () => {
  await side.site.publish(null, NOW)
  const answer = await ask('/api/v2/summary.json')
  expect([answer.status, answer.headers['cache-control'], answer.headers['retry-after']]).toEqual([
    503,
    'no-store',
    '5',
  ])
  expect((await ask('/status')).status).toBe(503)
  expect((await ask(`/status/incidents/${incidentId}`)).status).toBe(503)
})

it('counts what it has answered', async () => {
  side.takeCounts()
  const { headers } = await ask('/status')
  await ask('/status', { headers: { 'if-none-match': headers.etag ?? '' } })
  await ask('/status/nowhere')
  expect(side.takeCounts()).toEqual({ answers: 2, notModified: 1, notFound: 1 })
  expect(side.takeCounts()).toEqual({ answers: 0, notModified: 0, notFound: 0 })
})
