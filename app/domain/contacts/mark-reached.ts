import { requirePermission } from '#app/domain/access/permissions.ts'
import { closeTask } from '#app/domain/contacts/close-task.ts'
import type { MarkReached } from '#app/domain/contacts/schemas.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict, notFound } from '#app/domain/errors.ts'
import { ContactTask } from '#db/models/tasks.ts'

/**
 * Closes a contact task: the officer reached the account by other means, and says how. It replaces no notice: two
 * accepted ones are needed before anything is withheld, as ever. NotFound; Conflict when it is closed already.
 */
export async function markReached(ctx: Context, { taskId, note }: MarkReached): Promise<void> {
  requirePermission(ctx.actor, 'task:handle')
  await withTransaction(ctx, async (tx) => {
    const task = await ContactTask.query(tx.db).findById(taskId)
    if (!task) throw notFound()
    if (!(await closeTask(tx, task, { outcome: 'reached_otherwise', note }))) {
      throw conflict('task.alreadyClosed')
    }
  })
}
