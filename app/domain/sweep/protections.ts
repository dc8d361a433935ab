import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/**
 * Why nothing may rest on a requirement, as `restriction_obstacles` says it; `before_rung`: nothing protects it, and
 * the ladder does not reach it.
 */
export type Obstacle =
  | 'awaiting_review'
  | 'not_overdue'
  | 'exempt'
  | 'closed'
  | 'unreachable'
  | 'too_few_notices'
  | 'notice_too_recent'
  | 'fair_clock'
  | 'before_rung'

/** A document on which nothing can rest now. */
export interface Protection {
  requirementId: string
  nameFr: string
  nameEn: string
  subject: string
  deadlineAt: Date | null
  obstacle: Obstacle
}

/**
 * By account, what stands between it and a run at `at`: the open documents that are not simply due later. Where there
 * are no others, those: more time was given. An account with nothing open is left out.
 */
export async function protectionsOf(
  ctx: Pick<Context, 'db'>,
  at: Date,
  accountIds: readonly string[],
): Promise<Map<string, Protection[]>> {
  const found = await rows<Protection & { accountId: string }>(
    ctx.db,
    `select o.account_id, o.requirement_id, t.name_fr, t.name_en, q.subject, q.deadline_at,
         coalesce(o.obstacle, 'before_rung') as obstacle
       from restriction_obstacles(:at) o join requirements q on q.id = o.requirement_id
         join document_types t on t.code = q.document_type
      where o.account_id = any(cast(:accountIds as uuid[])) and q.closed_at is null
      order by q.deadline_at nulls first, q.requested_at, q.id`,
    { at, accountIds },
  )
  const byAccount = Map.groupBy(found, ({ accountId }) => accountId)
  return new Map(
    [...byAccount].map(([accountId, all]) => {
      const now = all.filter(({ obstacle }) => obstacle !== 'not_overdue')
      return [accountId, now.length > 0 ? now : all]
    }),
  )
}
