import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { ServerBuild } from '@remix-run/node'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { createServer } from '#app/http/server.ts'
import { openServer } from '#app/listen.ts'
import * as incidents from '#app/routes/api/v1/incidents.ts'
import * as unknown from '#app/routes/api/v1/unknown.ts'
import { apiServices, makeApiKey } from '#tests/factories/api.ts'
import { statusContext } from '#tests/factories/component.ts'
import { useDatabase } from '#tests/setup/database.ts'
import { sendRaw } from '#tests/setup/raw-request.ts'

const database = useDatabase()
const NOW = '2026-11-27T09:00:00.000Z'
const lines: string[] = []
let server: Server
let url: string
let secret: string

beforeAll(async () => {
  secret = (await makeApiKey(statusContext(database.db, nobody, NOW))).secret
  const route = (id: string, path: string, module: object) => ({ id, path, module, parentId: undefined })
  const build = {
    entry: { module: { default: () => new Response('page'), handleError: () => undefined } },
    routes: {
      incidents: route('incidents', 'api/v1/incidents', incidents),
      unknown: route('unknown', 'api/v1/*', unknown),
    },
    assets: { routes: {}, entry: { module: '', imports: [] }, url: '', version: '1' },
    future: {},
    basename: '/',
    publicPath: '/',
    assetsBuildDirectory: '',
    isSpaMode: false,
  } as unknown as ServerBuild
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  server = openServer(
    20_000,
    createServer({
      services: apiServices(database.db, NOW, (facts, message) => log.info(facts, message)),
      log,
      trustedProxies: 0,
      version: 'test',
      probes: {},
      build,
      assets: (_req, _res, next) => next(),
      development: false,
    }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const post = (headers: Record<string, string> = {}, path = '/incidents') =>
  fetch(url + path, {
    method: 'POST',
    body: JSON.stringify({ body: { en: 'x' }, name: { en: 'x' } }),
    headers: { 'content-type': 'application/json', ...headers },
  })

it('a server with a key and without a browser gets through; nothing lets another site read the answer', async () => {
  const answer = await post({ authorization: `Bearer ${secret}` })
  expect(answer.status).toBe(201)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  expect(answer.headers.getSetCookie()).toEqual([])
})

it.each<Record<string, string>>([{ origin: 'https://evil.test' }, { 'sec-fetch-site': 'cross-site' }])(
  'a browser on another site (%j) is turned away even with a key',
  async (headers) => {
    const answer = await post({ authorization: `Bearer ${secret}`, ...headers })
    expect(answer.status).toBe(403)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toEqual({
      type: 'urn:problem-type:vigie:crossOrigin',
      title: 'Forbidden',
      status: 403,
      detail: expect.any(String),
      instance: `urn:uuid:${answer.headers.get('x-request-id')}`,
    })
  },
)

it.each([
  ['GET', '/incidents?starting_after=a%00b', 400, 'unreadableAddress'],
  ['GET', '/events?after=%00', 400, 'unreadableAddress'],
  ['DELETE', '/incidents/aaaaaaaaaaaa?version=%00', 400, 'unreadableAddress'],
  ['GET', '/incidents/%ff', 400, 'unreadableAddress'],
  ['GET', '/incidents/%00', 400, 'unreadableAddress'],
  ['POST', '/incidents?_data=x', 400, 'unreadableAddress'],
  ['TRACE', '/incidents', 405, 'methodForbidden'],
])('%s %s is refused as a problem', async (method, path, status, code) => {
  const answer = await sendRaw(url, { method, path: `/api/v1${path}` })
  expect(answer).toMatchObject({ status, type: 'application/problem+json' })
  expect(JSON.parse(answer.text)).toMatchObject({ type: `urn:problem-type:vigie:${code}`, status })
})

it.each(['text/plain', 'text/plain;charset=UTF-8', 'multipart/form-data; boundary=x', ''])(
  'a body of type %j is refused as a problem',
  async (type) => {
    const answer = await post({ authorization: `Bearer ${secret}`, 'content-type': type })
    expect(answer.status).toBe(415)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ type: 'urn:problem-type:vigie:notJson' })
  },
)

it('outside the API such a refusal is a line of text', async () => {
  for (const path of ['/accounts?after=%00', '/api/v12?%00', '/api/v1x/%ff', '/sign-in?_data=x']) {
    expect(await sendRaw(url, { path })).toMatchObject({ status: 400, type: 'text/plain; charset=utf-8' })
  }
})

it('the address may be written in full, as proxies do, with whatever host', async () => {
  for (const path of [`${url}/incidents?limit=1`, 'https://vigie.test/api/v1/incidents?limit=1']) {
    const answer = await sendRaw(url, { path, headers: { authorization: `Bearer ${secret}` } })
    expect(answer.status, path).toBe(200)
    expect(JSON.parse(answer.text)).toMatchObject({ object: 'list' })
  }
  const nul = await sendRaw(url, { path: `${url}/incidents?starting_after=%00` })
  expect(nul).toMatchObject({ status: 400, type: 'application/problem+json' })
})

it.each(['POST', 'PUT', 'DELETE'])('%s without a body and without its length is answered', async (method) => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(
    `${method} /api/v1/incidents HTTP/1.1\r\nHost: vigie.test\r\nAuthorization: Bearer ${secret}\r\n` +
      'Content-Type: application/json\r\nConnection: close\r\n\r\n',
  )
  const answer = await text(socket)
  expect(answer).toMatch(method === 'POST' ? /^HTTP\/1.1 400 / : /^HTTP\/1.1 405 /)
  expect(answer).toContain('application/problem+json')
})

it('every refusal tells its reference, which is that of the log', async () => {
  const answer = await post()
  expect(answer.status).toBe(401)
  const { instance } = (await answer.json()) as { instance: string }
  const id = answer.headers.get('x-request-id')
  expect(instance).toBe(`urn:uuid:${id}`)
  expect(lines.some((line) => line.includes(id ?? '-'))).toBe(true)
})

it('no line of the log holds a key, wherever a client puts it', async () => {
  await post({ authorization: `Bearer ${secret}` })
  await post({ authorization: secret })
  await post({ 'x-api-key': secret })
  await post({}, `/incidents?key=${secret}`)
  await post({}, `/${secret}`)
  await fetch(`${url}/incidents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}` },
    body: secret,
  })
  expect(lines.length).toBeGreaterThan(5)
  expect(lines.join('')).not.toContain(secret.slice(6))
})
