import type { AccountState } from '#app/domain/accounts/schemas.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { rows } from '#db/client.ts'
import type { Capability } from '#db/models/restrictions.ts'

const openRestrictions = (accountId: string, capability?: Capability) =>
  `select from restrictions r where r.account_id = ${accountId} and r.lifted_at is null
    ${capability ? `and r.capability = '${capability}'` : ''}`

/** SQL: true where this is withheld from the account with this id, or anything. PostgreSQL may plan it as a join. */
export const isWithheld = (accountId: string, capability?: Capability) =>
  `exists (${openRestrictions(accountId, capability)})`

/** The same, looked up for the one row: OFFSET 0 keeps a page from hashing every restriction there is. */
const isWithheldHere: typeof isWithheld = (accountId, capability) =>
  `exists (${openRestrictions(accountId, capability)} offset 0)`

/**
 * The states from the gravest: an account is in the first whose condition holds. The view `account_states` says the same
 * and is read by nothing here: it stays for processes of the version before, which run on beside this one for a while.
 */
const STATES: readonly (readonly [AccountState, (a: string, withheld: typeof isWithheld) => string])[] = [
  ['closed', (a) => `${a}.closed_at is not null`],
  ['suspended', (a, withheld) => withheld(`${a}.id`, 'payments')],
  ['restricted', (a, withheld) => withheld(`${a}.id`)],
  ['active', () => 'true'],
]

/** SQL: the state of account `a`, to be shown. */
export const stateOf = (a: string) =>
  `case ${STATES.map(([state, holds]) => `when ${holds(a, isWithheldHere)} then '${state}'`).join(' ')} end`

/** SQL: true where account `a` is in this state, to choose by. */
export function isInState(a: string, wanted: AccountState): string {
  const place = STATES.findIndex(([state]) => state === wanted)
  return STATES.slice(0, place + 1)
    .map(([state, holds]) => (state === wanted ? holds(a, isWithheld) : `not (${holds(a, isWithheld)})`))
    .join(' and ')
}

/** By account, its state; those that do not exist are left out. */
export async function accountStates(
  ctx: Pick<Context, 'db'>,
  accountIds: readonly string[],
): Promise<Map<string, AccountState>> {
  const found = await rows<{ id: string; state: AccountState }>(
    ctx.db,
    `select a.id, ${stateOf('a')} as state from accounts a where a.id = any(cast(:accountIds as uuid[]))`,
    { accountIds },
  )
  return new Map(found.map(({ id, state }) => [id, state]))
}

/** The state of one account. NotFound for an unknown one. */
export async function accountState(ctx: Pick<Context, 'db'>, accountId: string): Promise<AccountState> {
  const state = (await accountStates(ctx, [accountId])).get(accountId)
  if (!state) throw notFound()
  return state
}
