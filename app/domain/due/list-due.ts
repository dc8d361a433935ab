import { requireAccount } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { type ListedRequirement, listed } from '#app/domain/due/listed-requirement.ts'
import type { DueBucket } from '#app/domain/due/schemas.ts'

export interface DueList {
  past_due: ListedRequirement[]
  currently_due: ListedRequirement[]
  pending_verification: ListedRequirement[]
  eventually_due: ListedRequirement[]
  /** The latest that ended, newest first. */
  satisfied: ListedRequirement[]
}

const SATISFIED_SHOWN = 20

/**
 * Everything asked of an account, by urgency: within each bucket the nearest deadline first. Two statements,
 * however much is due. NotFound for another account's member.
 */
export async function listDue(ctx: Context, accountId: string): Promise<DueList> {
  requirePermission(ctx.actor, 'requirement:read')
  requireAccount(ctx.actor, accountId)
  const open = await listed(
    ctx,
    'and q.closed_at is null order by q.deadline_at nulls last, q.requested_at, t.position, q.subject, q.id',
    { accountId },
  )
  const ended = 'and q.closed_at is not null order by q.closed_at desc, q.id limit :limit'
  const satisfied = await listed(ctx, ended, { accountId, limit: SATISFIED_SHOWN })
  const of = (bucket: DueBucket) => open.filter((one) => one.bucket === bucket)
  return {
    past_due: of('past_due'),
    currently_due: of('currently_due'),
    pending_verification: of('pending_verification'),
    eventually_due: of('eventually_due'),
    satisfied,
  }
}
