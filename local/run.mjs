#!/usr/bin/env node
// The first step of every command: runs on any Node 20 or newer with nothing installed, installs what the
// lockfile names when it is not there yet, and hands over to the pinned Node 24 (docs/decisions/0003).
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { WORKER_FLAGS } from './worker-flags.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const modules = path.join(root, 'node_modules')
/** Exists while packages are being installed, its time renewed every second. */
const mark = path.join(root, '.cache', 'installing')
const pinned = path.join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

const signals = ['SIGTERM', 'SIGHUP', 'SIGINT']

/** Command -> the TypeScript file that does it. */
const commands = {
  start: 'local/start.ts',
  dev: 'local/start.ts',
  test: 'tests/run.ts',
  bench: 'tests/bench/run.ts',
  web: 'app/web.ts',
  worker: 'jobs/worker.ts',
  status: 'app/status.ts',
  migrate: 'jobs/migrate.ts',
  vigie: 'jobs/cli.ts',
  screenshots: 'local/screenshots.ts',
}

const [command, ...rest] = process.argv.slice(2)
const file = commands[command]
const production =
  process.env.NODE_ENV === 'production' && ['web', 'status', 'worker', 'migrate', 'vigie'].includes(command)
if (!file) fail(`unknown command "${command ?? ''}". Known: ${Object.keys(commands).join(', ')}`)
if (existsSync(mark) || !isComplete()) await install()
handOver(nodeToUse())

/** A production image may leave out what only development needs, and bring its own Node 24. */
function nodeToUse() {
  if (existsSync(pinned)) return pinned
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  return fail('Node 24 is missing from node_modules: remove that folder and start again, or use Node 24')
}

function handOver(node) {
  const flags = command === 'worker' ? WORKER_FLAGS : besideStart()
  const args = [...flags, '--import', 'tsx', path.join(root, file)]
  args.push(...(command === 'dev' ? ['--dev', ...rest] : rest))
  // The channel tells the program when this process is gone, even when it was killed.
  const child = spawn(node, args, {
    cwd: root,
    env: environment(),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  // Ctrl-C reaches the child through the terminal as well; a signal to this process alone is passed on.
  passSignalsTo(child)
  child.on('error', (error) => fail(`cannot start Node 24: ${error.message}`))
  child.on('exit', (code, signal) => end(code, signal))
  if (process.env.npm_lifecycle_event) followNpm(child)
}

/** Compiled code is kept for the next start; not for tests, whose coverage would become imprecise. */
function environment() {
  if (command === 'test' || process.env.NODE_COMPILE_CACHE) return process.env
  return { ...process.env, NODE_COMPILE_CACHE: path.join(modules, '.cache', 'node') }
}

/** The command line beside a running `npm start` works on its data; variables that are set win. */
function besideStart() {
  const dataDir = path.resolve(root, process.env.VIGIE_DATA_DIR || '.data')
  return command === 'vigie' ? [`--env-file-if-exists=${path.join(dataDir, 'variables.env')}`] : []
}

/** npm that is killed tells nobody: without it, nothing is left to stop us from the terminal. */
function followNpm(child) {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1000).unref()
}

function passSignalsTo(child) {
  for (const signal of signals) process.on(signal, () => child.kill(signal))
}

/** Ends as the child did. */
function end(code, signal) {
  const numbers = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }
  process.exit(code ?? 128 + (numbers[signal] ?? 0))
}

/** True when npm's own record of node_modules, removed first and written last, holds all that the lockfile names. */
function isComplete() {
  try {
    const wanted = readPackages(path.join(root, 'package-lock.json'))
    const found = readPackages(path.join(modules, '.package-lock.json'))
    const isMissing = ([name, { version, optional, dev, devOptional }]) =>
      name !== '' && found[name]?.version !== version && !optional && !(production && (dev || devOptional))
    return !Object.entries(wanted).some(isMissing) && (production || existsSync(pinned))
  } catch {
    return false
  }
}

function readPackages(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages
}

/** Installs, one command at a time: of two that start at once, the later waits and then finds all in place. */
async function install() {
  mkdirSync(path.dirname(mark), { recursive: true })
  for (let told = false; !takeMark(); told = true) {
    if (!told) process.stderr.write('waiting for another command that installs packages …\n')
    await wait(300)
  }
  if (!isComplete()) await runNpm()
  rmSync(mark)
  if (!isComplete()) fail('npm has run, yet packages are missing: remove node_modules and start again')
}

async function runNpm() {
  process.stderr.write('installing packages (once, about a minute) …\n')
  const heartbeat = setInterval(() => utimesSync(mark, new Date(), new Date()), 1000)
  // Not `npm ci`: it refuses a lockfile that lacks the optional packages of other platforms, which a mirror may not
  // carry. This one follows the lockfile as well, leaves it alone, and goes on where an interrupted one stopped.
  const scope = production ? '--omit=dev' : '--include=dev'
  const args = [
    'install',
    '--no-save',
    scope,
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const own = process.env.npm_execpath ?? ''
  const [program, ...first] = /npm-cli\.[cm]?js$/.test(own) ? [process.execPath, own] : ['npm']
  const child = spawn(program, [...first, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
  // A later command must not start while npm works, even when this process is killed.
  if (child.pid) writeFileSync(mark, String(child.pid))
  passSignalsTo(child)
  const [code, signal] = await new Promise((resolve) => {
    child.on('error', (error) => fail(`cannot run npm: ${error.message}`))
    child.on('exit', (...how) => resolve(how))
  })
  for (const name of signals) process.removeAllListeners(name)
  clearInterval(heartbeat)
  if (code === 0) return
  rmSync(mark)
  if (signal) end(code, signal)
  fail('npm could not install the packages: see its message above')
}

/** Takes the mark; one that is no longer renewed was left by a command that was killed. */
function takeMark() {
  try {
    writeFileSync(mark, '', { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') fail(`cannot write to ${path.dirname(mark)}: ${error.code}`)
  }
  try {
    const silentMs = Date.now() - statSync(mark).mtimeMs
    if (silentMs > 300_000 || (silentMs > 10_000 && !isAlive(Number(readFileSync(mark, 'utf8')))))
      rmSync(mark)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
  return false
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function fail(message) {
  process.stderr.write(`vigie: ${message}\n`)
  process.exit(1)
}
