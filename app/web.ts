import path from 'node:path'
import type { ServerBuild } from '@remix-run/node'
import type { RequestHandler } from 'express'
import { loadConfig } from '#app/config/config.ts'
import { systemClock } from '#app/domain/clock.ts'
import { createServer } from '#app/http/server.ts'
import { listenUntilStopped, openServer } from '#app/listen.ts'
import { openPublicSide } from '#app/public-side.ts'
import { openRuntime } from '#app/runtime.ts'
import { builtAssets, loadServerBuild, version } from '#app/server-build.ts'
import { followStatus } from '#app/snapshot.ts'

// The web process: stateless, any number of them (`npm run web`; `--dev` for hot reload).
const root = path.dirname(import.meta.dirname)
const development = process.argv.includes('--dev')

const config = loadConfig()
const runtime = openRuntime(config, 'web')
const { build, assets } = development
  ? await fromVite()
  : { build: await loadServerBuild(), assets: builtAssets() }
const { site, publicServer } = await openPublicSide(runtime, build, development)
const follower = await followStatus(runtime, site)

const application = createServer({
  services: {
    context: runtime.context,
    log: runtime.log,
    clock: systemClock,
    provider: config.provider,
    publicUrl: config.publicUrl,
    statusUrl: config.statusUrl,
    snapshot: site,
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
})
// Uploads from a slow phone may take minutes.
const server = openServer(15 * 60_000, (req, res) => {
  if (!publicServer.serve(req, res)) application(req, res)
})

listenUntilStopped(server, config, runtime.log, async () => {
  await follower.close()
  await runtime.close()
})

async function fromVite() {
  const { createServer: createVite } = await import('vite')
  const vite = await createVite({ root, server: { middlewareMode: true } })
  const build = () => vite.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>
  return { build, assets: vite.middlewares as unknown as RequestHandler }
}
