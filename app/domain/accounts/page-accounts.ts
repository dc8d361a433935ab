import { type Permission, requirePermission } from '#app/domain/access/permissions.ts'
import { type AccountStanding, standingOf } from '#app/domain/accounts/account-standing.ts'
import { isInState } from '#app/domain/accounts/account-state.ts'
import type { AccountState } from '#app/domain/accounts/schemas.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid, notFound } from '#app/domain/errors.ts'
import { Account, type LegalForm } from '#db/models/access.ts'
import { type Cursor, type Page, pageByAge } from '#db/page.ts'

export interface AccountFilter {
  readonly state?: AccountState
  readonly email?: string
  readonly siren?: string
  readonly legalForm?: LegalForm
  readonly created?: {
    readonly gt?: Date
    readonly gte?: Date
    readonly lt?: Date
    readonly lte?: Date
  }
}

/**
 * Accounts with their standing, the newest first; a fixed number of statements for a page of any length. Invalid when
 * the cursor names no account. An account that left the filter since it was read is still a good cursor.
 */
export async function pageAccounts(
  ctx: Context,
  filter: AccountFilter,
  cursor: Cursor,
): Promise<Page<AccountStanding>> {
  requirePermission(ctx.actor, 'account:list')
  const among = accountsIn(ctx)
  const page = await pageByAge(filtered(among.clone(), filter), cursor, { by: 'createdAt', among })
  if (!page) throw invalid('cursor')
  return { ...page, data: await standingOf(ctx, page.data) }
}

/** One account with its standing, for whoever has `permission`. NotFound. */
export async function readAccountStanding(
  ctx: Context,
  accountId: string,
  permission: Permission = 'account:list',
): Promise<AccountStanding> {
  requirePermission(ctx.actor, permission)
  const [found] = await standingOf(ctx, await accountsIn(ctx).where({ id: accountId }))
  if (!found) throw notFound()
  return found
}

const accountsIn = (ctx: Context) => Account.query(ctx.db)
type Accounts = ReturnType<typeof accountsIn>

function filtered(query: Accounts, filter: AccountFilter): Accounts {
  const { state, email, siren, legalForm, created = {} } = filter
  if (email) query.where({ email })
  if (siren) query.where({ siren })
  if (legalForm) query.where({ legalForm })
  if (created.gt) query.where('createdAt', '>', created.gt)
  if (created.gte) query.where('createdAt', '>=', created.gte)
  if (created.lt) query.where('createdAt', '<', created.lt)
  if (created.lte) query.where('createdAt', '<=', created.lte)
  if (state) query.whereRaw(isInState('accounts', state))
  return query
}
