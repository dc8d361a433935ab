import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { takeLock } from '#local/data-folder.ts'
import { LocalError } from '#local/local-error.ts'

const root = path.dirname(import.meta.dirname)
const stamp = path.join(root, 'build', 'made-from')

/** All that the built server and browser code are made from. */
const SOURCES = ['app', 'db', 'storage', 'public']
const CONFIGURATION = [
  'vite.config.ts',
  'remix.config.js',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]

/**
 * Builds the web application unless `build/` was made from exactly these sources; returns whether it did. One
 * builder at a time, the later one waits. Throws LocalError with the builder's last words. `signal` interrupts it.
 */
export async function buildIfStale(signal?: AbortSignal): Promise<boolean> {
  const wanted = await hashOfSources()
  if (await isMadeFrom(wanted)) return false
  const cache = path.join(root, '.cache')
  await mkdir(cache, { recursive: true })
  let lock = takeLock(path.join(cache, 'build.lock'))
  while (!lock) {
    await wait(200, undefined, { signal })
    lock = takeLock(path.join(cache, 'build.lock'))
  }
  try {
    if (await isMadeFrom(wanted)) return false
    await rm(stamp, { force: true })
    await build(signal)
    await writeFile(stamp, wanted)
    return true
  } finally {
    lock.release()
  }
}

async function isMadeFrom(wanted: string): Promise<boolean> {
  return (await readFile(stamp, 'utf8').catch(() => '')) === wanted
}

async function hashOfSources(): Promise<string> {
  const files = [...CONFIGURATION]
  for (const folder of SOURCES) {
    if (!existsSync(path.join(root, folder))) continue
    const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true })
    for (const entry of entries) {
      if (entry.isFile()) files.push(path.relative(root, path.join(entry.parentPath, entry.name)))
    }
  }
  const hash = createHash('sha256')
  for (const file of files.sort()) {
    const content = await readFile(path.join(root, file))
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

async function build(signal: AbortSignal | undefined): Promise<void> {
  const remix = path.join(root, 'node_modules', '@remix-run', 'dev', 'dist', 'cli.js')
  const child = spawn(process.execPath, [remix, 'vite:build'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const cancel = () => child.kill('SIGTERM')
  signal?.addEventListener('abort', cancel)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk
    })
  }
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  signal?.removeEventListener('abort', cancel)
  signal?.throwIfAborted()
  if (code === 0) return
  const log = path.join(root, '.cache', 'build.log')
  await writeFile(log, output)
  // The builder's own words, without its stack and its list of every file.
  const telling = output.split(/^ +at |^ +watchFiles: /m)[0]?.trimEnd()
  throw new LocalError(`the build failed (${log} has all of it)\n${telling}`)
}
