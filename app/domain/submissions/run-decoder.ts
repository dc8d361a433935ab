import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { PageImage } from '#app/domain/submissions/decode-file.ts'
import type { DecodeNews, DecodeOrder } from '#app/domain/submissions/decode-process.ts'
import type { MediaType, PreviewFault } from '#db/models/requirements.ts'

export interface DecodeLimits {
  /** Counted from when the process is ready for the file. */
  timeMs: number
  memoryMb: number
}

/** intake.md, "Limits". */
const LIMITS: DecodeLimits = { timeMs: 10_000, memoryMb: 512 }
/** Starting is our own affair: too slow is no fault of the file. */
const START_MS = 60_000
const WATCH_MS = 50
/** Decoders at once in one process, whatever the number of its jobs: each may take a core and all its memory. */
const AT_ONCE = 2

export type Decoded = { pages: PageImage[] } | { fault: PreviewFault; cause: string }

/**
 * The page images of a file, decoded whole in a process of its own that is killed when it takes too long or too
 * much memory. The same answer whenever it is asked, except for `timeout`. Throws when the decoder cannot be run or
 * is stopped with us: nothing is then known of the file, and trying again is right.
 */
export async function runDecoder(
  file: { mediaType: MediaType; bytes: Uint8Array },
  limits: Partial<DecodeLimits> = {},
): Promise<Decoded> {
  const free = await takeTurn()
  try {
    const bounds = { ...LIMITS, ...limits }
    const first = await attempt(file, bounds)
    if (first !== 'killed') return first
    // Somebody's hand, or the system short of memory: if that comes again, it comes of the file.
    const second = await attempt(file, bounds)
    return second === 'killed' ? { fault: 'too_large', cause: 'killed twice from outside' } : second
  } finally {
    free()
  }
}

async function attempt(
  file: { mediaType: MediaType; bytes: Uint8Array },
  { timeMs, memoryMb }: DecodeLimits,
): Promise<Decoded | 'killed'> {
  const child = start(memoryMb)
  const pages: PageImage[] = []
  let timer: NodeJS.Timeout | undefined
  let watch: NodeJS.Timeout | undefined
  let ready = false
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the decoder does not start')), START_MS)
      child.once('error', reject)
      child.once('exit', (code, signal) => {
        if (signal === 'SIGKILL') resolve('killed')
        // V8 aborts when its heap is full; the other signals of a crash are a decoder that broke down.
        else if (ready && signal === 'SIGABRT') resolve({ fault: 'too_large', cause: signal })
        else if (ready && signal && signal !== 'SIGTERM' && signal !== 'SIGINT' && signal !== 'SIGHUP')
          resolve({ fault: 'corrupt', cause: signal })
        else reject(new Error(`the decoder ended: ${signal ?? `exit code ${code}`}`))
      })
      child.on('message', (news: DecodeNews) => {
        if (news.kind === 'page') pages.push(news.image)
        else if (news.kind === 'done') resolve({ pages })
        else if (news.kind === 'fault') resolve({ fault: news.fault, cause: news.cause })
        else {
          ready = true
          clearTimeout(timer)
          timer = setTimeout(() => resolve({ fault: 'timeout', cause: `${timeMs} ms` }), timeMs)
          watch = setInterval(() => {
            if (residentMb(child) > memoryMb) resolve({ fault: 'too_large', cause: `${memoryMb} MB` })
          }, WATCH_MS)
          child.send(
            { ...file, lastsMs: timeMs * 2 } satisfies DecodeOrder,
            (error) => error && reject(error),
          )
        }
      })
    })
  } finally {
    clearTimeout(timer)
    clearInterval(watch)
    child.kill('SIGKILL')
  }
}

function start(memoryMb: number): ChildProcess {
  return fork(path.join(import.meta.dirname, 'decode-process.ts'), [], {
    cwd: path.resolve(import.meta.dirname, '../../..'),
    // None of our variables: no secret for whoever takes the decoder over.
    env: { NODE_ENV: 'production' },
    execArgv: ['--import', 'tsx', `--max-old-space-size=${memoryMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

/** Memory in use, in MB; 0 where the system does not tell, which leaves the limits of V8 and of pixels. */
function residentMb({ pid }: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

let running = 0
const waiting: (() => void)[] = []

/** Waits for one of the places; the answer gives it back. */
async function takeTurn(): Promise<() => void> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running += 1
  return () => {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
