import { readFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import path from 'node:path'
import type { ServerBuild } from '@remix-run/node'
import express, { type RequestHandler } from 'express'
import { loadConfig } from '#app/config/config.ts'
import { createServer } from '#app/http/server.ts'
import { openRuntime } from '#app/runtime.ts'
import { followStatus } from '#app/snapshot.ts'

// The web process: stateless, any number of them (`npm run web`; `--dev` for hot reload).
const root = path.dirname(import.meta.dirname)
const development = process.argv.includes('--dev')
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }

const config = loadConfig()
const runtime = openRuntime(config, 'web')
const snapshot = await followStatus(runtime)
const { build, assets } = development ? await fromVite() : await fromBuild()

const server = createHttpServer(
  createServer({
    services: {
      context: runtime.context,
      log: runtime.log,
      provider: config.provider,
      publicUrl: config.publicUrl,
      snapshot,
    },
    log: runtime.log,
    trustedProxies: config.trustedProxies,
    version,
    probes: {
      database: () => runtime.db.raw('select 1'),
      storage: () => runtime.storage.check(),
      mail: () => runtime.mailer.check(),
    },
    build,
    assets,
    development,
  }),
)
// Uploads from a slow phone may take minutes; a client that sends nothing is cut off.
server.requestTimeout = 15 * 60_000
server.headersTimeout = 20_000

server.on('error', (error: NodeJS.ErrnoException) => {
  const why =
    error.code === 'EADDRINUSE' ? `port ${config.port} is in use; set PORT to another one` : error.message
  process.stderr.write(`vigie: cannot listen: ${why}\n`)
  process.exit(1)
})
server.listen(config.port, config.host, () => runtime.log.info({ port: config.port }, 'web listens'))

let stopping = false
async function stop() {
  if (stopping) return
  stopping = true
  server.close()
  server.closeIdleConnections()
  setTimeout(() => server.closeAllConnections(), 5_000).unref()
  await new Promise((resolve) => server.once('close', resolve))
  await snapshot.close()
  await runtime.close()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
// Started by `npm start`: leave when it is gone, even when it was killed.
process.on('disconnect', () => void stop())

/** The built server and its hashed assets, which never change under one name. */
async function fromBuild() {
  const client = path.join(root, 'build/client')
  const assets = express.Router()
  assets.use(
    '/assets',
    express.static(path.join(client, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }),
  )
  assets.use(express.static(client, { maxAge: '1h', index: false }))
  const build = (await import(path.join(root, 'build/server/index.js'))) as ServerBuild
  return { build, assets: assets as RequestHandler }
}

async function fromVite() {
  const { createServer: createVite } = await import('vite')
  const vite = await createVite({ root, server: { middlewareMode: true } })
  const build = () => vite.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>
  return { build, assets: vite.middlewares as unknown as RequestHandler }
}
