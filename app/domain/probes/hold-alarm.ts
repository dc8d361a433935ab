import { SECOND_MS } from '#app/domain/clock.ts'
import type { Context, TransactionContext } from '#app/domain/context.ts'
import { asWindow, effectiveStatus, isActive } from '#app/domain/maintenance/effective-status.ts'
import { unansweredSince, type Watched } from '#app/domain/probes/reach.ts'
import { affected, rows } from '#db/client.ts'
import type { Probe, ProbeState } from '#db/models/probes.ts'
import { Component, Incident } from '#db/models/status.ts'

/** A probe whose alarm our own network may have caused looks again after this, however rarely it looks else. */
const SECOND_LOOK_MS = 30 * SECOND_MS

/**
 * What keeps an alarm back, as the state then says it; null when nothing does. An alarm that is kept back is judged
 * anew at each further failure.
 */
export async function holdAlarm(
  tx: TransactionContext,
  probe: Probe,
  since: Date,
): Promise<Partial<ProbeState> | null> {
  const component = await Component.query(tx.db).findById(probe.componentId).throwIfNotFound()
  if (component.deletedAt) return { heldBy: 'archived' }
  if (await underMaintenance(tx, probe.componentId)) return { heldBy: 'maintenance' }
  if (!unansweredSince(await readWatched(tx), since)) return null
  await lookAgain(tx, since)
  const secondLook = Math.min(SECOND_LOOK_MS, probe.intervalSeconds * SECOND_MS)
  return { heldBy: 'network', nextDueAt: new Date(tx.clock.now().getTime() + secondLook) }
}

/** By the windows' own times, whether or not a worker has begun them yet. */
async function underMaintenance(tx: TransactionContext, componentId: string): Promise<boolean> {
  const windows = await Incident.query(tx.db)
    .where({ kind: 'maintenance' })
    .whereNull('resolvedAt')
    .whereIn('id', (claims) => claims.select('incidentId').from('incidentComponents').where({ componentId }))
  return windows.some((row) => {
    const window = asWindow(row)
    return window !== null && isActive(effectiveStatus(window, tx.clock.now()))
  })
}

/** The probes that count when the reach of all is judged. */
export const readWatched = (ctx: Context): Promise<Watched[]> =>
  rows<Watched>(
    ctx.db,
    `select p.url, s.checked_at, s.answered_at from probes p join probe_states s on s.probe_id = p.id where p.enabled`,
  )

/** Has every probe that has not looked since look now: whether it is our network is known a moment later. */
async function lookAgain(tx: TransactionContext, since: Date): Promise<void> {
  await affected(
    tx.db,
    `update probe_states set next_due_at = :now where probe_id in (
       select s.probe_id from probe_states s join probes p on p.id = s.probe_id
        where p.enabled and s.next_due_at > :now and s.claim is null and coalesce(s.checked_at, '-infinity') < :since
          for update of s skip locked)`,
    { now: tx.clock.now(), since },
  )
}
