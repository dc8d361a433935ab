import type { Role } from '#app/domain/access/roles.ts'
import type { Scope } from '#app/domain/access/scopes.ts'
import { notFound } from '#app/domain/errors.ts'
import type { AccountId, ApiKeyId, UserId } from '#app/domain/ids.ts'

/** Who acts: nobody yet, a signed-in user, a key of the API, or one of our own jobs (named, for the audit). */
export type Actor =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'system'; readonly name: string }
  | UserActor
  | ApiKeyActor

export interface UserActor {
  readonly kind: 'user'
  readonly userId: UserId
  readonly role: Role
  /** Set exactly for members. */
  readonly accountId: AccountId | null
}

/** One of the provider's own systems, as far as its key's scopes go. */
export interface ApiKeyActor {
  readonly kind: 'api_key'
  readonly keyId: ApiKeyId
  readonly scopes: readonly Scope[]
  /** False for a test key, whose changes are rolled back. */
  readonly livemode: boolean
}

export const nobody: Actor = { kind: 'nobody' }
export const system = (name: string): Actor => ({ kind: 'system', name })

/** Who an actor is, as rows and the audit keep it: the id of a user or key, or a job's name; null for nobody. */
export function actorId(actor: Actor): string | null {
  switch (actor.kind) {
    case 'nobody':
      return null
    case 'system':
      return actor.name
    case 'user':
      return actor.userId
    case 'api_key':
      return actor.keyId
  }
}

/** Who imposed or lifted, as the row keeps it, where somebody must be named. */
export const actorName = (actor: Actor): string => actorId(actor) ?? 'nobody'

/** The user who acts; null for jobs, keys and nobody. */
export const userIdOf = (actor: Actor): UserId | null => (actor.kind === 'user' ? actor.userId : null)

/** True when the actor may see things of this account: staff, jobs and keys any, a member only their own. */
export function reachesAccount(actor: Actor, accountId: string): boolean {
  switch (actor.kind) {
    case 'nobody':
      return false
    case 'system':
    case 'api_key':
      return true
    case 'user':
      return actor.role === 'member' ? actor.accountId === accountId : true
  }
}

/** Another account's things do not exist for a member: NotFound, never Forbidden. */
export function requireAccount(actor: Actor, accountId: string): void {
  if (!reachesAccount(actor, accountId)) throw notFound()
}
