import { loadStatusConfig } from '#app/config/config.ts'
import { health } from '#app/http/health.ts'
import { listenUntilStopped, openServer } from '#app/listen.ts'
import { openPublicSide } from '#app/public-side.ts'
import { openLog } from '#app/runtime.ts'
import { loadServerBuild, version } from '#app/server-build.ts'
import { followKeptStatus } from '#app/snapshot.ts'
import { openStorage } from '#storage/open.ts'

// The status page alone (`npm run status`): without a database, from what the web processes keep in storage.
const config = loadStatusConfig()
const log = openLog(config, 'status')
const { site, publicServer } = await openPublicSide({ config, log }, await loadServerBuild())
const follower = await followKeptStatus({ storage: openStorage(config.storageUrl), log }, site)

const server = openServer(20_000, (req, res) => {
  if (req.url === '/healthz') {
    res.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
    res.end(JSON.stringify(health(site, version)))
  } else if (!publicServer.serve(req, res)) {
    // Whatever keeps something is the business of the whole service.
    res.writeHead(307, { Location: config.publicUrl + (req.url ?? '/'), 'Cache-Control': 'no-store' })
    res.end()
  }
})
listenUntilStopped(server, config, log, follower.close)
