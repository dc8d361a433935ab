import { KEPT_MS } from '#app/domain/access/answer-once.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { affected } from '#db/client.ts'

/** Used and expired links are kept this long, so that "this link was used" can still be told from "unknown". */
const TOKEN_DAYS = 30

/** Deletes sessions, links, counts of attempts and kept answers that nobody can use any more. Safe to run twice. */
export async function forgetExpired(
  ctx: Context,
): Promise<{ sessions: number; tokens: number; limits: number; answers: number }> {
  requirePermission(ctx.actor, 'sweep:run')
  const now = ctx.clock.now()
  const sessions = await affected(ctx.db, 'delete from sessions where expires_at <= :now', { now })
  const tokens = await affected(
    ctx.db,
    `delete from access_tokens where expires_at <= cast(:now as timestamptz) - make_interval(days => :days)`,
    { now, days: TOKEN_DAYS },
  )
  const limits = await affected(ctx.db, 'delete from rate_limits where expire <= :now', {
    now: now.getTime(),
  })
  const answers = await affected(ctx.db, 'delete from idempotency_keys where created_at <= :before', {
    before: new Date(now.getTime() - KEPT_MS),
  })
  return { sessions, tokens, limits, answers }
}
