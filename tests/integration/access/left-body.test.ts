import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { Readable } from 'node:stream'
import { createReadableStreamFromReadable } from '@remix-run/node'
import express from 'express'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { dropRest } from '#app/http/readable-request.ts'
import { openServer } from '#app/listen.ts'

/** More than the buffers between two processes hold. */
const UPLOAD = 24 * 1024 * 1024
const CHUNK = Buffer.alloc(1024 * 1024)

let server: Server
beforeEach(async () => {
  const app = express()
  app.post('/upload', dropRest, (req, res) => {
    // Remix begins to read every body, and goes on only as far as a route asks.
    createReadableStreamFromReadable(req)
    setTimeout(() => res.redirect('/sign-in'), 20)
  })
  app.get('/sign-in', (_req, res) => void res.send('who are you?'))
  server = openServer(60_000, app).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

/** Sends an upload as browsers do, the next request only behind it; all that comes back. */
async function upload(bytes: number): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined)
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk
  })
  Readable.from(requests(bytes)).pipe(socket, { end: false })
  await new Promise((resolve) => socket.once('close', resolve))
  return heard
}

function* requests(bytes: number): Generator<Buffer> {
  yield Buffer.from(`POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: ${bytes}\r\n\r\n`)
  for (let sent = 0; sent < bytes; sent += CHUNK.length) yield CHUNK
  yield Buffer.from('GET /sign-in HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
}

it('an upload that is answered before its end gets through, and its connection goes on', async () => {
  const heard = await upload(UPLOAD)
  expect(heard.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 302', 'HTTP/1.1 200'])
  expect(heard).toContain('who are you?')
})

it('what never ends is cut off', async () => {
  const heard = await upload(160 * 1024 * 1024)
  expect(heard).not.toContain('who are you?')
})
