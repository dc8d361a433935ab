import { requirePermission } from '#app/domain/access/permissions.ts'
import { startBroadcast } from '#app/domain/broadcasts/start-broadcast.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'
import { Incident } from '#db/models/status.ts'

/**
 * Of each planned maintenance the reminder nearest to its start whose time has come: not what its announcement
 * came too late for, and nothing once it or a nearer one is on its way since then.
 */
const DUE = `
  select i.id as maintenance_id, due.minutes,
         (select u.id from incident_updates u where u.incident_id = i.id
           order by u.display_at desc, u.created_at desc, u.id desc limit 1) as update_id
    from incidents i cross join lateral (
      select min(minutes) as minutes from unnest(i.reminder_minutes) as minutes
       where i.scheduled_for - make_interval(mins => minutes) <= :now) due
   where i.kind = 'maintenance' and i.status = 'scheduled' and i.notify and i.scheduled_for > :now
     and i.scheduled_for - make_interval(mins => due.minutes) > i.announced_at
     and not exists (
       select 1 from broadcasts b join incident_updates u on u.id = b.update_id
        where u.incident_id = i.id and b.reminder_minutes <= due.minutes and b.created_at >= i.announced_at)`

interface DueReminder {
  maintenanceId: string
  minutes: number
  updateId: string
}

/**
 * Tells subscribers again of maintenance that comes near, and returns how many reminders it started. Each goes
 * out once, however many workers look at once; of several that fell due while no worker ran, only the last.
 */
export async function sendReminders(ctx: Context): Promise<number> {
  requirePermission(ctx.actor, 'sweep:run')
  const now = ctx.clock.now()
  const due = await rows<DueReminder>(ctx.db, `${DUE} order by i.scheduled_for, i.id`, { now })
  let started = 0
  for (const { maintenanceId } of due) {
    started += await withTransaction(ctx, async (tx) => {
      // Whoever holds the row decides; the other then finds it done, moved or cancelled.
      await Incident.query(tx.db).findById(maintenanceId).forUpdate()
      const [still] = await rows<DueReminder>(tx.db, `${DUE} and i.id = :maintenanceId`, {
        now,
        maintenanceId,
      })
      if (!still) return 0
      await startBroadcast(tx, still.updateId, still.minutes)
      return 1
    })
  }
  return started
}
