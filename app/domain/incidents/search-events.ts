import { requirePermission } from '#app/domain/access/permissions.ts'
import { searchPattern } from '#app/domain/accounts/search-pattern.ts'
import type { Context } from '#app/domain/context.ts'
import { asListed, type ListedEvent } from '#app/domain/incidents/list-events.ts'
import type { EventQuery } from '#app/domain/incidents/schemas.ts'
import { Incident } from '#db/models/status.ts'
import { cutPage } from '#db/page.ts'

export interface EventPage {
  readonly events: readonly ListedEvent[]
  /** Pass as `after` for the next page; null on the last. */
  readonly next: string | null
}

export const EVENTS_PER_PAGE = 50

/** Every incident and maintenance, the one that begins last first, a page at a time. `search` looks into both names. */
export async function searchEvents(
  ctx: Context,
  { after, search, state }: EventQuery = {},
): Promise<EventPage> {
  requirePermission(ctx.actor, 'status:desk')
  const query = Incident.query(ctx.db)
    .alias('i')
    .whereNull('i.deletedAt')
    .orderByRaw('coalesce(i.scheduled_for, i.started_at) desc, i.id desc')
    .limit(EVENTS_PER_PAGE + 1)
  if (state === 'open') query.whereNull('i.resolvedAt')
  if (state === 'closed') query.whereNotNull('i.resolvedAt')
  if (search?.trim()) {
    query.whereRaw(`search_key(i.name_fr || ' ' || i.name_en) like search_key(?)`, [searchPattern(search)])
  }
  if (after) {
    query.whereRaw(
      `(coalesce(i.scheduled_for, i.started_at), i.id) <
         (select coalesce(a.scheduled_for, a.started_at), a.id from incidents a where a.id = ?)`,
      [after],
    )
  }
  const { page, next } = cutPage(await query, EVENTS_PER_PAGE, ({ id }) => id)
  return { events: await asListed(ctx, page), next }
}
