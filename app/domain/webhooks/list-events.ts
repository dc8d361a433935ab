import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import { eventObject, type KeptEvent } from '#app/domain/webhooks/payload.ts'
import { rows } from '#db/client.ts'
import type { Page } from '#db/page.ts'

export type ListedEvent = ReturnType<typeof eventObject> & { readonly id: string }

/**
 * Events in the order in which they became known, the oldest first: after the one that the reader knows, or from the
 * beginning. Whoever goes on from the last one they read misses none, however many transactions write at once.
 * Invalid when the cursor names no event.
 */
export async function listEvents(
  ctx: Context,
  { after = null, limit }: { after?: string | null; limit: number },
): Promise<Page<ListedEvent>> {
  requirePermission(ctx.actor, 'event:read')
  const [cursor] = await rows<{ position: number | null }>(
    ctx.db,
    'select position from account_events where id = cast(:after as uuid)',
    { after },
  )
  if (after && !cursor) throw invalid('eventCursor')
  // It has no place yet, so nothing that has one comes after it.
  if (cursor?.position === null) return { data: [], hasMore: false }
  const found = await rows<KeptEvent & { id: string }>(
    ctx.db,
    `select id, seq as event_seq, type, at, data from account_events
      where position > :position order by position limit :limit`,
    { position: cursor?.position ?? 0, limit: limit + 1 },
  )
  const data = found.slice(0, limit).map((event) => ({ id: event.id, ...eventObject(event) }))
  return { data, hasMore: found.length > limit }
}
