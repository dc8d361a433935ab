import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lookupPublic } from '#app/domain/webhooks/addresses.ts'
import { openWebhookLane } from '#app/domain/webhooks/deliver-webhooks.ts'
import { type Posted, postWebhook } from '#app/domain/webhooks/post.ts'
import { UNTRUSTED } from '#tests/factories/untrusted-certificate.ts'
import { makeWebhookScene, type WebhookScene } from '#tests/factories/webhook.ts'
import { useDatabase } from '#tests/setup/database.ts'

const TIMEOUT_MS = 400
const headers = { 'webhook-id': 'm', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' }
const open: Server[] = []
afterAll(() => {
  for (const server of open) server.close()
})

async function listen(server: Server): Promise<number> {
  open.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const post = (url: string, settings = { privateWebhooks: true }, lookup = lookupPublic(settings)) =>
  postWebhook(settings, { url, headers, body: '{"type":"x"}' }, { timeoutMs: TIMEOUT_MS, lookup })

/** What comes of a server that answers so, which may take as long as it likes. */
async function against(answer: (response: ServerResponse) => void): Promise<Posted> {
  const server = createServer((_request, response) => answer(response))
  const port = await listen(server)
  const posted = await post(`http://127.0.0.1:${port}/`)
  server.closeAllConnections()
  return posted
}

/** The same below HTTP: whatever bytes it likes. */
async function againstBytes(answer: (socket: Socket) => void): Promise<Posted> {
  const sockets: Socket[] = []
  const server = createTcpServer((socket) => {
    sockets.push(socket.on('error', () => undefined))
    socket.once('data', () => answer(socket))
  })
  const posted = await post(`http://127.0.0.1:${await listen(server)}/`)
  for (const socket of sockets) socket.destroy()
  return posted
}

/** Goes on for ever, as fast as it is read. */
function flood(
  to: { write(chunk: string): boolean; destroyed: boolean; on(name: 'drain', more: () => void): unknown },
  chunk: string,
) {
  const more = () => {
    while (!to.destroyed && to.write(chunk));
  }
  to.on('drain', more)
  more()
}

/** In the place of the machine's own resolver. */
const resolver = (answer: () => string[]) =>
  ((_name: string, _options: object, callback: (error: null, found: object[]) => void) =>
    callback(
      null,
      answer().map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )) as never

describe('an endpoint that', () => {
  it('answers 2xx has received it, with the beginning of what it said', async () => {
    const long = `é\u0000\u001b[31m\u202e ${'x'.repeat(3_000)}`
    const posted = await against((response) => response.writeHead(202).end(long))
    expect(posted).toMatchObject({ outcome: 'delivered', httpStatus: 202 })
    expect(posted.answer).toMatch(/^é \[31m x+$/)
    expect(posted.answer?.length).toBeLessThanOrEqual(1024)
  })

  it.each([
    [500, 'status'],
    [404, 'status'],
    [429, 'status'],
    [410, 'gone'],
    [301, 'redirect'],
    [304, 'redirect'],
    [308, 'redirect'],
  ])('answers %i: %s', async (status, outcome) => {
    expect(await against((response) => response.writeHead(status).end())).toMatchObject({
      outcome,
      httpStatus: status,
    })
  })

  it('redirects inside is not followed', async () => {
    let reached = false
    const inside = createServer((_request, response) => {
      reached = true
      response.end()
    })
    const location = `http://127.0.0.1:${await listen(inside)}/`
    expect(await against((response) => response.writeHead(307, { location }).end())).toMatchObject({
      outcome: 'redirect',
      httpStatus: 307,
    })
    expect(reached).toBe(false)
  })

  it.each<[string, (response: ServerResponse) => void]>([
    ['hangs after its headers', (response) => response.writeHead(202).flushHeaders()],
    ['drips its body', (response) => drip(response.writeHead(202))],
    ['breaks off', (response) => response.writeHead(202).write('H', () => response.destroy())],
    [
      'lies about its length',
      (response) => {
        response.writeHead(202, { 'content-length': '1000' })
        response.write('short', () => response.destroy())
      },
    ],
  ])('says 2xx and then %s has received it, in the time there is', async (_what, answer) => {
    const posted = await against(answer)
    expect(posted).toMatchObject({ outcome: 'delivered', httpStatus: 202 })
    expect(posted.responseMs).toBeLessThan(TIMEOUT_MS * 2)
  })

  it('says no and never ends has said no', async () => {
    const refused = (status: number) => against((response) => drip(response.writeHead(status)))
    expect(await refused(503)).toMatchObject({ outcome: 'status', httpStatus: 503 })
    expect(await refused(410)).toMatchObject({ outcome: 'gone', httpStatus: 410 })
  })

  it('hangs: timeout, in the time there is', async () => {
    const posted = await against(() => undefined)
    expect(posted).toMatchObject({ outcome: 'timeout', httpStatus: null })
    expect(posted.responseMs).toBeLessThan(TIMEOUT_MS * 2)
  })

  it('drips its headers: timeout', async () => {
    const posted = await againstBytes((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nX: ')
      drip(socket)
    })
    expect(posted).toMatchObject({ outcome: 'timeout', httpStatus: null })
  })

  it('never ends is read to 4 KB and no further', async () => {
    const posted = await against((response) => flood(response.writeHead(200), 'x'.repeat(16_384)))
    expect(posted).toMatchObject({ outcome: 'delivered', httpStatus: 200 })
    expect(posted.answer).toBe('x'.repeat(1024))
    const refused = await against((response) => flood(response.writeHead(503), 'x'.repeat(16_384)))
    expect(refused).toMatchObject({ outcome: 'status', httpStatus: 503 })
  })

  it('changes the protocol has received nothing', async () => {
    const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'
    expect((await againstBytes((socket) => socket.end(upgrade))).outcome).not.toBe('delivered')
  })

  it.each([
    ['SSH-2.0-OpenSSH_9.9\r\n'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello'],
    ['HTTP/1.1 999999 OK\r\n\r\n'],
    [`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(64_000)}\r\n\r\n`],
    [
      Array.from({ length: 20_000 }, (_, n) => `X-${n}: y\r\n`)
        .join('')
        .replace(/^/, 'HTTP/1.1 200 OK\r\n'),
    ],
    ['\u0000'.repeat(1000)],
  ])('speaks no proper HTTP: a clear failure (%#)', async (bytes) => {
    const { outcome } = await againstBytes((socket) => socket.end(bytes))
    expect(outcome).toBeOneOf(['protocol', 'closed'])
  })

  it('cuts the connection, or is not there', async () => {
    expect(await againstBytes((socket) => socket.destroy())).toMatchObject({ outcome: 'closed' })
    expect(await post('http://127.0.0.1:1/')).toMatchObject({ outcome: 'refused' })
  })
})

describe('a certificate', () => {
  it('of nobody we trust: tls', async () => {
    const secure = createSecureServer(UNTRUSTED, (_request, response) => response.end())
    expect(await post(`https://127.0.0.1:${await listen(secure)}/`)).toMatchObject({
      outcome: 'tls',
      httpStatus: null,
    })
  })

  it('that is none: tls', async () => {
    const plain = createServer((_request, response) => response.end())
    expect((await post(`https://127.0.0.1:${await listen(plain)}/`)).outcome).toBeOneOf(['tls', 'closed'])
  })
})

describe('a target inside', () => {
  let port: number
  let asked = 0
  beforeAll(async () => {
    const server = createServer((_request, response) => {
      asked += 1
      response.end()
    })
    port = await listen(server)
  })
  const outside = { privateWebhooks: false }
  const resolving = (addresses: string[]) =>
    lookupPublic(
      outside,
      resolver(() => addresses),
    )

  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
  ])('written as %s is refused before a connection', async (host) => {
    expect(await post(`https://${host}:${port}/`, outside)).toMatchObject({
      outcome: 'forbidden',
      httpStatus: null,
    })
  })

  it.each([
    [['127.0.0.1']],
    [['10.0.0.7']],
    [['169.254.169.254']],
    [['8.8.8.8', '127.0.0.1']],
    [['::1']],
    [['fd00::1']],
    [['::ffff:10.0.0.1']],
    [['64:ff9b::a00:1']],
  ])('behind a name that resolves to %s is refused', async (addresses) => {
    expect(await post(`https://ledger.test:${port}/`, outside, resolving(addresses))).toMatchObject({
      outcome: 'forbidden',
    })
  })

  it('behind the names of this machine is refused', async () => {
    expect(await post(`https://localhost:${port}/`, outside)).toMatchObject({ outcome: 'forbidden' })
  })

  it('cannot be put behind a name after it was judged: it is asked for once, and that is where the message goes', async () => {
    let questions = 0
    const lookup = lookupPublic(
      { privateWebhooks: true },
      resolver(() => (questions++ === 0 ? ['127.0.0.1'] : ['10.9.9.9'])),
    )
    const server = createServer((_request, response) => response.end())
    const posted = await post(`http://rebind.localhost:${await listen(server)}/`, undefined, lookup)
    expect(posted).toMatchObject({ outcome: 'delivered' })
    expect(questions).toBe(1)
  })

  it('was never asked anything', () => {
    expect(asked).toBe(0)
  })

  it('without TLS is refused', async () => {
    expect(await post(`http://ledger.example.com:${port}/`, outside)).toMatchObject({ outcome: 'insecure' })
  })
})

describe('in the ledger', () => {
  const database = useDatabase()
  let scene: WebhookScene
  beforeAll(async () => {
    scene = await makeWebhookScene(database.db)
  })

  it('a target that moved inside is a failure like another, told by name', async () => {
    const { id } = await scene.endpoint('https://ledger.test/')
    await scene.restrict(await scene.account())
    const worker = scene.worker()
    const settings = { ...worker.settings, privateWebhooks: false }
    const lookup = lookupPublic(
      settings,
      resolver(() => ['127.0.0.1']),
    )
    await openWebhookLane()({ ...worker, settings }, { lookup })
    expect(await scene.deliveries(id)).toMatchObject([
      { status: 'queued', attempts: 1, outcome: 'forbidden', httpStatus: null },
    ])
  })
})

function drip(to: { write(chunk: string): unknown; destroyed: boolean }): void {
  const timer = setInterval(() => {
    if (to.destroyed) clearInterval(timer)
    else to.write('H')
  }, 20)
}
