import { keyPrefix } from '#app/domain/access/api-secret.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Scope } from '#app/domain/access/scopes.ts'
import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

export type ApiKeyState = 'active' | 'expired' | 'revoked'

export interface ListedApiKey {
  readonly id: string
  readonly name: string
  readonly livemode: boolean
  /** `sprod_…k3Jd`: what a key is recognised by. */
  readonly hint: string
  readonly scopes: readonly Scope[]
  readonly state: ApiKeyState
  readonly createdBy: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
}

/** Every key there ever was: those that work first, then the newest. */
export async function listApiKeys(ctx: Context): Promise<ListedApiKey[]> {
  requirePermission(ctx.actor, 'api-key:manage')
  const found = await rows<Omit<ListedApiKey, 'hint'> & { last4: string }>(
    ctx.db,
    `select * from (
       select k.id, k.name, k.livemode, k.last4, k.scopes, u.name as created_by, k.created_at, k.expires_at,
              k.last_used_at,
              case when k.revoked_at is not null then 'revoked' when k.expires_at <= :now then 'expired'
                   else 'active' end as state
         from api_keys k join users u on u.id = k.created_by) keys
      order by state = 'active' desc, created_at desc, id desc`,
    { now: ctx.clock.now() },
  )
  return found.map(({ last4, ...key }) => ({ ...key, hint: `${keyPrefix(key.livemode)}…${last4}` }))
}
