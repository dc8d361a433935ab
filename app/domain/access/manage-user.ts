import { mailLinks } from '#app/domain/access/links.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import type { StaffRole } from '#app/domain/access/roles.ts'
import { closeSessionsOf } from '#app/domain/access/sessions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { conflict, notFound, preconditionFailed } from '#app/domain/errors.ts'
import { User } from '#db/models/access.ts'

/**
 * Shuts a user out at once: sessions end, links and password stop working. NotFound, Conflict when disabled
 * already, PreconditionFailed for the last administrator.
 */
export async function disableUser(ctx: Context, userId: string): Promise<void> {
  await change(ctx, userId, 'user.disabled', async (tx, user) => {
    if (user.disabledAt) throw conflict('userDisabled')
    await User.query(tx.db).patch({ disabledAt: tx.clock.now() }).where({ id: userId })
    await closeSessionsOf(tx, userId)
    return { before: { disabled: false }, after: { disabled: true } }
  })
}

/** Lets a disabled user in again, with the password they had. NotFound; Conflict when not disabled. */
export async function enableUser(ctx: Context, userId: string): Promise<void> {
  await change(ctx, userId, 'user.enabled', async (tx, user) => {
    if (!user.disabledAt) throw conflict('userEnabled')
    await User.query(tx.db).patch({ disabledAt: null }).where({ id: userId })
    return { before: { disabled: true }, after: { disabled: false } }
  })
}

/**
 * Gives a member of the staff another role and ends their sessions, which were opened with the old one.
 * NotFound; PreconditionFailed for members of an account and for the last administrator.
 */
export async function changeRole(ctx: Context, userId: string, role: StaffRole): Promise<void> {
  await change(ctx, userId, 'user.role_changed', async (tx, user) => {
    if (user.role === 'member') throw preconditionFailed('memberRole')
    if (user.role === role) throw conflict('roleUnchanged')
    await User.query(tx.db).patch({ role }).where({ id: userId })
    await closeSessionsOf(tx, userId)
    return { before: { role: user.role }, after: { role } }
  })
}

/** Mails another activation link. NotFound; PreconditionFailed when the user is active or disabled. */
export async function resendActivation(ctx: Context, userId: string): Promise<void> {
  await change(ctx, userId, 'user.activation_sent', async (tx, user) => {
    if (user.activatedAt) throw preconditionFailed('alreadyActivated')
    if (user.disabledAt) throw preconditionFailed('userDisabled')
    await mailLinks(tx, 'activation', [{ ...user, accountName: user.account?.name ?? null }])
    return {}
  })
}

/** One change of one user, locked, audited, and never the one that leaves nobody to administer. */
async function change(
  ctx: Context,
  userId: string,
  action: string,
  work: (tx: TransactionContext, user: User) => Promise<{ before?: object; after?: object }>,
): Promise<void> {
  requirePermission(ctx.actor, 'user:manage')
  await withTransaction(ctx, async (tx) => {
    // All administrators are locked, in one order: two who disable each other at once cannot both succeed.
    const before = await administrators(tx).orderBy('id').forUpdate()
    const user = await User.query(tx.db).findById(userId).forUpdate()
    if (!user) throw notFound()
    await user.$fetchGraph('account', { transaction: tx.db })
    const facts = await work(tx, user)
    if (before.length > 0 && (await administrators(tx).resultSize()) === 0) {
      throw preconditionFailed('lastAdministrator')
    }
    await recordAudit(tx, {
      action,
      subjectType: 'user',
      subjectId: userId,
      accountId: user.accountId,
      ...facts,
    })
  })
}

const administrators = (tx: TransactionContext) =>
  User.query(tx.db).where({ role: 'administrator' }).whereNull('disabledAt').whereNotNull('activatedAt')
