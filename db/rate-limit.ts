import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Database } from '#db/client.ts'

/** So many points in a window that opens with the first one. */
export interface RateLimit {
  /** Names the limit in the table; limits of different names share nothing. */
  readonly name: string
  readonly points: number
  readonly windowSeconds: number
}

const limiters = new WeakMap<Database, Map<string, RateLimiterPostgres>>()

/** Counted in PostgreSQL, so every web process sees the same points. Expired rows go with the `tidy` task. */
function limiterFor(db: Database, limit: RateLimit): RateLimiterPostgres {
  const known = limiters.get(db) ?? new Map<string, RateLimiterPostgres>()
  limiters.set(db, known)
  const limiter =
    known.get(limit.name) ??
    new RateLimiterPostgres({
      storeClient: db,
      storeType: 'knex',
      tableName: 'rate_limits',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: limit.name,
      points: limit.points,
      duration: limit.windowSeconds,
    })
  known.set(limit.name, limiter)
  return limiter
}

/** Takes one point of `key`. Returns 0 when there was one, else the seconds until the window ends. */
export async function takePoint(db: Database, limit: RateLimit, key: string): Promise<number> {
  try {
    await limiterFor(db, limit).consume(key)
    return 0
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
    throw refused
  }
}

/** Gives one point back: what it was taken for turned out to be harmless. */
export async function returnPoint(db: Database, limit: RateLimit, key: string): Promise<void> {
  await limiterFor(db, limit).reward(key)
}

/** Forgets what `key` has used. */
export async function clearPoints(db: Database, limit: RateLimit, key: string): Promise<void> {
  await limiterFor(db, limit).delete(key)
}
