import { lockDirectory } from '#app/domain/access/directory-lock.ts'
import { mailLinks } from '#app/domain/access/links.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { holdAccount } from '#app/domain/accounts/hold-account.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { closeTask } from '#app/domain/contacts/close-task.ts'
import type { CorrectAddress } from '#app/domain/contacts/schemas.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { conflict, notFound, preconditionFailed } from '#app/domain/errors.ts'
import { sendNoticeAgain } from '#app/domain/notices/send-again.ts'
import { affected } from '#db/client.ts'
import { User } from '#db/models/access.ts'
import { ContactTask } from '#db/models/tasks.ts'

/**
 * Gives a member of an account another mail address. Links mailed to the old one stop working, since whoever reads
 * that mailbox now is not known; somebody who has not activated yet is mailed a new one. The notice that reached
 * nobody is sent again; the account's contact task closes when the mail server takes it, or at once when nothing
 * is left to tell. NotFound for a member of another account; PreconditionFailed for a disabled one; Conflict when
 * the address is in use, or is the one already known.
 */
export async function correctAddress(
  ctx: Context,
  accountId: string,
  { userId, email }: CorrectAddress,
): Promise<void> {
  requirePermission(ctx.actor, 'member:correct')
  await withTransaction(ctx, async (tx) => {
    await lockDirectory(tx)
    // First, as by whoever writes down what became of a mail.
    await holdAccount(tx, accountId)
    const user = await User.query(tx.db).findOne({ id: userId, accountId, role: 'member' }).forUpdate()
    if (!user) throw notFound()
    if (user.disabledAt) throw preconditionFailed('task.memberDisabled')
    if (user.email === email) throw conflict('task.sameAddress')
    if (await User.query(tx.db).findOne({ email })) throw conflict('emailTaken')
    await User.query(tx.db).patch({ email }).where({ id: userId })
    await recordAudit(tx, {
      action: 'user.address_corrected',
      subjectType: 'user',
      subjectId: userId,
      accountId,
      before: { email: user.email },
      after: { email },
    })
    await affected(
      tx.db,
      'update access_tokens set used_at = :now where user_id = :userId and used_at is null',
      {
        userId,
        now: tx.clock.now(),
      },
    )
    await user.$fetchGraph('account', { transaction: tx.db })
    if (!user.activatedAt) {
      await mailLinks(tx, 'activation', [{ ...user, email, accountName: user.account?.name ?? null }])
    }
    await tellAgain(tx, accountId, { userId, email, name: user.name, locale: user.locale })
  })
}

async function tellAgain(
  tx: TransactionContext,
  accountId: string,
  member: Parameters<typeof sendNoticeAgain>[2],
): Promise<void> {
  const task = await ContactTask.query(tx.db).findOne({ accountId }).whereNull('closedAt').forUpdate()
  if (!task || (await sendNoticeAgain(tx, task.noticeId, member))) return
  await closeTask(tx, task, { outcome: 'address_corrected' })
}
