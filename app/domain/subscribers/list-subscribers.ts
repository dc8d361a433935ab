import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import type { ListedSubscriber, SubscriberStatus } from '#app/domain/subscribers/schemas.ts'
import { rows } from '#db/client.ts'
import { cutPage } from '#db/page.ts'

export interface SubscriberPage {
  readonly subscribers: readonly ListedSubscriber[]
  /** Pass as `after` for the next page; null on the last. */
  readonly next: string | null
}

export const SUBSCRIBERS_PER_PAGE = 50

/** Subscribers by address, a page at a time. `search` looks into the address. */
export async function listSubscribers(
  ctx: Context,
  { search = '', after = '' }: { search?: string; after?: string },
): Promise<SubscriberPage> {
  requirePermission(ctx.actor, 'broadcast:read')
  const found = await rows<ListedSubscriber>(
    ctx.db,
    `select s.id, s.email, s.locale, s.status, s.wants_incidents, s.wants_maintenance, s.all_components,
            (select count(*) from subscriber_components c where c.subscriber_id = s.id) as components,
            coalesce(s.ended_at, s.confirmed_at, s.created_at) as since
       from subscribers s where s.email > :after and strpos(s.email, :search) > 0
      order by s.email limit :limit`,
    { after, search: search.trim().toLowerCase().slice(0, 254), limit: SUBSCRIBERS_PER_PAGE + 1 },
  )
  const { page, next } = cutPage(found, SUBSCRIBERS_PER_PAGE, ({ email }) => email)
  return { subscribers: page, next }
}

export type SubscriberCounts = Readonly<Record<SubscriberStatus, number>>

/** How many there are in each state. */
export async function countSubscribers(ctx: Context): Promise<SubscriberCounts> {
  requirePermission(ctx.actor, 'broadcast:read')
  const [counts] = await rows<SubscriberCounts>(
    ctx.db,
    `select count(*) filter (where status = 'confirmed') as confirmed,
            count(*) filter (where status = 'pending') as pending,
            count(*) filter (where status = 'unsubscribed') as unsubscribed,
            count(*) filter (where status = 'suppressed') as suppressed from subscribers`,
  )
  return counts as SubscriberCounts
}
