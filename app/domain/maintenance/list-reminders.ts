import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/** One reminder of a maintenance: when it is due, and the broadcast once it went out. */
export interface Reminder {
  /** Before the start. */
  readonly minutes: number
  readonly broadcastId: string | null
  readonly recipients: number | null
}

/** The reminders of a maintenance for its present times, the earliest first. */
export function listReminders(ctx: Context, maintenanceId: string): Promise<Reminder[]> {
  requirePermission(ctx.actor, 'status:desk')
  return rows(
    ctx.db,
    `select due.minutes, sent.broadcast_id, sent.recipients
       from incidents i cross join lateral unnest(i.reminder_minutes) as due (minutes)
       left join lateral (
         select b.id as broadcast_id, b.recipients
           from broadcasts b join incident_updates u on u.id = b.update_id
          where u.incident_id = i.id and b.reminder_minutes = due.minutes and b.created_at >= i.announced_at
          order by b.created_at limit 1) sent on true
      where i.id = :maintenanceId and i.notify order by due.minutes desc`,
    { maintenanceId },
  )
}
