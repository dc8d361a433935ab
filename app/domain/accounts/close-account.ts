import { requirePermission } from '#app/domain/access/permissions.ts'
import { holdAccount } from '#app/domain/accounts/hold-account.ts'
import { ACCOUNT_CLOSED, type EndRelationship } from '#app/domain/accounts/schemas.ts'
import { tellMembers } from '#app/domain/accounts/tell-members.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { closeTask } from '#app/domain/contacts/close-task.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict, notFound } from '#app/domain/errors.ts'
import { endRequirements } from '#app/domain/requirements/end-requirements.ts'
import { endWithAccount } from '#app/domain/restrictions/end-with-account.ts'
import { notWithheld } from '#app/domain/restrictions/lift-one.ts'
import { CAPABILITIES } from '#app/domain/restrictions/schemas.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { Account } from '#db/models/access.ts'
import { Requirement } from '#db/models/requirements.ts'
import { ContactTask } from '#db/models/tasks.ts'

/**
 * Ends the relationship with a merchant. Nothing works any more; what is asked is cancelled, what waits for review
 * leaves the queue, and what was withheld for overdue documents has lost its ground. What officers and keys withhold
 * stays as it is. The members are told once, in the same words whatever the reason (no tipping-off), and the outside
 * by `account.closed`. NotFound without such an account; Conflict when it is closed already.
 */
export async function closeAccount(ctx: Context, { accountId, reason }: EndRelationship): Promise<void> {
  requirePermission(ctx.actor, 'account:close')
  await withTransaction(ctx, async (tx) => {
    const account = await holdAccount(tx, accountId)
    if (!account) throw notFound()
    const worked = await notWithheld(tx, accountId, CAPABILITIES)
    const closedAt = tx.clock.now()
    const closed = await Account.query(tx.db)
      .patch({ closedAt })
      .where({ id: accountId })
      .whereNull('closedAt')
    if (closed === 0) throw conflict('account.alreadyClosed')
    // Before the audit, as whoever marks a task done holds it first.
    const task = await ContactTask.query(tx.db).findOne({ accountId }).whereNull('closedAt').forUpdate()
    const open = await Requirement.query(tx.db).select('id').where({ accountId }).whereNull('closedAt')
    const ids = open.map(({ id }) => id)
    const cancelled = await endRequirements(tx, ids, { to: 'cancelled', withAccount: true })
    await endWithAccount(tx, accountId)
    const mailIds = await tellMembers(tx, account, 'account_closed')
    // Nobody need reach the account any more.
    if (task) await closeTask(tx, task, { outcome: ACCOUNT_CLOSED })
    await recordAudit(tx, {
      action: 'account.closed',
      subjectType: 'account',
      subjectId: accountId,
      accountId,
      after: { reason, cancelled, mailIds },
    })
    await recordEvents(tx, [{ type: 'account.closed', accountId, capabilities: worked }])
  })
}
