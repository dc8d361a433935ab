#!/usr/bin/env node
// The first step of every command: runs on any Node 20 or newer with nothing installed, installs what the
// lockfile names when it is not there yet, and hands over to the pinned Node 24 (docs/decisions/0003).
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const modules = path.join(root, 'node_modules')
const stamp = path.join(modules, '.vigie-installed')

/** Command -> the TypeScript file that does it. */
const commands = {
  start: 'local/start.ts',
  dev: 'local/start.ts',
  test: 'tests/run.ts',
  bench: 'tests/bench/run.ts',
  web: 'app/web.ts',
  worker: 'jobs/worker.ts',
  migrate: 'jobs/migrate.ts',
  vigie: 'jobs/cli.ts',
}

const [command, ...rest] = process.argv.slice(2)
const file = commands[command]
if (!file) fail(`unknown command "${command ?? ''}". Known: ${Object.keys(commands).join(', ')}`)

const wanted = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json'))).digest('hex')
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) install()

const pinned = path.join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
const args = ['--import', 'tsx', path.join(root, file), ...(command === 'dev' ? ['--dev', ...rest] : rest)]
const child = spawn(pinned, args, { cwd: root, stdio: 'inherit' })
// Ctrl-C reaches the child through the terminal; a signal sent to this process alone is passed on.
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => fail(`cannot start Node 24 from node_modules: ${error.message}`))
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)
})

function install() {
  process.stderr.write('installing packages (once, about a minute) …\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const result = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (result.status !== 0) fail('npm could not install the packages: see its message above')
  writeFileSync(stamp, wanted)
}

function fail(message) {
  process.stderr.write(`vigie: ${message}\n`)
  process.exit(1)
}
