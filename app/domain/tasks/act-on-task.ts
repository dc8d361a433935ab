import { requirePermission } from '#app/domain/access/permissions.ts'
import { correctAddress } from '#app/domain/contacts/correct-address.ts'
import { markReached } from '#app/domain/contacts/mark-reached.ts'
import type { Context } from '#app/domain/context.ts'
import {
  confirmExtension,
  refuseExtension,
  withdrawExtension,
} from '#app/domain/extensions/decide-extension.ts'
import { liftManually } from '#app/domain/restrictions/lift-manually.ts'
import { setExamination } from '#app/domain/restrictions/set-examination.ts'
import type { TaskAction } from '#app/domain/tasks/schemas.ts'

/** Does what a button on the page of tasks says. Each verb checks its own permission; errors are theirs. */
export async function actOnTask(ctx: Context, action: TaskAction): Promise<void> {
  requirePermission(ctx.actor, 'task:handle')
  switch (action.intent) {
    case 'correct':
      return correctAddress(ctx, action.accountId, { userId: action.userId, email: action.email })
    case 'reached':
      return markReached(ctx, { taskId: action.taskId, note: action.note })
    case 'confirm':
      await confirmExtension(ctx, action.extensionId)
      return
    case 'refuse':
      return refuseExtension(ctx, { extensionId: action.extensionId, note: action.note })
    case 'withdraw':
      return withdrawExtension(ctx, action.extensionId)
    case 'lift':
      return liftManually(ctx, {
        accountId: action.accountId,
        restrictionId: action.restrictionId,
        reason: action.reason,
      })
    case 'keep':
      return setExamination(ctx, {
        accountId: action.accountId,
        seen: action.seen,
        examineBy: action.examineBy,
        reason: action.reason,
      })
  }
}
