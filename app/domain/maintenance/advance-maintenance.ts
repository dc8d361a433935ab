import { requirePermission } from '#app/domain/access/permissions.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { AUTOMATIC_TEXTS } from '#app/domain/incidents/texts.ts'
import {
  asWindow,
  stepsDue,
  storeWindow,
  type WindowFacts,
} from '#app/domain/maintenance/effective-status.ts'
import { progress } from '#app/domain/maintenance/publish-progress.ts'
import { rows } from '#db/client.ts'
import { Incident, IncidentUpdate } from '#db/models/status.ts'

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
  const basis: WindowFacts = { at: tx.clock.now().toISOString(), window: storeWindow(window) }
  const steps = stepsDue(window, tx.clock.now())
  const begins = steps.includes('in_progress')
  const ends = steps.includes('completed')
  const { notify } = row
  const latest = await IncidentUpdate.query(tx.db)
    .where({ incidentId: id })
    .orderBy('displayAt', 'desc')
    .first()
  // An update never counts from before the one it follows.
  const notBefore = latest?.displayAt ?? window.scheduledFor
  const at = (planned: Date) => (planned > notBefore ? planned : notBefore)
  if (begins) {
    await progress(tx, {
      maintenanceId: id,
      version: row.version,
      status: 'in_progress',
      body: AUTOMATIC_TEXTS.in_progress,
      notify: notify && !ends,
      displayAt: at(window.scheduledFor),
      action: 'maintenance.begun',
      basis,
    })
  }
  if (ends) {
    await progress(tx, {
      maintenanceId: id,
      version: row.version + (begins ? 1 : 0),
      status: 'completed',
      body: AUTOMATIC_TEXTS.completed,
      notify,
      displayAt: at(window.scheduledUntil),
      action: 'maintenance.completed',
      basis,
    })
  }
  return steps.length
}
