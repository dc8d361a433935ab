import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'

export const GOOD_NEWS = 'Tout va bien'

/** A server in every mood that a probe may meet, by path; `/` is in the mood that was set last. */
export interface MoodyServer {
  readonly port: number
  /** How `/` answers from now on. */
  mood: number
  /** The headers of every request so far. */
  readonly asked: readonly IncomingHttpHeaders[]
  /** How many bytes `/endless` has handed out. */
  sent: number
  url(path?: string, host?: string): string
  stop(): Promise<void>
}

export async function startMoodyServer(): Promise<MoodyServer> {
  const asked: IncomingHttpHeaders[] = []
  const moods: Record<string, (response: ServerResponse) => void> = {
    '/': (response) => response.writeHead(server.mood).end(GOOD_NEWS),
    '/ok': (response) => response.end(GOOD_NEWS),
    '/503': (response) => response.writeHead(503).end('no'),
    '/lie': (response) => response.end('Une erreur est survenue'),
    '/redirect': (response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end(),
    '/hang': () => undefined,
    '/early': (response) => response.destroy(),
    '/upgrade': ({ socket }) =>
      socket?.end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
    '/cut': (response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('Tout', () => response.destroy())
    },
    '/trickle': (response) => response.writeHead(200).write('Tout'),
    '/late': (response) => response.end(`${'x'.repeat(64 * 1024 - GOOD_NEWS.length)}${GOOD_NEWS}`),
    '/too-late': (response) => response.end(`${'x'.repeat(64 * 1024)}${GOOD_NEWS}`),
    '/endless': (response) => {
      const more = () => {
        while (!response.destroyed) {
          server.sent += 16_384
          if (!response.write(Buffer.alloc(16_384, 'x'))) return
        }
      }
      response.on('drain', more)
      more()
    },
  }
  const http = createServer((request, response) => {
    asked.push(request.headers)
    moods[request.url ?? '']?.(response)
  })
  const port = await listen(http)
  const server: MoodyServer = {
    port,
    mood: 200,
    asked,
    sent: 0,
    url: (path = '/', host = '127.0.0.1') => `http://${host}:${port}${path}`,
    stop: async () => {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
  return server
}

/** A server that speaks something else than HTTP; returns its port and how to stop it. */
export async function startBabbler(): Promise<{ port: number; stop(): Promise<unknown> }> {
  const tcp = createTcpServer((socket) =>
    socket
      .on('error', () => undefined)
      .resume()
      .end('SSH-2.0-OpenSSH_9.9\r\n'),
  )
  return { port: await listen(tcp), stop: () => new Promise((resolve) => tcp.close(resolve)) }
}

async function listen(server: ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
