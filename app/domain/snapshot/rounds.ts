import { SECOND_MS } from '#app/domain/clock.ts'
import type { Log } from '#app/domain/context.ts'

/** After a failure the next try comes soon: fresh within 5 s of the database's return. */
export const RETRY_MS = 2 * SECOND_MS

export interface StatusFollower {
  /** Resolves when a round that began after this call has ended, well or not. */
  refresh(): Promise<void>
  close(): Promise<void>
}

/**
 * Runs `round` now, again after as many milliseconds as it returns, and whenever asked. However many ask while one
 * runs, one more follows it. Resolves after the first.
 */
export async function repeat(round: () => Promise<number>, log: Log): Promise<StatusFollower> {
  let timer: NodeJS.Timeout | undefined
  let closed = false
  const refresh = coalesced(async () => {
    clearTimeout(timer)
    if (closed) return
    const nextMs = await round().catch((err) => {
      log.error({ err }, 'the public side cannot be made')
      return RETRY_MS
    })
    if (!closed) timer = setTimeout(() => void refresh(), nextMs).unref()
  })
  await refresh()
  return {
    refresh,
    close: async () => {
      closed = true
      clearTimeout(timer)
      await refresh()
    },
  }
}

/** Runs `work` one at a time; a call while it runs is answered by one run that begins after it. */
export function coalesced(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let waiting: Promise<void> | null = null
  const run = (): Promise<void> => {
    if (!running) {
      running = work().finally(() => {
        running = null
      })
      return running
    }
    waiting ??= running.then(() => {
      waiting = null
      return run()
    })
    return waiting
  }
  return run
}

export async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
