import { createServer } from 'node:net'
import { LocalError, systemCode } from '#local/local-error.ts'

/** A port of the loopback address that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
  return listenBriefly(0, '127.0.0.1')
}

/**
 * Throws LocalError when `port` is taken on `host`, naming the variable that chooses another one.
 * `0.0.0.0` and an address of this machine are different questions: ask for the one that will be listened on.
 */
export async function requireFreePort(port: number, host: string, variable: string): Promise<void> {
  try {
    await listenBriefly(port, host)
  } catch (error) {
    const code = systemCode(error)
    const why =
      code === 'EADDRINUSE'
        ? `port ${port} is in use`
        : code === 'EACCES'
          ? `port ${port} is not allowed to this user`
          : `cannot listen on ${host} port ${port} (${code})`
    throw new LocalError(`${why}: free it or set ${variable} to another one`)
  }
}

/** A port number from a variable's text. Throws LocalError naming the variable. */
export function parsePort(text: string | undefined, variable: string, otherwise: number): number {
  if (!text) return otherwise
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new LocalError(`${variable}: expected a port number from 1 to 65535`)
  }
  return port
}

function listenBriefly(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address()
      const bound = typeof address === 'object' && address ? address.port : port
      server.close(() => resolve(bound))
    })
  })
}
