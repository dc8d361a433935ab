import { recordAudit } from '#app/domain/audit/record.ts'
import { MINUTE_MS } from '#app/domain/clock.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { sayResolved } from '#app/domain/probes/own-incident.ts'
import { rows } from '#db/client.ts'
import { Probe } from '#db/models/probes.ts'

/** The probes that speak through an incident, and since when each passes. Instants are ISO texts: stored as it is. */
export interface QuietFacts {
  readonly at: string
  readonly probes: readonly {
    probeId: string
    /** Null while it fails. */
    quietSince: string | null
    resolveAfterMinutes: number
  }[]
}

/** True once nothing has failed for as long as each of them waits. */
export const isQuiet = ({ at, probes }: QuietFacts): boolean =>
  probes.every(
    ({ quietSince, resolveAfterMinutes }) =>
      quietSince !== null && Date.parse(quietSince) + resolveAfterMinutes * MINUTE_MS <= Date.parse(at),
  )

/**
 * Resolves the incidents that probes opened once nothing has failed for as long as each probe that speaks through
 * them waits; each in its transaction. Returns how many. Run twice, or by two workers, each is resolved once.
 */
export async function resolveQuiet(ctx: Context): Promise<number> {
  const open = await rows<Pick<QuietFacts, 'probes'> & { incidentId: string }>(
    ctx.db,
    `select o.incident_id, jsonb_agg(jsonb_build_object('probeId', p.id, 'quietSince', iso_instant(s.quiet_since),
         'resolveAfterMinutes', p.resolve_after_minutes) order by p.id) as probes
       from probe_incidents o
       join incidents i on i.id = o.incident_id and i.version = o.version and i.resolved_at is null
       join probe_states s on s.incident_id = o.incident_id
       join probes p on p.id = s.probe_id
      group by o.incident_id order by o.incident_id`,
  )
  const at = ctx.clock.now().toISOString()
  let resolved = 0
  for (const { incidentId, probes } of open) {
    if (isQuiet({ at, probes })) resolved += Number(await resolve(ctx, incidentId, { at, probes }))
  }
  return resolved
}

/** In the name of the first of its probes. */
function resolve(ctx: Context, incidentId: string, facts: QuietFacts): Promise<boolean> {
  return withTransaction(ctx, async (tx) => {
    const probe = await Probe.query(tx.db).findById(facts.probes[0]?.probeId ?? '')
    if (!probe || !(await sayResolved(tx, probe, incidentId))) return false
    await recordAudit(tx, {
      action: 'probe.resolved',
      subjectType: 'probe',
      subjectId: probe.id,
      accountId: null,
      after: { incidentId },
      basis: facts,
    })
    return true
  })
}
