import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import express from 'express'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseConfig } from '#app/config/config.ts'
import { openSession } from '#app/domain/access/sessions.ts'
import { systemClock } from '#app/domain/clock.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import type { Services } from '#app/http/load-context.ts'
import { createServer as createApplication } from '#app/http/server.ts'
import { openPublicSide } from '#app/public-side.ts'
import { openRuntime, type Runtime } from '#app/runtime.ts'
import { loadServerBuild } from '#app/server-build.ts'
import { followStatus } from '#app/snapshot.ts'
import { createPublisher, makeComponent } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

const REQUESTS = 10_000
const AT_ONCE = 20

let folder: string
let database: TestDatabase
let runtime: Runtime
let port: number
let cookie: string
let paths: string[]
const server = createServer()
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

// The web process's own parts, put together as app/web.ts does, in this process, where its queries can be counted.
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-flood-'))
  database = await createTestDatabase()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  const config = parseConfig({
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: database.url,
    STORAGE_URL: `file:${folder}`,
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'Vigie <no-reply@vigie.test>',
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    LOG_LEVEL: 'silent',
  })
  runtime = openRuntime(config, 'web')
  const publisher = await createPublisher(runtime.db)
  const ctx = runtime.context(publisher)
  await makeIncident(ctx, { [await makeComponent(ctx)]: 'partial_outage' })
  const build = await loadServerBuild()
  const { site, publicServer } = await openPublicSide(runtime, build)
  const services: Services = {
    context: runtime.context,
    log: runtime.log,
    clock: systemClock,
    provider: config.provider,
    publicUrl: config.publicUrl,
    statusUrl: config.statusUrl,
    snapshot: site,
  }
  const application = createApplication({
    services,
    log: runtime.log,
    trustedProxies: 0,
    version: 'test',
    probes: {},
    build,
    assets: express.Router(),
    development: false,
  })
  server.on('request', (req, res) => {
    if (!publicServer.serve(req, res)) application(req, res)
  })
  // One snapshot, and then nobody who follows the database: every query that is counted was asked by a request.
  await (await followStatus(runtime, site)).close()
  paths = [...site.paths(), '/status/subscribe']
  if (publisher.kind !== 'user') throw new Error('a publisher is a user')
  const { token } = await openSession(
    ctx,
    { id: publisher.userId, role: publisher.role },
    { address: '127.0.0.1', userAgent: '' },
  )
  cookie = (await sessionCookie(services).serialize(token)).split(';', 1)[0] ?? ''
})
afterAll(async () => {
  agent.destroy()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await runtime.close()
  await database.drop()
  await rm(folder, { recursive: true })
})

interface Asked {
  path: string
  method: string
  headers: Record<string, string>
}

function ask({ path, method, headers }: Asked): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, agent, path, method, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.on('error', reject)
    sent.end()
  })
}

/** What is asked of the public side, however it is spelt. */
const PUBLIC = /^\/+(status|%73tatus|api\/v2)(?=[/.?]|$)/i

/** Requests to the public side with something odd about path, query, method or headers. */
function oddRequests() {
  const word = fc.stringMatching(/^[a-zA-Z0-9._~%!$&'()*+,;=:@-]{0,14}$/)
  const piece = fc.oneof(
    word,
    fc.constantFrom(
      '..',
      '%2e%2e',
      '%00',
      '%ff',
      '%F0%9F',
      '//',
      'en',
      'incidents',
      'history',
      'groups',
      '.data',
    ),
    fc.constantFrom(
      'aaaaaaaaaaaa',
      '2026-13',
      '0001-01',
      '9999-12',
      'summary.json',
      'feed.atom',
      'badge.svg',
    ),
  )
  const home = fc.constantFrom(
    '/status',
    '/status/en',
    '/api/v2',
    '/STATUS',
    '//status',
    '/%73tatus',
    '/Api/V2',
  )
  const made = fc
    .tuple(home, fc.array(piece, { maxLength: 4 }))
    .map(([start, rest]) => [start, ...rest].join('/'))
  const mutated = fc
    .tuple(fc.constantFrom(...paths), fc.nat(), piece)
    .map(
      ([known, at, dirt]) =>
        known.slice(0, 1 + (at % known.length)) + dirt + known.slice(1 + (at % known.length)),
    )
  const query = fc.oneof(
    fc.constant(''),
    fc.constantFrom(
      '?locale=en',
      '?locale=xx',
      '?lang=fr&lang=en',
      '?',
      '??',
      '?_data=root',
      '?_routes=root',
    ),
    word.map((value) => `?cache=${value}`),
  )
  const header = fc.constantFrom(
    ['accept-language', 'en'],
    ['accept-language', ';;q=z,*'],
    ['accept-encoding', 'br;q=0,gzip;q=0.1'],
    ['accept-encoding', 'zstd'],
    ['if-none-match', '*'],
    ['if-none-match', 'W/"x", "y'],
    ['if-modified-since', 'yesterday'],
    ['range', 'bytes=0-1'],
    ['x-forwarded-host', 'evil.test'],
    ['x-http-method-override', 'DELETE'],
    ['host', 'evil.test'],
    ['host', 'a b'],
    ['accept', 'text/x-script'],
    ['content-type', 'application/json'],
    ['sec-fetch-site', 'cross-site'],
  ) as fc.Arbitrary<[string, string]>
  return fc.record({
    path: fc
      .tuple(fc.oneof(fc.constantFrom(...paths), made, mutated), query)
      .map(([path, rest]) => path + rest)
      // These keep something or open a link that was mailed: they are the database's business.
      .filter((path) => PUBLIC.test(path) && !/^\/status\/(confirm|subscription)/i.test(path)),
    method: fc.constantFrom(
      'GET',
      'GET',
      'GET',
      'HEAD',
      'OPTIONS',
      'POST',
      'PUT',
      'DELETE',
      'PATCH',
      'TRACE',
      'PURGE',
    ),
    headers: fc.array(header, { maxLength: 4 }).map((pairs) => ({ cookie, ...Object.fromEntries(pairs) })),
  })
}

test(`${REQUESTS} odd requests to the public side reach no database and break nothing`, async () => {
  const queries: string[] = []
  runtime.db.on('query', ({ sql }: { sql: string }) => queries.push(sql))
  const asked = fc.sample(oddRequests(), { numRuns: REQUESTS, seed: 20_261_127 })
  // A form that is sent to the subscription is what it is for.
  const waiting = asked.filter(({ path, method }) => method !== 'POST' || !/subscribe/i.test(path))
  const bad: [number, Asked][] = []
  const statuses = new Map<number, number>()
  const next = async (): Promise<void> => {
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      const status = await ask(one)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status >= 500) bad.push([status, one])
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
  expect(bad).toEqual([])
  expect(queries).toEqual([])
  // All kinds of answers were really given.
  for (const status of [200, 204, 304, 404, 405])
    expect(statuses.get(status), String(status)).toBeGreaterThan(50)
})
