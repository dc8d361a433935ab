import { randomUUID } from 'node:crypto'
import type { UserActor } from '#app/domain/access/actor.ts'
import { hashPassword } from '#app/domain/access/password.ts'
import type { Role } from '#app/domain/access/roles.ts'
import type { Context } from '#app/domain/context.ts'
import type { AccountId, UserId } from '#app/domain/ids.ts'
import { User } from '#db/models/access.ts'
import { addAccount } from '#tests/factories/account.ts'
import { write } from '#tests/factories/context.ts'

/** A user who never signs in: quicker than a person. */
export async function addUser(
  ctx: Context,
  role: Role,
  { accountId = null, ...given }: Partial<Pick<User, 'name' | 'locale' | 'accountId' | 'disabledAt'>> = {},
): Promise<UserActor> {
  const userId = randomUUID() as UserId
  await write(ctx, (tx) =>
    User.query(tx.db).insert({
      id: userId,
      email: `${userId}@vigie.test`,
      name: 'Camille Martin',
      locale: 'fr',
      role,
      accountId,
      createdAt: tx.clock.now(),
      ...given,
    }),
  )
  return { kind: 'user', userId, role, accountId: accountId as AccountId | null }
}

export const PASSWORD = 'quatre mots sans rapport'
let passwordHash: Promise<string> | undefined

/** A user with what it takes to be that user. */
export interface Person {
  id: UserId
  email: string
  name: string
  actor: UserActor
}

interface PersonOptions {
  role?: Role
  accountId?: string
  email?: string
  locale?: 'fr' | 'en'
  /** `invited` has no password yet; the others have PASSWORD. */
  state?: 'active' | 'invited' | 'disabled'
}

/** Adds a user; a member gets an account of their own unless one is given. */
export async function addPerson(ctx: Context, options: PersonOptions = {}): Promise<Person> {
  const { role = 'member', locale = 'fr', state = 'active' } = options
  const id = randomUUID() as UserId
  const email = options.email ?? `p${id.slice(0, 8)}@vigie.test`
  const name = 'Camille Martin'
  const accountId = role === 'member' ? (options.accountId ?? (await addAccount(ctx)).id) : null
  passwordHash ??= hashPassword(PASSWORD)
  const hash = await passwordHash
  const createdAt = ctx.clock.now()
  await write(ctx, (tx) =>
    User.query(tx.db).insert({
      id,
      email,
      name,
      locale,
      role,
      accountId,
      passwordHash: state === 'invited' ? null : hash,
      activatedAt: state === 'invited' ? null : createdAt,
      disabledAt: state === 'disabled' ? createdAt : null,
      createdAt,
    }),
  )
  return {
    id,
    email,
    name,
    actor: { kind: 'user', userId: id, role, accountId: accountId as AccountId | null },
  }
}
