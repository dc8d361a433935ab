import { requirePermission } from '#app/domain/access/permissions.ts'
import type { ComponentStatus } from '#app/domain/components/status.ts'
import type { Context } from '#app/domain/context.ts'
import { IS_CANCELLED } from '#app/domain/maintenance/has-begun.ts'
import { rows } from '#db/client.ts'
import { Incident } from '#db/models/status.ts'

/** A component as an incident speaks of it. */
interface NamedClaim {
  readonly incidentId: string
  readonly componentId: string
  readonly nameFr: string
  readonly nameEn: string
  readonly status: ComponentStatus
  /** How the component is now, by everything that is said of it. */
  readonly present: ComponentStatus
  readonly archived: boolean
}

export interface ListedEvent {
  readonly incident: Incident
  readonly claims: readonly NamedClaim[]
  /** A maintenance that was called off before it began. */
  readonly cancelled: boolean
}

/** What was said last, and how far it went. */
interface LatestUpdate {
  readonly incidentId: string
  readonly displayAt: Date
  /** Null when nobody was written to. */
  readonly recipients: number | null
  /** Of them, those whose message left, failed or was skipped. */
  readonly settled: number
}

export interface OpenEvent extends ListedEvent {
  readonly latest: LatestUpdate | null
}

/** The past that the desk shows without being asked. */
const RECENT = 10

/**
 * What the publisher must see first: everything that is open, incidents before maintenance, the newest first;
 * and what was closed last. A window that was cancelled and still lies ahead is not the past.
 */
export async function listEvents(ctx: Context): Promise<{ open: OpenEvent[]; recent: ListedEvent[] }> {
  requirePermission(ctx.actor, 'status:desk')
  const open = await Incident.query(ctx.db)
    .whereNull('resolvedAt')
    .whereNull('deletedAt')
    .orderBy(['kind', { column: 'startedAt', order: 'desc' }, 'id'])
  const recent = await Incident.query(ctx.db)
    .alias('i')
    .whereNotNull('i.resolvedAt')
    .whereNull('i.deletedAt')
    .whereRaw(`(i.scheduled_for is null or i.scheduled_for <= ? or not (${IS_CANCELLED}))`, [ctx.clock.now()])
    .orderBy([{ column: 'i.resolvedAt', order: 'desc' }, { column: 'i.id' }])
    .limit(RECENT)
  const latest = await latestUpdates(
    ctx,
    open.map(({ id }) => id),
  )
  return {
    open: (await asListed(ctx, open)).map((event) => ({
      ...event,
      latest: latest.get(event.incident.id) ?? null,
    })),
    recent: await asListed(ctx, recent),
  }
}

/** These incidents and maintenances with what is listed of each. */
export async function asListed(ctx: Context, incidents: readonly Incident[]): Promise<ListedEvent[]> {
  const ids = incidents.map(({ id }) => id)
  const claims = await claimsOf(ctx, ids)
  const cancelled = await rows<{ id: string }>(
    ctx.db,
    `select i.id from incidents i where i.id = any(:ids) and ${IS_CANCELLED}`,
    { ids },
  )
  const cancelledIds = new Set(cancelled.map(({ id }) => id))
  return incidents.map((incident) => ({
    incident,
    claims: claims.get(incident.id) ?? [],
    cancelled: cancelledIds.has(incident.id),
  }))
}

async function latestUpdates(ctx: Context, ids: readonly string[]): Promise<Map<string, LatestUpdate>> {
  const latest = await rows<LatestUpdate>(
    ctx.db,
    `select u.incident_id, u.display_at, b.recipients,
            (select count(*) from deliveries d
              where d.broadcast_id = b.id and d.status not in ('queued', 'sending')) as settled
       from (select distinct on (incident_id) id, incident_id, display_at from incident_updates
              where incident_id = any(:ids) order by incident_id, display_at desc, created_at desc, id desc) u
       left join broadcasts b on b.update_id = u.id and b.reminder_minutes is null`,
    { ids: [...ids] },
  )
  return new Map(latest.map((update) => [update.incidentId, update]))
}

/** What these incidents say of components now, in the order of the page. */
export async function claimsOf(ctx: Context, ids: readonly string[]): Promise<Map<string, NamedClaim[]>> {
  const claims = await rows<NamedClaim>(
    ctx.db,
    `select i.incident_id, i.component_id, i.status, c.status as present, c.name_fr, c.name_en,
            c.deleted_at is not null as archived
       from incident_components i join components c on c.id = i.component_id
      where i.incident_id = any(:ids) order by c.position, c.id`,
    { ids: [...ids] },
  )
  return Map.groupBy(claims, ({ incidentId }) => incidentId)
}
