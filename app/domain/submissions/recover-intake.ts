import { HOUR_MS } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import { affected } from '#db/client.ts'

/**
 * Queues intake again for submissions that still wait an hour after they were sent: the queue has given up on
 * them, or a worker died with them. No submission waits for ever. Returns how many.
 */
export function recoverIntake(ctx: Context): Promise<number> {
  return affected(
    ctx.db,
    `select graphile_worker.add_job('take_in', json_build_object('submissionId', id), job_key => 'take_in:' || id)
       from submissions where status = 'submitted' and submitted_at < :since limit 100`,
    { since: new Date(ctx.clock.now().getTime() - HOUR_MS) },
  )
}
