import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Role } from '#app/domain/access/roles.ts'
import { searchPattern } from '#app/domain/accounts/search-pattern.ts'
import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'
import { cutPage } from '#db/page.ts'

/** `invited`: has not chosen a password yet. */
export type UserState = 'active' | 'invited' | 'disabled'

export interface ListedUser {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly state: UserState
  readonly accountId: string | null
  readonly accountName: string | null
  readonly lastSeenAt: Date | null
}

export interface UserPage {
  readonly users: readonly ListedUser[]
  /** Pass as `after` for the next page; null on the last. */
  readonly next: string | null
}

export const USERS_PER_PAGE = 50

const GROUPS = {
  all: 'true',
  staff: "u.role <> 'member'",
  members: "u.role = 'member'",
  invited: 'u.activated_at is null and u.disabled_at is null',
  disabled: 'u.disabled_at is not null',
} as const
export type UserGroup = keyof typeof GROUPS
export const USER_GROUPS = Object.keys(GROUPS) as UserGroup[]
export const isUserGroup = (value: unknown): value is UserGroup =>
  typeof value === 'string' && Object.hasOwn(GROUPS, value)

/** Staff and members by address, a page at a time. `search` looks into name, address and account. */
export async function listUsers(
  ctx: Context,
  { search = '', group = 'all', after = '' }: { search?: string; group?: UserGroup; after?: string },
): Promise<UserPage> {
  requirePermission(ctx.actor, 'user:manage')
  const found = await rows<ListedUser>(
    ctx.db,
    `select u.id, u.name, u.email, u.role, u.account_id, a.name as account_name,
            case when u.disabled_at is not null then 'disabled' when u.activated_at is null then 'invited'
                 else 'active' end as state,
            (select max(s.last_seen_at) from sessions s where s.user_id = u.id) as last_seen_at
       from users u left join accounts a on a.id = u.account_id
      where u.email > :after and ${GROUPS[group]}
        and (u.email ilike :pattern or u.name ilike :pattern or a.name ilike :pattern or a.siren like :pattern)
      order by u.email limit :limit`,
    { after, pattern: searchPattern(search), limit: USERS_PER_PAGE + 1 },
  )
  const { page, next } = cutPage(found, USERS_PER_PAGE, ({ email }) => email)
  return { users: page, next }
}

/** Figures for the first page of the administration. */
export interface AdminOverview {
  readonly accounts: number
  readonly members: number
  readonly staff: number
  readonly administrators: number
  /** Users whose activation link was sent and not used. */
  readonly invited: number
}

/** How many there are of whom. */
export async function readAdminOverview(ctx: Context): Promise<AdminOverview> {
  requirePermission(ctx.actor, 'user:manage')
  const [overview] = await rows<AdminOverview>(
    ctx.db,
    `select (select count(*) from accounts where closed_at is null) as accounts,
            count(*) filter (where role = 'member') as members,
            count(*) filter (where role <> 'member') as staff,
            count(*) filter (where role = 'administrator' and disabled_at is null) as administrators,
            count(*) filter (where activated_at is null and disabled_at is null) as invited
       from users`,
  )
  return overview as AdminOverview
}
