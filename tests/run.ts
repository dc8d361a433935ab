import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildIfStale } from '#local/build.ts'
import { oneLine } from '#local/local-error.ts'
import type { Counts } from '#tests/setup/counts-reporter.ts'

// `npm test`: the static checks, the build, then every test; with a pattern, only the tests whose file matches.
// The last line alone says what came of it, each static check counting as one.
const root = path.dirname(import.meta.dirname)
const modules = path.join(root, 'node_modules')
const filters = process.argv.slice(2)
const started = performance.now()

/** What each check runs, by Node. */
const checks: Record<string, string[]> = {
  types: ['typescript/bin/tsc', '--noEmit'],
  lint: ['@biomejs/biome/bin/biome', 'check', '.', '--error-on-warnings'],
  boundaries: [
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ...['app', 'db', 'jobs', 'storage', 'local', 'tests', '--config', '.dependency-cruiser.cjs'],
  ],
  'dead code': ['knip/bin/knip.js'],
}
const CHECKS_AT_ONCE = 2

const children = new Set<ChildProcess>()
const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupt(signal))
process.on('disconnect', () => interrupt('SIGTERM'))

const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
if (filters.length) {
  counts.skipped += Object.keys(checks).length
  console.log(`only tests matching ${filters.join(' ')}: static checks skipped`)
} else {
  await runChecks()
  await check('build', async () => {
    const built = await buildIfStale(interrupted.signal)
    return { passed: true, output: built ? '' : 'fresh' }
  })
}
await runTests()

console.log(`\n${Math.round((performance.now() - started) / 1000)} s`)
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exit(counts.failed || !counts.passed || interrupted.signal.aborted ? 1 : 0)

async function runChecks(): Promise<void> {
  const waiting = Object.entries(checks)
  const next = async (): Promise<void> => {
    const [name, command] = waiting.shift() ?? []
    if (!name || !command) return
    await check(name, () => runNode(command))
    return next()
  }
  await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, next))
}

interface Outcome {
  passed: boolean
  output: string
}

/** Counts one check; says what it said only when it failed. */
async function check(name: string, run: () => Promise<Outcome>): Promise<void> {
  const from = performance.now()
  const { passed, output } = interrupted.signal.aborted
    ? { passed: false, output: 'interrupted' }
    : await run().catch((error): Outcome => ({ passed: false, output: error.message ?? oneLine(error) }))
  counts[passed ? 'passed' : 'failed']++
  console.log(`${passed ? '✓' : '✗'} ${name} (${((performance.now() - from) / 1000).toFixed(1)} s)`)
  if (!passed) console.log(output.replace(/^/gm, '  '))
}

/** Runs vitest and adds its own counts; a run that ends badly without a failed test counts as one failure. */
async function runTests(): Promise<void> {
  if (interrupted.signal.aborted) {
    counts.failed++
    return
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'vigie-counts-'))
  const file = path.join(folder, 'counts.json')
  const args = [
    'vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=./tests/setup/counts-reporter.ts',
  ]
  const { passed } = await runNode([...args, ...filters], { VIGIE_TEST_COUNTS: file })
  const found = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Counts,
    () => undefined,
  )
  await rm(folder, { recursive: true })
  counts.passed += found?.passed ?? 0
  counts.failed += found?.failed ?? 0
  counts.skipped += found?.skipped ?? 0
  const ranNone = !found || found.passed + found.failed === 0
  if (ranNone) console.log('✗ no test has run')
  else if (!passed && !found.failed) console.log('✗ the test run itself failed: see above')
  if (ranNone || (!passed && !found.failed)) counts.failed++
}

/** Runs a program of node_modules; its output is shown at once when `env` is given, else kept. */
function runNode([program = '', ...args]: string[], env?: Record<string, string>): Promise<Outcome> {
  const child = spawn(process.execPath, [path.join(modules, program), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', env ? 'inherit' : 'pipe', env ? 'inherit' : 'pipe'],
  })
  children.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      children.delete(child)
      resolve({ passed: code === 0, output })
    })
  })
}

function interrupt(signal: NodeJS.Signals): void {
  interrupted.abort()
  for (const child of children) child.kill(signal)
}
