import { requireUser } from '#app/domain/access/own-sessions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { User } from '#db/models/access.ts'

/** Changes name and language of the user that acts. */
export async function updateProfile(ctx: Context, input: { name: string; locale: Locale }): Promise<void> {
  const { userId, accountId } = requireUser(ctx)
  await withTransaction(ctx, async (tx) => {
    const before = await User.query(tx.db).findById(userId).forUpdate().throwIfNotFound()
    if (before.name === input.name && before.locale === input.locale) return
    await User.query(tx.db).patch({ name: input.name, locale: input.locale }).where({ id: userId })
    await recordAudit(tx, {
      action: 'user.updated',
      subjectType: 'user',
      subjectId: userId,
      accountId,
      before: { name: before.name, locale: before.locale },
      after: { name: input.name, locale: input.locale },
    })
  })
}
