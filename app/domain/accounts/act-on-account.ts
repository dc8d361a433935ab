import { requirePermission } from '#app/domain/access/permissions.ts'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import { reopenAccount } from '#app/domain/accounts/reopen-account.ts'
import type { AccountAction } from '#app/domain/accounts/schemas.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound, preconditionFailed } from '#app/domain/errors.ts'
import { askExtension } from '#app/domain/extensions/ask-extension.ts'
import { extendDeadline } from '#app/domain/extensions/extend-deadline.ts'
import { extensionLeft } from '#app/domain/extensions/extension-left.ts'
import { requestReview } from '#app/domain/renewals/request-review.ts'
import { cancelRequirement } from '#app/domain/requirements/cancel.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { liftManually } from '#app/domain/restrictions/lift-manually.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { Requirement } from '#db/models/requirements.ts'

/** What was done: the button's own act, that act and what was withheld lifted by it, or a second officer asked for it. */
type AccountAct = AccountAction['intent'] | 'extend_and_reinstate' | 'extension_asked'

/**
 * Does what a button on the page of an account says. Each verb checks its own permission; errors are theirs.
 * NotFound for a requirement of another account, which this page does not show.
 */
export async function actOnAccount(
  ctx: Context,
  accountId: string,
  action: AccountAction,
): Promise<AccountAct> {
  requirePermission(ctx.actor, 'requirement:request')
  if ('requirementId' in action) {
    const shown = await Requirement.query(ctx.db).findOne({ id: action.requirementId, accountId })
    if (!shown) throw notFound()
  }
  switch (action.intent) {
    case 'request': {
      const { documentType, subject = '', message = '', why, undated } = action
      const deadline = undated ? null : action.deadline
      await requestRequirement(ctx, { accountId, documentType, subject, message, why, deadline })
      break
    }
    case 'waive':
      await waiveRequirement(ctx, { requirementId: action.requirementId, reason: action.reason })
      break
    case 'cancel':
      await cancelRequirement(ctx, { requirementId: action.requirementId, reason: action.reason })
      break
    case 'extend':
      return extend(ctx, action)
    case 'restrict':
      await restrictManually(ctx, {
        accountId,
        capabilities: action.capabilities,
        cause: action.cause,
        reason: action.reason,
      })
      break
    case 'lift':
      await liftManually(ctx, { accountId, restrictionId: action.restrictionId, reason: action.reason })
      break
    case 'review':
      await requestReview(ctx, { accountId, why: action.why })
      break
    case 'close':
      await closeAccount(ctx, { accountId, reason: action.reason })
      break
    case 'reopen':
      await reopenAccount(ctx, { accountId, reason: action.reason })
      break
  }
  return action.intent
}

/** Days that one officer may not give alone wait for a second one. */
async function extend(
  ctx: Context,
  { requirementId, days, reason, reinstate }: Extract<AccountAction, { intent: 'extend' }>,
): Promise<AccountAct> {
  const left = await extensionLeft(ctx, requirementId)
  if (left === null || days <= left) {
    await extendDeadline(ctx, { requirementId, days, reason, reinstate })
    return reinstate ? 'extend_and_reinstate' : 'extend'
  }
  if (reinstate) throw preconditionFailed('requirement.reinstateLater', { days: left })
  await askExtension(ctx, { requirementId, days, reason })
  return 'extension_asked'
}
