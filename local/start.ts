import { watch } from 'node:fs'
import { rm } from 'node:fs/promises'
import { isIPv6 } from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openDatabase, rows } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { buildIfStale } from '#local/build.ts'
import { openDataFolder, takeLock, writeVariables } from '#local/data-folder.ts'
import { LocalError } from '#local/local-error.ts'
import { startMailCatcher } from '#local/mail-catcher.ts'
import { runNode } from '#local/node-process.ts'
import { startPostgres } from '#local/postgres.ts'
import { type LocalSettings, readSettings } from '#local/settings.ts'
import { Supervisor } from '#local/supervisor.ts'
import { WORKER_FLAGS } from '#local/worker-flags.mjs'

// `npm start` and `npm run dev`: everything on this machine, stopped together.
const root = path.dirname(import.meta.dirname)
const development = process.argv.includes('--dev')
const dataDir = path.resolve(root, process.env.VIGIE_DATA_DIR || '.data')
/** For commands beside this one (`npm run vigie`); local/run.mjs hands it to them. */
const variablesFile = path.join(dataDir, 'variables.env')
const READY_TIMEOUT_MS = 90_000
/** Ctrl-C reaches us from the terminal and again through the processes in front of us. */
const SAME_KEY_MS = 500

const supervisor = new Supervisor({ log: say, onGiveUp: (error) => void leave(error) })
let lock: ReturnType<typeof takeLock>
let leaving: { since: number } | undefined

// A closed terminal takes our output away; stopping in order matters more.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => onSignal(signal))
// Whoever started us was killed.
process.on('disconnect', () => void leave())
process.on('uncaughtException', (error) => void leave(error))
process.on('unhandledRejection', (error) => void leave(error))

try {
  await start()
} catch (error) {
  await leave(error)
}

async function start(): Promise<void> {
  await openDataFolder(dataDir)
  lock = takeLock(path.join(dataDir, 'lock'))
  if (!lock) {
    throw new LocalError(
      `already running with the data of ${dataDir}: stop that one, or set VIGIE_DATA_DIR and the ports`,
    )
  }
  const settings = await readSettings(process.env, dataDir, say)
  const built = development ? Promise.resolve(false) : buildIfStale(supervisor.stopping)
  const [postgres, catcher] = await Promise.all([
    supervisor.keep('PostgreSQL', () =>
      startPostgres({ dataDir, port: settings.postgresPort, durable: true }),
    ),
    supervisor.keep('the mail catcher', () =>
      startMailCatcher({
        smtpPort: settings.mailPort,
        webPort: settings.mailWebPort,
        folder: path.join(dataDir, 'mail'),
      }),
    ),
    built.then((did) => did && say('built the application')),
    // Whatever fails first ends the start; the others are stopped by it.
  ])
  const env = settings.variables(postgres.url)
  await writeVariables(variablesFile, env)
  const migrated = await migrate(postgres.url)
  if (migrated.length) say(`migrated the database: ${migrated.length} steps`)
  if (await isEmpty(postgres.url)) {
    // Loaded at the first start alone: it brings the whole product with it.
    const { fillDemo } = await import('#local/demo/fill.ts')
    await fillDemo(env, say)
  }
  await startProcesses(env)
  await untilReady(settings)
  announce(settings, catcher.webUrl)
}

async function isEmpty(databaseUrl: string): Promise<boolean> {
  const db = openDatabase(databaseUrl, { maxConnections: 1 })
  try {
    return (await rows(db, 'select 1 from users limit 1')).length === 0
  } finally {
    await db.destroy()
  }
}

async function startProcesses(env: Record<string, string>): Promise<void> {
  const variables = development ? { ...env, NODE_ENV: 'development' } : env
  const args = development ? ['--dev'] : []
  await supervisor.keep('the worker', async () => runNode('jobs/worker.ts', [], variables, WORKER_FLAGS))
  await supervisor.keep('the web process', async () => runNode('app/web.ts', args, variables))
  if (development) {
    restartOnChange('the worker', /^(jobs|db|storage|app\/(domain|mail|i18n|config)|app\/[^/]+\.ts$)/)
    // Pages and what they import are renewed by Vite; what the server itself is made of is not.
    restartOnChange('the web process', /^(db|storage|app\/(http|mail|config)|app\/[^/]+\.ts$)/)
  }
}

function restartOnChange(part: string, files: RegExp): void {
  let pending: NodeJS.Timeout | undefined
  const watcher = watch(root, { recursive: true, signal: supervisor.stopping }, (_event, file) => {
    if (!file || !files.test(file) || !/\.tsx?$/.test(file)) return
    clearTimeout(pending)
    pending = setTimeout(() => void supervisor.restart(part), 200)
  })
  watcher.on('error', (error) => say(`changes are no longer seen: ${error.message}`))
}

/** Until `/readyz` answers 200: database, storage and mail are reachable. */
async function untilReady({ host, port }: LocalSettings): Promise<void> {
  const address = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : isIPv6(host) ? `[${host}]` : host
  const deadline = performance.now() + READY_TIMEOUT_MS
  let last = 'no answer'
  while (performance.now() < deadline) {
    supervisor.stopping.throwIfAborted()
    try {
      const answer = await fetch(`http://${address}:${port}/readyz`, { signal: AbortSignal.timeout(5_000) })
      if (answer.ok) return
      last = `it answers ${await answer.text()}`
    } catch {
      // Not listening yet.
    }
    await wait(100)
  }
  throw new LocalError(`the web process is not ready after ${READY_TIMEOUT_MS / 1000} s: ${last}`)
}

function announce(settings: LocalSettings, mailUrl: string): void {
  const url = `http://localhost:${settings.port}`
  const people = ['merchant', 'officer', 'officer2', 'publisher', 'admin']
  say(
    [
      '',
      `  merchants and staff  ${url}`,
      `  status page          ${url}/status`,
      `  mails sent           ${mailUrl}`,
      `  sign in as           ${people.map((name) => `${name}@vigie.test`).join(', ')}`,
      `  password             ${settings.demoPassword}`,
      '',
      `ready on ${url}`,
    ].join('\n'),
  )
}

function onSignal(signal: NodeJS.Signals): void {
  if (!leaving) {
    void leave()
  } else if (signal === 'SIGINT' && performance.now() - leaving.since > SAME_KEY_MS) {
    supervisor.kill()
    process.exit(130)
  }
}

/** Stops everything in order and ends; with an error, says it first, a line each, and ends with exit code 1. */
async function leave(error?: unknown): Promise<void> {
  if (leaving) return
  leaving = { since: performance.now() }
  if (error) complain(error)
  else say('stopping …')
  await supervisor.stop()
  if (lock) await rm(variablesFile, { force: true })
  lock?.release()
  process.exit(error ? 1 : 0)
}

function complain(error: unknown): void {
  const text =
    error instanceof LocalError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : error
  for (const line of String(text).split('\n')) process.stderr.write(`vigie: ${line}\n`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
