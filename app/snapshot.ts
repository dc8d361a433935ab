import { system } from '#app/domain/access/actor.ts'
import { type Clock, MINUTE_MS, SECOND_MS, systemClock } from '#app/domain/clock.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { freshnessOf } from '#app/domain/snapshot/freshness.ts'
import { KeptStatus } from '#app/domain/snapshot/keep.ts'
import type { Snapshot } from '#app/domain/snapshot/public-status.ts'
import { StatusMemory } from '#app/domain/snapshot/records.ts'
import type { Runtime } from '#app/runtime.ts'
import { listen } from '#db/listen.ts'

/** How old a confirmation may grow when no change is heard of: the fallback where notifications are lost. */
const POLL_MS = 30 * SECOND_MS
/** A database that answers nothing for so long counts as gone. */
const BUILD_TIMEOUT_MS = 10 * SECOND_MS
/** After a failure the next try comes soon: fresh within 5 s of the database's return. */
const RETRY_MS = 2 * SECOND_MS
/** How often a process without a database looks for what others have kept. */
const READ_MS = 5 * SECOND_MS

/** Shows the public status: `PublicSite`, or a test. */
export interface Publisher {
  publish(snapshot: Snapshot | null, now: Date): Promise<void>
}

export interface StatusFollower {
  /** Resolves when a round that began after this call has ended, well or not. */
  refresh(): Promise<void>
  close(): Promise<void>
}

interface FollowOptions {
  clock?: Clock
  pollMs?: number
}

/**
 * Keeps the public status up to date from the database: published anew at every change (NOTIFY), at each time
 * boundary and at least every 30 s, and kept in storage. A failing database leaves the last one; at the start, the one
 * in storage. Resolves after the first attempt, whatever came of it.
 */
export async function followStatus(
  { context, config, storage, log }: Pick<Runtime, 'context' | 'config' | 'storage' | 'log'>,
  site: Publisher,
  { clock = systemClock, pollMs = POLL_MS }: FollowOptions = {},
): Promise<StatusFollower> {
  const shown = new Shown(site, clock)
  const memory = new StatusMemory()
  const kept = new KeptStatus(storage, log)
  const keep = coalesced(() =>
    kept.keep(shown.known()).catch((err) => log.error({ err }, 'the public status was not kept')),
  )
  const round = async (): Promise<number> => {
    try {
      const confirmedAt = clock.now()
      const ctx = context(system('snapshot'), clock)
      const status = await within(BUILD_TIMEOUT_MS, buildPublicStatus(ctx, confirmedAt, memory))
      await shown.show({ status, confirmedAt })
      void keep()
      const untilBoundary = Date.parse(status.nextBoundaryAt) - clock.now().getTime()
      return Math.min(pollMs, Math.max(untilBoundary, 0))
    } catch (err) {
      log.error({ err }, 'public status not confirmed; the last one stays')
      if (shown.isEmpty() || kept.missing > 0) await showKept(kept, shown, log)
      await shown.age()
      return Math.min(pollMs, RETRY_MS)
    }
  }
  const rounds = await repeat(round, log)
  const listener = listen(config.databaseUrl, 'status_changed', {
    onNotify: () => void rounds.refresh(),
    onConnect: () => {
      // Behind a connection that broke may be another database: a copy restored, or one that took over.
      memory.forget()
      void rounds.refresh()
    },
    onError: (error) => log.warn({ err: error }, 'not listening for changes; polling meanwhile'),
  })
  return {
    refresh: rounds.refresh,
    close: async () => {
      await listener.close()
      await rounds.close()
      if (!shown.isEmpty()) await keep()
    },
  }
}

/** Keeps the public status up to date from storage alone, where a process has no database. */
export async function followKeptStatus(
  { storage, log }: Pick<Runtime, 'storage' | 'log'>,
  site: Publisher,
  { clock = systemClock, pollMs = READ_MS }: FollowOptions = {},
): Promise<StatusFollower> {
  const shown = new Shown(site, clock)
  const kept = new KeptStatus(storage, log)
  return repeat(async () => {
    await showKept(kept, shown, log)
    await shown.age()
    return pollMs
  }, log)
}

/** A file that cannot be read, or shown, changes nothing. */
async function showKept(kept: KeptStatus, shown: Shown, log: Pick<Runtime['log'], 'error'>): Promise<void> {
  try {
    const { missing } = kept
    await shown.showNewer(await kept.read(), kept.missing < missing)
  } catch (err) {
    log.error({ err }, 'the kept status cannot be shown; the last one stays')
  }
}

/** What is shown now, and how old it says that it is. */
class Shown {
  #snapshot: Snapshot | null = null
  #staleMinutes = 0
  #saysUnknown = false

  constructor(
    readonly site: Publisher,
    readonly clock: Clock,
  ) {}

  isEmpty = () => this.#snapshot === null

  known(): Snapshot {
    if (!this.#snapshot) throw new Error('nothing is known yet')
    return this.#snapshot
  }

  async show(snapshot: Snapshot): Promise<void> {
    const now = this.clock.now()
    await this.site.publish(snapshot, now)
    this.#snapshot = snapshot
    this.#staleMinutes = freshnessOf(snapshot.confirmedAt, now).staleMinutes
  }

  /**
   * Shows what was kept, unless what is shown is newer, or the same and not `mended`; what lies ahead of this clock is
   * not newer.
   */
  async showNewer(kept: Snapshot | null, mended: boolean): Promise<void> {
    const shown = this.#snapshot?.confirmedAt
    const isAhead = shown !== undefined && shown.getTime() > this.clock.now().getTime() + MINUTE_MS
    const isNewer = kept && (!shown || kept.confirmedAt > shown)
    const isMended = mended && kept?.confirmedAt.getTime() === shown?.getTime()
    if (kept && (isNewer || isMended || (isAhead && kept.confirmedAt < shown))) await this.show(kept)
  }

  /** Says it anew when what is shown has grown a minute older beyond belief, or that nothing is known. */
  async age(): Promise<void> {
    if (!this.#snapshot) {
      if (!this.#saysUnknown) await this.site.publish(null, this.clock.now())
      this.#saysUnknown = true
      return
    }
    const { staleMinutes } = freshnessOf(this.#snapshot.confirmedAt, this.clock.now())
    if (staleMinutes !== this.#staleMinutes) await this.show(this.#snapshot)
  }
}

/**
 * Runs `round` now, again after as many milliseconds as it returns, and whenever asked. However many ask while one
 * runs, one more follows it. Resolves after the first.
 */
async function repeat(round: () => Promise<number>, log: Runtime['log']): Promise<StatusFollower> {
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
function coalesced(work: () => Promise<void>): () => Promise<void> {
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

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
