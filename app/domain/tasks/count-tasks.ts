import { requirePermission } from '#app/domain/access/permissions.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/**
 * How much waits for an officer: accounts that no mail reaches, long extensions, restrictions to look at
 * again, and a held batch.
 */
export async function countTasks(ctx: Context): Promise<number> {
  requirePermission(ctx.actor, 'task:handle')
  const [found] = await rows<{ count: number }>(
    ctx.db,
    `select (select count(*) from contact_tasks where closed_at is null)
       + (select count(*) from long_extensions x join requirements q on q.id = x.requirement_id
          where x.status = 'asked' and q.closed_at is null)
       + (select count(distinct r.account_id) from restrictions r join accounts a on a.id = r.account_id
          where r.lifted_at is null and r.examine_by <= cast(:today as date) and a.closed_at is null)
       + (select count(*) from held_batches where status = 'held') as count`,
    { today: parisDay(ctx.clock.now()).toString() },
  )
  return found?.count ?? 0
}
