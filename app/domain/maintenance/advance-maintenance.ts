import { requirePermission } from '#app/domain/access/permissions.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { asWindow, stepsDue } from '#app/domain/maintenance/effective-status.ts'
import { stepByClock } from '#app/domain/maintenance/publish-progress.ts'
import { rows } from '#db/client.ts'
import { Incident } from '#db/models/status.ts'

/**
 * Begins and ends the windows that are due by their own times, each in its transaction, and returns how many
 * steps it wrote. They count from the planned times, also when no worker ran at those; a window that was
 * missed whole is written down with its beginning, but only its end is sent out. Run twice, it does nothing. One
 * window that fails stops no other; the first failure is thrown at the end.
 */
export async function advanceMaintenance(ctx: Context): Promise<number> {
  requirePermission(ctx.actor, 'sweep:run')
  const due = await rows<{ id: string }>(
    ctx.db,
    `select id from incidents where kind = 'maintenance' and resolved_at is null and (
       (status = 'scheduled' and auto_start and scheduled_for <= :now)
       or (status in ('in_progress', 'verifying') and auto_end and scheduled_until <= :now))
      order by scheduled_for, id`,
    { now: ctx.clock.now() },
  )
  let steps = 0
  const failures: unknown[] = []
  for (const { id } of due) {
    try {
      steps += await withTransaction(ctx, (tx) => advanceOne(tx, id))
    } catch (err) {
      ctx.log.error({ err, maintenanceId: id }, 'a maintenance window could not be moved on')
      failures.push(err)
    }
  }
  if (failures.length > 0) throw failures[0]
  return steps
}

async function advanceOne(tx: TransactionContext, id: string): Promise<number> {
  const row = await Incident.query(tx.db).findById(id).forNoKeyUpdate()
  const window = row && asWindow(row)
  if (!row || !window) return 0
  const steps = stepsDue(window, tx.clock.now())
  const begins = steps.includes('in_progress')
  const ends = steps.includes('completed')
  if (begins) await stepByClock(tx, row, { status: 'in_progress', notify: row.notify && !ends })
  if (ends) {
    const version = row.version + (begins ? 1 : 0)
    await stepByClock(tx, { ...row, version }, { status: 'completed', notify: row.notify })
  }
  return steps.length
}
