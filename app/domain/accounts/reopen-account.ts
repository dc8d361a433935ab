import { requirePermission } from '#app/domain/access/permissions.ts'
import { holdAccount } from '#app/domain/accounts/hold-account.ts'
import type { EndRelationship } from '#app/domain/accounts/schemas.ts'
import { tellMembers } from '#app/domain/accounts/tell-members.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict, notFound } from '#app/domain/errors.ts'
import { endedWithAccount } from '#app/domain/requirements/ended-with-account.ts'
import { askMissing } from '#app/domain/requirements/request-missing.ts'
import { notWithheld } from '#app/domain/restrictions/lift-one.ts'
import { CAPABILITIES } from '#app/domain/restrictions/schemas.ts'
import { examineAnew } from '#app/domain/restrictions/set-examination.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { Account } from '#db/models/access.ts'

/**
 * Takes a closing back. Payments and payouts work as far as nothing else withholds them; what the legal form needs and
 * is not on file, and what was asked when it was closed, is asked anew: by a new deadline, or without one where it had
 * none. The members and the outside (`account.reopened`) are told. NotFound without such an account; Conflict when it
 * is open.
 */
export async function reopenAccount(ctx: Context, { accountId, reason }: EndRelationship): Promise<void> {
  requirePermission(ctx.actor, 'account:close')
  await withTransaction(ctx, async (tx) => {
    const account = await holdAccount(tx, accountId)
    if (!account) throw notFound()
    const reopened = await Account.query(tx.db)
      .patch({ closedAt: null })
      .where({ id: accountId })
      .whereNotNull('closedAt')
    if (reopened === 0) throw conflict('account.notClosed')
    const mailIds = await tellMembers(tx, account, 'account_reopened')
    await recordAudit(tx, {
      action: 'account.reopened',
      subjectType: 'account',
      subjectId: accountId,
      accountId,
      before: { closedAt: account.closedAt },
      after: { reason, mailIds },
    })
    const capabilities = await notWithheld(tx, accountId, CAPABILITIES)
    await recordEvents(tx, [{ type: 'account.reopened', accountId, capabilities }])
    await examineAnew(tx, accountId, reason)
    await askMissing(tx, account, await endedWithAccount(tx, account))
  })
}
