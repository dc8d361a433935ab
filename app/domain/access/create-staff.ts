import { lockDirectory } from '#app/domain/access/directory-lock.ts'
import { mailLinks } from '#app/domain/access/links.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import type { CreateStaff } from '#app/domain/access/schemas.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict } from '#app/domain/errors.ts'
import { newId, type UserId } from '#app/domain/ids.ts'
import { User } from '#db/models/access.ts'

/** Adds somebody to the staff and mails them the link to choose a password. Conflict when the address is in use. */
export async function createStaff(ctx: Context, input: CreateStaff): Promise<UserId> {
  requirePermission(ctx.actor, 'user:manage')
  return withTransaction(ctx, async (tx) => {
    await lockDirectory(tx)
    if (await User.query(tx.db).findOne({ email: input.email })) throw conflict('emailTaken')
    const id = newId<UserId>()
    const user = { id, ...input, accountId: null }
    await User.query(tx.db).insert({ ...user, createdAt: tx.clock.now() })
    await recordAudit(tx, {
      action: 'user.created',
      subjectType: 'user',
      subjectId: id,
      accountId: null,
      after: { ...input },
    })
    await mailLinks(tx, 'activation', [{ ...user, accountName: null }])
    return id
  })
}
