import type { Actor } from '#app/domain/access/actor.ts'
import type { Role } from '#app/domain/access/roles.ts'
import { SCOPES, type Scope } from '#app/domain/access/scopes.ts'
import { forbidden } from '#app/domain/errors.ts'

export type { Role } from '#app/domain/access/roles.ts'

/**
 * The one permission table: who may do what. `member` permissions reach the member's own account only;
 * verbs and queries check that with `requireAccount`. `system` is the sweep and other jobs. The names with a
 * plural are scopes: what a key of the API may be given.
 */
export const PERMISSIONS = {
  'session:own': ['member', 'officer', 'publisher', 'administrator'],
  'user:manage': ['administrator', 'system'],
  'account:create': ['administrator', 'system'],
  'account:read': ['member', 'officer', 'administrator'],
  'account:list': ['officer', 'administrator'],
  'restriction:manage': ['officer'],
  'restriction:preview': ['officer', 'administrator'],
  'restriction:release': ['officer'],
  'task:handle': ['officer'],
  'member:correct': ['officer', 'administrator'],
  'requirement:read': ['member', 'officer', 'administrator'],
  'requirement:request': ['officer'],
  'requirement:waive': ['officer'],
  'submission:send': ['member'],
  'submission:read': ['member', 'officer'],
  'submission:decide': ['officer'],
  'review:queue': ['officer'],
  'status:desk': ['publisher', 'administrator'],
  'incident:read': ['publisher', 'administrator', 'incidents:read', 'incidents:write'],
  'incident:publish': ['publisher', 'administrator', 'incidents:write', 'system'],
  'maintenance:read': ['publisher', 'administrator', 'maintenances:read', 'maintenances:write'],
  'maintenance:publish': ['publisher', 'administrator', 'maintenances:write'],
  'component:read': ['publisher', 'administrator', 'components:read', 'components:write'],
  'component:report': ['components:write'],
  'component:manage': ['publisher', 'administrator'],
  'probe:manage': ['publisher', 'administrator'],
  'probe:run': ['system'],
  'broadcast:read': ['publisher', 'administrator'],
  'audit:read': ['officer', 'administrator', 'system'],
  'policy:manage': ['administrator'],
  'api-key:manage': ['administrator'],
  'sweep:run': ['system'],
  'delivery:send': ['system'],
} as const satisfies Record<string, readonly (Role | 'system' | Scope)[]>

export type Permission = keyof typeof PERMISSIONS

/** True when the table gives `permission` to the actor's role, or to one of its scopes. */
export function may(actor: Actor, permission: Permission): boolean {
  const allowed: readonly string[] = PERMISSIONS[permission]
  switch (actor.kind) {
    case 'nobody':
      return false
    case 'system':
      return allowed.includes('system')
    case 'user':
      return allowed.includes(actor.role)
    case 'api_key':
      return actor.scopes.some((scope) => allowed.includes(scope))
  }
}

/** Refuses with Forbidden unless the table gives `permission` to the actor. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (!may(actor, permission)) throw forbidden()
}

/** The scopes that give a key `permission`, the least first. */
export const scopesFor = (permission: Permission): Scope[] =>
  SCOPES.filter((scope) => (PERMISSIONS[permission] as readonly string[]).includes(scope))
