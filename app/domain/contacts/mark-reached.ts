import { actorName } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { MarkReached } from '#app/domain/contacts/schemas.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict, notFound } from '#app/domain/errors.ts'
import { rows } from '#db/client.ts'
import { ContactTask } from '#db/models/tasks.ts'

/**
 * Closes a contact task: the officer reached the account by other means, and says how. It replaces no notice: two
 * accepted ones are needed before anything is withheld, as ever. NotFound; Conflict when it is closed already.
 */
export async function markReached(ctx: Context, { taskId, note }: MarkReached): Promise<void> {
  requirePermission(ctx.actor, 'task:handle')
  await withTransaction(ctx, async (tx) => {
    const [task] = await rows<{ accountId: string }>(
      tx.db,
      `update contact_tasks set closed_at = :now, closed_by = :by, outcome = 'reached_otherwise', note = :note
        where id = :taskId and closed_at is null returning account_id`,
      { taskId, note, now: tx.clock.now(), by: actorName(tx.actor) },
    )
    if (!task) {
      throw (await ContactTask.query(tx.db).findById(taskId)) ? conflict('task.alreadyClosed') : notFound()
    }
    await recordAudit(tx, {
      action: 'contact_task.closed',
      subjectType: 'contact_task',
      subjectId: taskId,
      accountId: task.accountId,
      after: { outcome: 'reached_otherwise', note },
    })
  })
}
