import { system } from '#app/domain/access/actor.ts'
import { type Clock, SECOND_MS, systemClock } from '#app/domain/clock.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { statuspageDocuments } from '#app/domain/snapshot/statuspage.ts'
import type { Snapshot, SnapshotHolder } from '#app/http/snapshot-holder.ts'
import type { Runtime } from '#app/runtime.ts'
import { listen } from '#db/listen.ts'

/** How old a confirmation may grow when no change is heard of: the fallback where notifications are lost. */
const POLL_MS = 30 * SECOND_MS
/** A database that answers nothing for so long counts as gone. */
const BUILD_TIMEOUT_MS = 10 * SECOND_MS
/** After a failure the next try comes soon: fresh within 5 s of the database's return. */
const RETRY_MS = 2 * SECOND_MS

export interface StatusFollower extends SnapshotHolder {
  /** Resolves when a build that began after this call has ended, well or not. */
  refresh(): Promise<void>
  close(): Promise<void>
}

type Parts = Pick<Runtime, 'context' | 'config' | 'log'>

/**
 * Keeps the public status in memory: rebuilt at every change (NOTIFY), at each time boundary and at least
 * every 30 s. A failing database keeps the last one. Resolves after the first attempt, whatever came of it.
 */
export async function followStatus(
  { context, config, log }: Parts,
  { clock = systemClock, pollMs = POLL_MS }: { clock?: Clock; pollMs?: number } = {},
): Promise<StatusFollower> {
  let snapshot: Snapshot | null = null
  let running: Promise<void> | null = null
  let waiting: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined
  let closed = false

  async function build(): Promise<void> {
    clearTimeout(timer)
    let nextMs = Math.min(pollMs, RETRY_MS)
    try {
      const confirmedAt = clock.now()
      const status = await within(BUILD_TIMEOUT_MS, buildPublicStatus(context(system('snapshot'), clock)))
      snapshot = { status, confirmedAt, documents: statuspageDocuments(status) }
      const untilBoundary = Date.parse(status.nextBoundaryAt) - clock.now().getTime()
      nextMs = Math.min(pollMs, Math.max(untilBoundary, 0))
    } catch (error) {
      log.error({ err: error }, 'public status not confirmed; the last one stays')
    }
    if (!closed) timer = setTimeout(() => void refresh(), nextMs).unref()
  }

  /** However many ask while a build runs, one more follows it. */
  function refresh(): Promise<void> {
    if (!running) {
      running = build().finally(() => {
        running = null
      })
      return running
    }
    waiting ??= running.then(() => {
      waiting = null
      return closed ? undefined : refresh()
    })
    return waiting
  }

  await refresh()
  const listener = listen(config.databaseUrl, 'status_changed', {
    onNotify: () => void refresh(),
    onConnect: () => void refresh(),
    onError: (error) => log.warn({ err: error }, 'not listening for changes; polling meanwhile'),
  })
  return {
    current: () => snapshot,
    refresh,
    close: async () => {
      closed = true
      clearTimeout(timer)
      await listener.close()
      await running
    },
  }
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
