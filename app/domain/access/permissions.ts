import type { Actor } from '#app/domain/access/actor.ts'
import type { Role } from '#app/domain/access/roles.ts'
import { SCOPES, type Scope } from '#app/domain/access/scopes.ts'
import { forbidden } from '#app/domain/errors.ts'

export type { Role } from '#app/domain/access/roles.ts'

/**
 * The one permission table: who may do what. `member` permissions reach the member's own account only;
 * verbs and queries check that with `requireAccount`. `system` is any of our jobs, `system:NAME` that job alone. The
 * names with a plural are scopes: what a key of the API may be given.
 */
export const PERMISSIONS = {
  'session:own': ['member', 'officer', 'publisher', 'administrator'],
  'user:manage': ['administrator', 'system'],
  'account:create': ['administrator', 'system', 'accounts:write'],
  'account:update': ['accounts:write'],
  'account:close': ['officer', 'accounts:write'],
  'account:read': ['member', 'officer', 'administrator'],
  'account:list': ['officer', 'administrator', 'accounts:read', 'accounts:write'],
  'restriction:manage': ['officer'],
  'restriction:preview': ['officer', 'administrator'],
  'restriction:release': ['officer'],
  'task:handle': ['officer'],
  'member:correct': ['officer', 'administrator'],
  'capability:read': ['capabilities:read', 'capabilities:write'],
  'capability:set': ['capabilities:write'],
  'requirement:read': ['member', 'officer', 'administrator'],
  'requirement:list': ['officer', 'administrator', 'requirements:read', 'requirements:write'],
  'requirement:request': ['officer', 'requirements:write'],
  'requirement:waive': ['officer', 'requirements:write'],
  'request-batch:manage': ['officer'],
  'request-batch:run': ['system'],
  'submission:send': ['member'],
  'submission:read': ['member', 'officer'],
  'submission:decide': ['officer'],
  'review:queue': ['officer'],
  'status:desk': ['publisher', 'administrator'],
  'incident:read': ['publisher', 'administrator', 'incidents:read', 'incidents:write'],
  'incident:publish': ['publisher', 'administrator', 'incidents:write', 'system:run_probes'],
  'maintenance:read': ['publisher', 'administrator', 'maintenances:read', 'maintenances:write'],
  'maintenance:publish': ['publisher', 'administrator', 'maintenances:write'],
  'component:read': ['publisher', 'administrator', 'components:read', 'components:write'],
  'component:report': ['components:write'],
  'component:manage': ['publisher', 'administrator'],
  'probe:manage': ['publisher', 'administrator'],
  'probe:run': ['system'],
  'broadcast:read': ['publisher', 'administrator'],
  'audit:read': ['officer', 'administrator', 'system'],
  'policy:read': ['officer', 'administrator'],
  'policy:manage': ['administrator'],
  'api-key:manage': ['administrator'],
  'webhook:manage': ['administrator'],
  'event:read': ['events:read'],
  'sweep:run': ['system'],
  'delivery:send': ['system'],
} as const satisfies Record<string, readonly (Role | 'system' | `system:${string}` | Scope)[]>

export type Permission = keyof typeof PERMISSIONS

/** True when the table gives `permission` to the actor's role, to one of its scopes, or to the job by its name. */
export function may(actor: Actor, permission: Permission): boolean {
  const allowed: readonly string[] = PERMISSIONS[permission]
  switch (actor.kind) {
    case 'nobody':
      return false
    case 'system':
      return allowed.includes('system') || allowed.includes(`system:${actor.name}`)
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
