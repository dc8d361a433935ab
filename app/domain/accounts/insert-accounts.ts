import { mailLinks } from '#app/domain/access/links.ts'
import type { CreateAccount } from '#app/domain/accounts/schemas.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { type AccountId, newId, type UserId } from '#app/domain/ids.ts'
import { Account, type Declared, User } from '#db/models/access.ts'

/** What a form or a file says of a new account, and what only the provider's systems know. */
export type NewAccount = CreateAccount &
  Partial<Pick<Account, 'risk' | 'regulated'>> & { readonly declared?: Declared }

/**
 * Inserts accounts with their first members, audits each and mails the activation links: a handful of
 * statements however many there are. The caller holds the directory lock and has checked SIRENs and addresses.
 * Returns the ids in the order given.
 */
export async function insertAccounts(
  tx: TransactionContext,
  inputs: readonly NewAccount[],
): Promise<AccountId[]> {
  if (inputs.length === 0) return []
  const createdAt = tx.clock.now()
  const added = inputs.map((input) => ({ input, id: newId<AccountId>(), userId: newId<UserId>() }))
  await Account.query(tx.db).insert(
    added.map(({ id, input: { memberName: _, locale: __, ...account } }) => ({ id, ...account, createdAt })),
  )
  const members = added.map(({ id, userId, input }) => ({
    id: userId,
    accountId: id,
    email: input.email,
    name: input.memberName,
    locale: input.locale,
    role: 'member' as const,
  }))
  await User.query(tx.db).insert(members.map((member) => ({ ...member, createdAt })))
  await recordAudit(
    tx,
    ...added.map(({ id, userId, input }) => ({
      action: 'account.created',
      subjectType: 'account',
      subjectId: id,
      accountId: id,
      after: { ...input, userId },
    })),
  )
  await mailLinks(
    tx,
    'activation',
    members.map((member, index) => ({ ...member, accountName: inputs[index]?.name ?? null })),
  )
  return added.map(({ id }) => id)
}
