import { hashToken, newToken } from '#app/domain/access/tokens.ts'
import { HOUR_MS } from '#app/domain/clock.ts'
import type { Context, TransactionContext } from '#app/domain/context.ts'
import { preconditionFailed } from '#app/domain/errors.ts'
import { queueMails } from '#app/domain/mails/queue-mail.ts'
import { affected, rows } from '#db/client.ts'
import { AccessToken, type User } from '#db/models/access.ts'

export type LinkPurpose = 'activation' | 'password_reset'

/** How long a mailed link opens what it is for. */
const LINK_HOURS: Record<LinkPurpose, number> = { activation: 72, password_reset: 1 }

const PATHS: Record<LinkPurpose, string> = { activation: '/activate', password_reset: '/password/reset' }

/** Someone a link is mailed to. */
export type LinkOwner = Pick<User, 'id' | 'email' | 'name' | 'locale' | 'accountId'>

/**
 * Mails each user a new single-use link. Earlier links stay good until one of them is used, so a mail that
 * arrives late still opens. The database keeps the hash alone; the mail forgets the link once it is sent.
 */
export async function mailLinks(
  tx: TransactionContext,
  purpose: LinkPurpose,
  owners: readonly (LinkOwner & { accountName: string | null })[],
): Promise<void> {
  if (owners.length === 0) return
  const createdAt = tx.clock.now()
  const hours = LINK_HOURS[purpose]
  const expiresAt = new Date(createdAt.getTime() + hours * HOUR_MS)
  const links = owners.map((owner) => ({ owner, token: newToken() }))
  await AccessToken.query(tx.db).insert(
    links.map(({ owner, token }) => ({
      tokenHash: hashToken(token),
      userId: owner.id,
      purpose,
      createdAt,
      expiresAt,
    })),
  )
  const orders = links.map(({ owner, token }) => ({
    to: { email: owner.email, locale: owner.locale, userId: owner.id },
    accountId: owner.accountId,
    secret: true,
    link: { name: owner.name, url: `${tx.settings.publicUrl}${PATHS[purpose]}/${token}`, hours },
    accountName: owner.accountName,
  }))
  if (purpose === 'activation') {
    await queueMails(
      tx,
      orders.map(({ link, accountName, ...order }) => ({
        ...order,
        template: 'activation' as const,
        data: { ...link, accountName },
      })),
    )
  } else {
    await queueMails(
      tx,
      orders.map(({ link, accountName: _, ...order }) => ({
        ...order,
        template: 'password_reset' as const,
        data: link,
      })),
    )
  }
}

/** The user behind a link, and whether it can still be used. */
export interface OpenedLink {
  readonly state: 'valid' | 'used' | 'expired'
  readonly user: LinkOwner & Pick<User, 'role'>
}

/** Looks at a link without using it: mail scanners open links too. Null when there never was such a link. */
export async function readLink(
  ctx: Context,
  purpose: LinkPurpose,
  token: string,
): Promise<OpenedLink | null> {
  const [found] = await rows<
    OpenedLink['user'] & { usedAt: Date | null; expiresAt: Date; disabledAt: Date | null }
  >(
    ctx.db,
    `select u.id, u.email, u.name, u.locale, u.role, u.account_id, u.disabled_at, t.used_at, t.expires_at
       from access_tokens t join users u on u.id = t.user_id
      where t.token_hash = :tokenHash and t.purpose = :purpose`,
    { tokenHash: hashToken(token), purpose },
  )
  if (!found) return null
  const { usedAt, expiresAt, disabledAt, ...user } = found
  if (usedAt) return { state: 'used', user }
  return { state: expiresAt > ctx.clock.now() && !disabledAt ? 'valid' : 'expired', user }
}

/** The link if it can be used; PreconditionFailed, saying why, if not. */
export async function requireLink(
  ctx: Context,
  purpose: LinkPurpose,
  token: string,
): Promise<OpenedLink['user']> {
  const link = await readLink(ctx, purpose, token)
  if (link?.state === 'valid') return link.user
  throw preconditionFailed(link?.state === 'used' ? 'linkUsed' : link ? 'linkExpired' : 'linkUnknown')
}

/**
 * Uses a link up, and with it every other link of that user. Of two that come at once one wins; the other gets
 * PreconditionFailed.
 */
export async function spendLink(tx: TransactionContext, purpose: LinkPurpose, token: string): Promise<void> {
  const now = tx.clock.now()
  const tokenHash = hashToken(token)
  const used = await affected(
    tx.db,
    `update access_tokens set used_at = :now
      where token_hash = :tokenHash and purpose = :purpose and used_at is null and expires_at > :now`,
    { now, tokenHash, purpose },
  )
  if (used === 0) throw preconditionFailed('linkUsed')
  await affected(
    tx.db,
    `update access_tokens set used_at = :now where used_at is null and user_id =
       (select user_id from access_tokens where token_hash = :tokenHash)`,
    { now, tokenHash },
  )
}
