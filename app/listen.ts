import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { Logger } from 'pino'

/** Longer than the minute for which load balancers keep a connection open: they close it, never we under their hands. */
const IDLE_MS = 72_000

/**
 * A server that cuts off who sends nothing: headers must be there after 20 s, all of a request after `requestMs`, and
 * no connection stays silent for longer than 72 s. That one timer runs as long as the connection, since setting one
 * for each pause between two requests costs more than some answers do. A request that names two hosts is refused, as
 * RFC 9112 (3.2) has it: a cache before us may have read the other one.
 */
export function openServer(requestMs: number, handler: RequestListener): Server {
  const server = createServer(
    { optimizeEmptyRequests: true, keepAliveTimeout: 0, connectionsCheckingInterval: 5_000 },
    (req, res) => {
      if (hostsNamed(req) < 2) handler(req, res)
      else res.writeHead(400, { Connection: 'close', 'Cache-Control': 'no-store' }).end()
    },
  )
  server.headersTimeout = 20_000
  server.requestTimeout = requestMs
  server.timeout = IDLE_MS
  return server
}

/** Node keeps the first and says nothing of the others. Names and values come in turn. */
function hostsNamed({ rawHeaders }: IncomingMessage): number {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  return hosts
}

/**
 * Listens until a signal comes, or until whoever started this process is gone, also when it was killed; then lets
 * running requests end, closes the rest and ends the process. A port in use is one clear line.
 */
export function listenUntilStopped(
  server: Server,
  { port, host }: { port: number; host: string },
  log: Logger,
  close: () => Promise<void>,
): void {
  server.on('error', (error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'EADDRINUSE' ? `port ${port} is in use; set PORT to another one` : error.message
    process.stderr.write(`vigie: cannot listen: ${why}\n`)
    process.exit(1)
  })
  server.listen(port, host, () => log.info({ port }, 'listens'))

  let stopping = false
  async function stop() {
    if (stopping) return
    stopping = true
    server.close()
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 5_000).unref()
    await new Promise((resolve) => server.once('close', resolve))
    await close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
  process.on('disconnect', () => void stop())
}
