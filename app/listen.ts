import type { Server } from 'node:http'
import type { Logger } from 'pino'

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
