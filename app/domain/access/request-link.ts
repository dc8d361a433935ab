import { inEvenTime } from '#app/domain/access/even-time.ts'
import { countAttempt, LINK_LIMITS } from '#app/domain/access/limits.ts'
import { type LinkPurpose, mailLinks } from '#app/domain/access/links.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { User } from '#db/models/access.ts'

/**
 * Somebody without access asks for a link: whoever has not activated yet gets an activation link, whoever has
 * gets one for a new password, whichever of the two pages was used; so neither is a dead end. Nothing comes
 * back: an unknown or disabled address is told the same, in the same time. LimitExceeded after too many.
 */
export async function requestLink(
  ctx: Context,
  input: { email: string },
  visitor: { address: string },
): Promise<void> {
  await countAttempt(
    ctx,
    { limit: LINK_LIMITS.email, key: input.email },
    { limit: LINK_LIMITS.address, key: visitor.address },
  )
  await inEvenTime(() => mailLinkTo(ctx, input.email))
}

async function mailLinkTo(ctx: Context, email: string): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const user = await User.query(tx.db)
      .findOne({ email })
      .whereNull('disabledAt')
      .withGraphFetched('account')
    if (!user) return
    const purpose: LinkPurpose = user.activatedAt ? 'password_reset' : 'activation'
    await mailLinks(tx, purpose, [{ ...user, accountName: user.account?.name ?? null }])
    await recordAudit(tx, {
      action: 'link.requested',
      subjectType: 'user',
      subjectId: user.id,
      accountId: user.accountId,
      after: { purpose },
    })
  })
}
