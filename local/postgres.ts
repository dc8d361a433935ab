import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, open, readFile, realpath, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { keptSecret, openDataFolder } from '#local/data-folder.ts'
import { LocalError } from '#local/local-error.ts'
import { freePort, requireFreePort } from '#local/ports.ts'
import { createCluster, endServerOf, requireOwnCluster, USER } from '#local/postgres-cluster.ts'
import { findPostgresHome, type PostgresHome } from '#local/postgres-home.ts'
import { ending, reason, runAs, signal } from '#local/postgres-process.ts'

export interface PostgresOptions {
  /** Where the cluster is kept; its parent must exist. Only one start at a time: the caller holds a lock. */
  dataDir: string
  /** A fixed port; a free one unless given. */
  port?: number
  /** False for tests: nothing is forced to disk, and `dataDir` is deleted when the server ends. */
  durable: boolean
}

export interface RunningPostgres {
  /** Of the database `vigie`, as superuser, over the loopback address. */
  readonly url: string
  readonly port: number
  /** Settles when the server has ended, for whatever reason. */
  readonly ended: Promise<string>
  /** Ends connections and stops in order; a server that does not within 15 s is cut off (it recovers at next start). */
  stop(): Promise<void>
  /** Cuts it off at once. */
  kill(): void
}

const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 15_000

/**
 * Runs the packaged PostgreSQL on the loopback address. Recovers from whatever ended the last start: a cluster half
 * made, a server left behind, a stale postmaster.pid. The server stops by itself when this process is gone, however
 * it went. Throws LocalError with one line to act on.
 */
export async function startPostgres(given: PostgresOptions): Promise<RunningPostgres> {
  await openDataFolder(given.dataDir)
  const options = { ...given, dataDir: await realpath(given.dataDir) }
  const home = await findPostgresHome(options.dataDir)
  const cluster = path.join(home.folder, 'cluster')
  const password = options.durable
    ? await keptSecret(options.dataDir, 'postgres-password')
    : randomBytes(24).toString('base64url')
  // Whoever runs the server must be able to delete it all, should we be gone by then.
  if (home.user && !options.durable) await chown(options.dataDir, home.user.uid, home.user.gid)
  await requireOwnCluster(home, cluster)
  if (existsSync(cluster)) await endServerOf(cluster)
  else await createCluster(home, cluster, password, options.durable)
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort())
    if (options.port) await requireFreePort(port, '127.0.0.1', 'PGPORT')
    try {
      return await serve(home, cluster, port, password, options)
    } catch (error) {
      // Another program took the free port, or the last server's processes are still letting go of their memory.
      const passing = error instanceof LocalError && /Address already in use|still in use/.test(error.message)
      if (!passing || attempt === 20) throw error
      await wait(250)
    }
  }
}

/**
 * The server's guard, run as the server's own user: starts the server and stops it when its standard input closes,
 * which is when we are gone. Last argument but the command: a folder to delete in the end, or nothing.
 */
const GUARD = `
litter=$1; shift; exec 3<&0
"$@" 3<&- </dev/null & server=$!
( read -r line <&3; kill -INT $server ) 2>/dev/null & watch=$!
exec 3<&-
wait $server; code=$?
kill $watch 2>/dev/null
if [ -n "$litter" ]; then rm -rf "$litter"; fi
exit $code`

async function serve(
  home: PostgresHome,
  cluster: string,
  port: number,
  password: string,
  options: PostgresOptions,
): Promise<RunningPostgres> {
  const log = path.join(home.folder, 'server.log')
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const server = [
    path.join(home.native, 'bin', 'postgres'),
    ...['-D', cluster],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  const output = await open(log, 'w', 0o600)
  const litter = options.durable ? '' : options.dataDir
  const child = runAs(home, '/bin/sh', ['-c', GUARD, 'sh', litter, ...server], ['pipe', output.fd, output.fd])
  await output.close()
  let over = false
  const ended = ending(child).then(async (how) => {
    over = true
    if (litter) await rm(options.dataDir, { recursive: true, force: true })
    return how
  })
  const pid = await untilReady(cluster, () => over)
  if (!pid) {
    child.stdin?.end()
    const messages = await readFile(log, 'utf8').catch(() => '')
    await ended
    throw new LocalError(`PostgreSQL does not start: ${reason(messages)}`)
  }
  const url = `postgres://${USER}:${password}@127.0.0.1:${port}`
  await createDatabase(`${url}/postgres`)
  return {
    url: `${url}/vigie`,
    port,
    ended,
    async stop() {
      child.stdin?.end()
      const forced = setTimeout(() => signal(pid, 'SIGQUIT'), STOP_TIMEOUT_MS)
      await ended
      clearTimeout(forced)
    },
    kill: () => signal(pid, 'SIGQUIT'),
  }
}

/** Process number of the server once it accepts connections (its own mark says so); undefined when it ended first. */
async function untilReady(cluster: string, over: () => boolean): Promise<number | undefined> {
  for (let left = START_TIMEOUT_MS; left > 0 && !over(); left -= 20) {
    const lines = (await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
    if (lines[7]?.trim() === 'ready') return Number(lines[0])
    await wait(20)
  }
  return undefined
}

async function createDatabase(adminUrl: string): Promise<void> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query(`select from pg_database where datname = 'vigie'`)
    if (!rowCount) await client.query('create database vigie')
  } finally {
    await client.end()
  }
}
