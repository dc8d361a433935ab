import { type IncomingHttpHeaders, type RequestOptions, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AppLoadContext, ServerBuild } from '@remix-run/node'
import { type Logger, pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { handleError } from '#app/entry.server.tsx'
import { safeReturn } from '#app/http/handlers.server.ts'
import type { Services } from '#app/http/load-context.ts'
import { createServer } from '#app/http/server.ts'

const TOKEN = 'A'.repeat(43)
const lines: string[] = []
const probe = vi.fn(() => Promise.resolve())
const log: Logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
let server: Server
let port: number

/** Two resource routes behind the whole pipeline: one that says nothing of caches, one that does. */
beforeAll(async () => {
  const route = (path: string, answer: () => Response) => ({
    id: path,
    path,
    parentId: undefined,
    module: { loader: answer },
  })
  const build = {
    entry: { module: { default: () => new Response('page'), handleError: () => undefined } },
    routes: {
      private: route('private/:token', () => new Response('mine')),
      public: route(
        'public',
        () => new Response('ours', { headers: { 'Cache-Control': 'public, max-age=15' } }),
      ),
    },
    assets: { routes: {}, entry: { module: '', imports: [] }, url: '', version: '1' },
    future: {},
    basename: '/',
    publicPath: '/',
    assetsBuildDirectory: '',
    isSpaMode: false,
  } as unknown as ServerBuild
  const services = { log, publicUrl: 'http://vigie.test', snapshot: { current: () => null } }
  server = createServer({
    services: services as unknown as Services,
    log,
    trustedProxies: 0,
    version: '1',
    probes: { mail: probe },
    build,
    assets: (_req, _res, next) => next(),
    development: false,
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const ask = (path: string, options: RequestOptions = {}) =>
  new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; text: string }>(
    (resolve, reject) => {
      request({ host: '127.0.0.1', port, path, agent: false, ...options }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () =>
          resolve({
            status: answer.statusCode,
            headers: answer.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        )
      })
        .on('error', reject)
        .end()
    },
  )

describe('where a visitor is sent back to', () => {
  test.each([
    '//evil.test',
    '/\\evil.test',
    '/.//evil.test',
    '/./\\evil.test',
    '/%2e//evil.test',
    '/here/..//evil.test',
    '/\t/evil.test',
    '/\n/evil.test',
    '/.\t//evil.test',
    'https://evil.test',
    'javascript:alert(1)',
    ' //evil.test',
    '',
    null,
  ])('is never another site: %j', (wished) => {
    expect(safeReturn(wished, '/home')).toBe('/home')
  })

  test.each(['/home', '/review?search=a%2F%2Fb', '/accounts/1#history', '/a//b'])(
    'is a page here: %s',
    (wished) => {
      expect(safeReturn(wished)).toBe(wished)
    },
  )
})

describe('requests that name nothing', () => {
  test('a NUL anywhere in the address, a host or port that cannot be: refused, and no error of ours', async () => {
    const asked: [string, RequestOptions?][] = [
      ['/private/x%00y'],
      ['/private/x?search=%00'],
      ['/private/%E0%A4%A'],
      ['/private/x', { headers: { host: 'vigie.test:99999' } }],
      ['/private/x', { headers: { host: 'a b' } }],
      ['/private/x', { headers: { host: '[::1' } }],
      ['/private/x', { headers: { host: 'vigie.test', 'x-forwarded-host': 'evil.test:99999' } }],
    ]
    for (const [path, options] of asked) {
      expect((await ask(path, options)).status, `${path} ${JSON.stringify(options)}`).toBe(400)
    }
    expect((await ask('/private/x', { method: 'TRACE' })).status).toBe(405)
    expect(lines.filter((line) => JSON.parse(line).level >= 50)).toEqual([])
  })

  test('no token stands whole in the log', async () => {
    await ask(`/private/${TOKEN}?key=${TOKEN}`)
    expect(lines.join('')).toContain('/private/AAAA…')
    expect(lines.join('')).not.toContain(TOKEN)
  })

  test('nor when the page behind a link fails', () => {
    const request = new Request(`http://vigie.test/password/reset/${TOKEN}`)
    const context = { services: { log }, requestId: 'reference' } as unknown as AppLoadContext
    handleError(new Error('the database is away'), { request, context, params: { token: TOKEN } })
    expect(lines.at(-1)).toContain('/password/reset/AAAA…')
    expect(lines.at(-1)).not.toContain(TOKEN)
  })
})

describe('caches', () => {
  test('keep nothing that a route does not give them', async () => {
    expect((await ask('/private/x')).headers['cache-control']).toBe('no-store')
    expect((await ask('/nowhere')).headers['cache-control']).toBe('no-store')
    expect((await ask('/public')).headers['cache-control']).toBe('public, max-age=15')
  })
})

test('a flood of questions whether all is well asks each part once at a time', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  probe.mockImplementationOnce(() => promise)
  const arrived = new Promise<void>((all) => {
    let count = 0
    server.on('request', () => void (++count === 10 && all()))
  })
  const answers = Array.from({ length: 10 }, () => ask('/readyz'))
  await arrived
  resolve()
  for (const { status } of await Promise.all(answers)) expect(status).toBe(200)
  expect(probe).toHaveBeenCalledTimes(1)
  // The next one is a new question.
  await ask('/readyz')
  expect(probe).toHaveBeenCalledTimes(2)
})
