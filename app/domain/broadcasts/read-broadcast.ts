import { requirePermission } from '#app/domain/access/permissions.ts'
import type { BroadcastKind, BroadcastReport, DeliveryCounts } from '#app/domain/broadcasts/schemas.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import type { IncidentId } from '#app/domain/ids.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { rows } from '#db/client.ts'

/** SQL condition: the delivery `d` failed, its subscriber `s` still wants to hear, and the incident still stands. */
export const IS_MISSING = `d.status = 'failed' and s.status = 'confirmed' and not exists (
  select 1 from broadcasts b join incident_updates u on u.id = b.update_id join incidents i on i.id = u.incident_id
   where b.id = d.broadcast_id and i.deleted_at is not null)`

/** How far a broadcast is. NotFound when there is none of this id. */
export async function readBroadcast(ctx: Context, id: string): Promise<BroadcastReport> {
  requirePermission(ctx.actor, 'broadcast:read')
  const [head] = await rows<Head>(
    ctx.db,
    `select b.id, b.recipients, b.created_at, b.finished_at, u.status, i.id as incident_id, i.kind, i.name_fr, i.name_en,
            i.name_written_in, i.deleted_at is not null as deleted
       from broadcasts b join incident_updates u on u.id = b.update_id join incidents i on i.id = u.incident_id
      where b.id = :id`,
    { id },
  )
  if (!head) throw notFound()
  const { incidentId, kind, nameFr, nameEn, nameWrittenIn, deleted, ...broadcast } = head
  const [counts, reached, failures] = await Promise.all([
    countDeliveries(ctx, id),
    timesReached(ctx, id),
    failuresByReason(ctx, id),
  ])
  const { missing, ...byState } = counts
  return {
    ...broadcast,
    incident: { id: incidentId, kind, nameFr, nameEn, nameWrittenIn, deleted },
    counts: byState,
    reached,
    failures,
    missing,
  }
}

interface Head extends Pick<BroadcastReport, 'id' | 'recipients' | 'createdAt' | 'finishedAt' | 'status'> {
  incidentId: IncidentId
  kind: BroadcastKind
  nameFr: string
  nameEn: string
  nameWrittenIn: Locale | null
  deleted: boolean
}

async function countDeliveries(ctx: Context, id: string) {
  const [counts] = await rows<DeliveryCounts & { missing: number }>(
    ctx.db,
    `select count(*) filter (where d.status = 'queued' and attempts = 0) as waiting,
            count(*) filter (where d.status = 'queued' and attempts > 0) as retrying,
            count(*) filter (where d.status = 'sending') as sending,
            count(*) filter (where d.status = 'sent') as sent,
            count(*) filter (where d.status = 'failed') as failed,
            count(*) filter (where d.status = 'skipped' and provider_response = 'left') as left,
            count(*) filter (where d.status = 'skipped' and provider_response = 'overtaken') as overtaken,
            count(*) filter (where d.status = 'skipped' and provider_response = 'withdrawn') as withdrawn,
            count(*) filter (where ${IS_MISSING}) as missing
       from deliveries d join subscribers s on s.id = d.subscriber_id where d.broadcast_id = :id`,
    { id },
  )
  return counts as DeliveryCounts & { missing: number }
}

/** Shares are of those to be reached: recipients without those skipped. */
async function timesReached(ctx: Context, id: string): Promise<BroadcastReport['reached']> {
  const at = (share: number) => `min(seconds) filter (where place >= ceil(total * ${share}))`
  const [times] = await rows<BroadcastReport['reached']>(
    ctx.db,
    `with ranked as (
       select cast(extract(epoch from d.sent_at - b.created_at) as double precision) as seconds,
              row_number() over (order by d.sent_at) as place,
              (select count(*) from deliveries where broadcast_id = :id and status <> 'skipped') as total
         from deliveries d join broadcasts b on b.id = d.broadcast_id
        where d.broadcast_id = :id and d.status = 'sent')
     select ${at(0.5)} as half, ${at(0.95)} as most, ${at(1)} as "all" from ranked`,
    { id },
  )
  return times ?? { half: null, most: null, all: null }
}

const failuresByReason = (ctx: Context, id: string): Promise<{ reason: string; count: number }[]> =>
  rows(
    ctx.db,
    `select regexp_replace(coalesce(provider_response, ''), '<[^>]*>|[^\\s<>]+@[^\\s<>]+', '…', 'g') as reason,
            count(*) as count
       from deliveries where broadcast_id = :id and status = 'failed' group by 1 order by 2 desc, 1 limit 20`,
    { id },
  )
