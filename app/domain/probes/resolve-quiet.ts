import { type Context, withTransaction } from '#app/domain/context.ts'
import { sayResolved } from '#app/domain/probes/own-incident.ts'
import { rows } from '#db/client.ts'
import { Probe } from '#db/models/probes.ts'

/**
 * Resolves the incidents that probes opened once nothing has failed for as long as each probe that speaks through
 * them waits; each in its transaction. Returns how many. Run twice, or by two workers, each is resolved once.
 */
export async function resolveQuiet(ctx: Context): Promise<number> {
  const quiet = await rows<{ incidentId: string; probeId: string }>(
    ctx.db,
    `select o.incident_id, min(p.id) as probe_id
       from probe_incidents o
       join incidents i on i.id = o.incident_id and i.version = o.version and i.resolved_at is null
       join probe_states s on s.incident_id = o.incident_id
       join probes p on p.id = s.probe_id
      group by o.incident_id
     having bool_and(s.quiet_since is not null and
              s.quiet_since + make_interval(mins => p.resolve_after_minutes) <= :now)
      order by o.incident_id`,
    { now: ctx.clock.now() },
  )
  let resolved = 0
  for (const { incidentId, probeId } of quiet) {
    resolved += await withTransaction(ctx, async (tx) => {
      const probe = await Probe.query(tx.db).findById(probeId)
      return Number(probe !== undefined && (await sayResolved(tx, probe, incidentId)))
    })
  }
  return resolved
}
