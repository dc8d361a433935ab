import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { vi } from 'vitest'

/** One message as it arrived. */
export interface Received {
  readonly path: string
  readonly id: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  // biome-ignore lint/suspicious/noExplicitAny: what each test expects of it is what it tests
  readonly json: any
}

/** A system of the provider that hears of events. */
export interface Receiver {
  readonly received: Received[]
  /** How it answers from now on: a status, or whatever it likes to do. */
  answer: number | ((response: ServerResponse, message: Received) => void)
  url(path?: string): string
  stop(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const message = {
      path: request.url ?? '',
      id: String(request.headers['webhook-id']),
      headers: request.headers,
      body,
      json: JSON.parse(body),
    }
    receiver.received.push(message)
    if (typeof receiver.answer === 'function') receiver.answer(response, message)
    else response.writeHead(receiver.answer).end('noted')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    received: [],
    answer: 200,
    url: (path = '/') => `http://127.0.0.1:${port}${path}`,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return receiver
}

/** Checks a message as receivers do, at the time at which it was sent; throws for a wrong signature. */
export function verify(secret: string, { body, headers }: Received): unknown {
  vi.useFakeTimers({ now: Number(headers['webhook-timestamp']) * 1000, toFake: ['Date'] })
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>)
  } finally {
    vi.useRealTimers()
  }
}
