import { createHash } from 'node:crypto'
import type { Context } from '#app/domain/context.ts'
import { limitExceeded } from '#app/domain/errors.ts'
import { clearPoints, type RateLimit, returnPoint, takePoint } from '#db/rate-limit.ts'

const QUARTER = 15 * 60
const HOUR = 60 * 60

/**
 * Attempts at signing in that failed. By address and email: somebody who mistypes. By email: one user tried from
 * many addresses. By address: many users tried from one; high, because a whole shop shares its address.
 */
export const SIGN_IN_LIMITS = {
  pair: { name: 'signin-pair', points: 10, windowSeconds: QUARTER },
  email: { name: 'signin-email', points: 50, windowSeconds: HOUR },
  address: { name: 'signin-address', points: 200, windowSeconds: HOUR },
} as const satisfies Record<string, RateLimit>

/** Links asked for by mail, whether or not the address is known. */
export const LINK_LIMITS = {
  email: { name: 'link-email', points: 5, windowSeconds: HOUR },
  address: { name: 'link-address', points: 60, windowSeconds: HOUR },
} as const satisfies Record<string, RateLimit>

/** Tries at the current password by someone who sits at an open session. */
export const PASSWORD_CHANGE_LIMIT: RateLimit = {
  name: 'password-change',
  points: 10,
  windowSeconds: QUARTER,
}

/** Requests of one key of the API, whatever they ask. */
export const API_LIMIT: RateLimit = { name: 'api-key', points: 300, windowSeconds: 60 }

/** One thing to count an attempt under. */
export interface Attempt {
  readonly limit: RateLimit
  readonly key: string
}

/** Addresses of people are not kept in the table, and keys stay short. */
const keyOf = (key: string) => createHash('sha256').update(key).digest('base64url')

/**
 * Counts an attempt. LimitExceeded, with the seconds and the minutes (`count`) to wait, when one of them is
 * used up. Counted outside the transaction of the attempt: what fails there stays counted.
 */
export async function countAttempt(ctx: Context, ...attempts: readonly Attempt[]): Promise<void> {
  const waits = await Promise.all(attempts.map(({ limit, key }) => takePoint(ctx.db, limit, keyOf(key))))
  const retryAfterSeconds = Math.max(...waits)
  if (retryAfterSeconds > 0) {
    throw limitExceeded('tooManyAttempts', { retryAfterSeconds, count: Math.ceil(retryAfterSeconds / 60) })
  }
}

/** Counts a request of an API key. LimitExceeded, with the seconds to wait, past `API_LIMIT`. */
export async function countApiRequest(ctx: Context, keyId: string): Promise<void> {
  const retryAfterSeconds = await takePoint(ctx.db, API_LIMIT, keyId)
  if (retryAfterSeconds > 0) throw limitExceeded('tooManyRequests', { retryAfterSeconds })
}

/** The attempt succeeded: `own` start anew, `shared` get their point back, since others use them too. */
export async function forgiveAttempt(
  ctx: Context,
  { own, shared = [] }: { own: readonly Attempt[]; shared?: readonly Attempt[] },
): Promise<void> {
  await Promise.all([
    ...own.map(({ limit, key }) => clearPoints(ctx.db, limit, keyOf(key))),
    ...shared.map(({ limit, key }) => returnPoint(ctx.db, limit, keyOf(key))),
  ])
}
