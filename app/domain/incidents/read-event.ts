import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { claimsOf, type ListedEvent } from '#app/domain/incidents/list-events.ts'
import { isCancelled } from '#app/domain/maintenance/has-begun.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { rows } from '#db/client.ts'
import { Incident } from '#db/models/status.ts'

/** An update with who wrote it and how far it went. */
interface ToldUpdate {
  readonly id: string
  readonly status: Incident['status']
  readonly bodyFr: string
  readonly bodyEn: string
  readonly bodyWrittenIn: Locale | null
  readonly displayAt: Date
  readonly correctedAt: Date | null
  /** It says that the times of a maintenance have changed. */
  readonly rescheduled: boolean
  readonly author: string | null
  /** The author is a key of the API. */
  readonly byApi: boolean
  /** Null when nobody was written to. */
  readonly recipients: number | null
  readonly broadcastId: string | null
}

/** One incident or maintenance with everything that was said, newest first. NotFound when it is of another kind. */
export async function readEvent(
  ctx: Context,
  kind: Incident['kind'],
  id: string,
): Promise<ListedEvent & { updates: readonly ToldUpdate[] }> {
  requirePermission(ctx.actor, 'status:desk')
  const incident = await Incident.query(ctx.db).findOne({ id, kind }).whereNull('deletedAt')
  if (!incident) throw notFound()
  const updates = await rows<ToldUpdate>(
    ctx.db,
    `select u.id, u.status, u.body_fr, u.body_en, u.body_written_in, u.display_at, u.corrected_at,
            coalesce(a.name, k.name) as author, u.api_key_id is not null as by_api, u.rescheduled, b.recipients,
            b.id as broadcast_id
       from incident_updates u left join users a on a.id = u.created_by
            left join api_keys k on k.id = u.api_key_id
            left join broadcasts b on b.update_id = u.id and b.reminder_minutes is null
      where u.incident_id = :id order by u.display_at desc, u.created_at desc, u.id desc`,
    { id },
  )
  const claims = await claimsOf(ctx, [id])
  return {
    incident,
    claims: claims.get(id) ?? [],
    cancelled: isCancelled(incident.status, updates),
    updates,
  }
}
