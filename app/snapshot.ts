import { system } from '#app/domain/access/actor.ts'
import { type Clock, SECOND_MS, systemClock } from '#app/domain/clock.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { KeptStatus } from '#app/domain/snapshot/keep.ts'
import { StatusMemory } from '#app/domain/snapshot/records.ts'
import { coalesced, RETRY_MS, repeat, type StatusFollower, within } from '#app/domain/snapshot/rounds.ts'
import { type Publisher, Shown } from '#app/domain/snapshot/shown.ts'
import type { Runtime } from '#app/runtime.ts'
import { listen } from '#db/listen.ts'

/** How old a confirmation may grow when no change is heard of: the fallback where notifications are lost. */
const POLL_MS = 30 * SECOND_MS
/** A database that answers nothing for so long counts as gone. */
const BUILD_TIMEOUT_MS = 10 * SECOND_MS

/** How often a process without a database looks for what others have kept. */
const READ_MS = 5 * SECOND_MS

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
