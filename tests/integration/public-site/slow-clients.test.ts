import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openServer } from '#app/listen.ts'

/** A twentieth of a second stands for a second, or for less: what counts is that the same limits hold, shorter. */
const STEP_MS = 25
const HEADERS_MS = 300
const REQUEST_MS = 600
const SILENT_MS = 900
/** Far above every limit, far below a test's own. */
const PATIENCE_MS = 4_000

let server: Server
let port: number
const open: Socket[] = []
const timers: NodeJS.Timeout[] = []

beforeEach(async () => {
  server = openServer(REQUEST_MS, async (req, res) => {
    // A body that is cut off ends the reading.
    const body = await text(req).catch(() => null)
    if (body !== null) res.end(`got ${body.length}`)
  })
  Object.assign(server, {
    headersTimeout: HEADERS_MS,
    timeout: SILENT_MS,
    // How often Node looks for whom to cut off: 30 s, unless told before it listens.
    connectionsCheckingInterval: STEP_MS,
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterEach(async () => {
  for (const timer of timers.splice(0)) clearInterval(timer)
  for (const socket of open.splice(0)) socket.destroy()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

/** A client that sends `start` at once and then, over and over, one more byte of `drip`. */
function client(start: string, drip?: string) {
  const socket = connect(port, '127.0.0.1', () => socket.write(start))
  open.push(socket.on('error', () => undefined))
  if (drip) timers.push(setInterval(() => socket.writable && socket.write(drip), STEP_MS))
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk
  })
  const began = performance.now()
  const cutOff = new Promise<{ heard: string; afterMs: number }>((resolve, reject) => {
    setTimeout(() => reject(new Error(`still open: ${heard}`)), PATIENCE_MS).unref()
    socket.once('close', () => resolve({ heard, afterMs: performance.now() - began }))
  })
  return { socket, cutOff }
}

const HEAD = 'POST / HTTP/1.1\r\nHost: status.vigie.test\r\n'
const SLOW: [what: string, start: string, drip: string | undefined, limitMs: number][] = [
  ['sends its headers byte by byte', 'GET / HTTP/1.1\r\nHost: a\r\nX: ', 'x', HEADERS_MS],
  ['sends one header after the other, for ever', 'GET / HTTP/1.1\r\nHost: a\r\n', 'X: y\r\n', HEADERS_MS],
  ['stops within its headers', 'GET / HTTP/1.1\r\nHost: a\r\n', undefined, HEADERS_MS],
  ['connects and says nothing', '', undefined, HEADERS_MS],
  ['sends its body byte by byte', `${HEAD}Content-Length: 100000\r\n\r\n`, 'x', REQUEST_MS],
  ['stops within its body', `${HEAD}Content-Length: 100000\r\n\r\nxxx`, undefined, REQUEST_MS],
  ['sends chunks of one byte', `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, '1\r\nx\r\n', REQUEST_MS],
]

describe('a client that', () => {
  it.each(SLOW)('%s is cut off at its limit, and not before', async (_what, start, drip, limitMs) => {
    const { heard, afterMs } = await client(start, drip).cutOff
    expect(afterMs).toBeGreaterThanOrEqual(limitMs - STEP_MS)
    expect(afterMs).toBeLessThan(limitMs + 1_500)
    expect(heard).toMatch(/^(HTTP\/1\.1 408 Request Timeout\r\n|$)/)
  })

  it('keeps its connection and falls silent is cut off too, once it was answered', async () => {
    const { heard } = await client('GET / HTTP/1.1\r\nHost: a\r\n\r\n').cutOff
    expect(heard).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*got 0/)
  })
})

it('a request is answered when it names one host, and refused when it names two or none', async () => {
  const ask = async (hosts: string) => (await client(`GET / HTTP/1.1\r\n${hosts}X: y\r\n\r\n`).cutOff).heard
  expect(await ask('Host: a\r\n')).toMatch(/^HTTP\/1\.1 200 /)
  for (const hosts of ['Host: a\r\nHost: a\r\n', 'Host: a\r\nhOST: b\r\n', '']) {
    const heard = await ask(hosts)
    expect(heard).toMatch(/^HTTP\/1\.1 400 /)
    expect(heard).not.toContain('got')
  }
})

it('two hundred of them at once keep nobody else from being answered', async () => {
  const slow = Array.from({ length: 200 }, (_, index) => {
    const [, start, drip] = SLOW[index % SLOW.length] as (typeof SLOW)[number]
    return client(start, drip)
  })
  await Promise.all(slow.map(({ socket }) => once(socket, 'connect')))
  for (let round = 0; round < 10; round += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x'.repeat(1_000) })
    expect(await answer.text()).toBe('got 1000')
  }
  await Promise.all(slow.map(({ cutOff }) => cutOff))
})

it('outside of tests the limits are 20 s for headers, what is given for a request, 72 s of silence', () => {
  const real = openServer(20_000, () => undefined)
  expect(real).toMatchObject({ headersTimeout: 20_000, requestTimeout: 20_000, timeout: 72_000 })
  expect(openServer(15 * 60_000, () => undefined).requestTimeout).toBe(900_000)
})
