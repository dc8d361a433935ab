import type { Role } from '#app/domain/access/roles.ts'
import { notFound } from '#app/domain/errors.ts'
import type { AccountId, UserId } from '#app/domain/ids.ts'

/** Who acts: nobody yet, a signed-in user, or one of our own jobs (named, for the audit). */
export type Actor =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'system'; readonly name: string }
  | UserActor

export interface UserActor {
  readonly kind: 'user'
  readonly userId: UserId
  readonly role: Role
  /** Set exactly for members. */
  readonly accountId: AccountId | null
}

export const nobody: Actor = { kind: 'nobody' }
export const system = (name: string): Actor => ({ kind: 'system', name })

/** True when the actor may see things of this account: staff and jobs any, a member only their own. */
export function reachesAccount(actor: Actor, accountId: string): boolean {
  switch (actor.kind) {
    case 'nobody':
      return false
    case 'system':
      return true
    case 'user':
      return actor.role === 'member' ? actor.accountId === accountId : true
  }
}

/** Another account's things do not exist for a member: NotFound, never Forbidden. */
export function requireAccount(actor: Actor, accountId: string): void {
  if (!reachesAccount(actor, accountId)) throw notFound()
}
