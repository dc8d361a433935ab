import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { readWatched } from '#app/domain/probes/hold-alarm.ts'
import { reachesNothing } from '#app/domain/probes/reach.ts'
import type { Outcome } from '#app/domain/probes/schemas.ts'
import { rows } from '#db/client.ts'
import type { ProbeProposal } from '#db/models/probes.ts'

interface ListedProposal extends Pick<ProbeProposal, 'id' | 'status' | 'since' | 'httpStatus'> {
  readonly outcome: Outcome
  readonly probeName: string
  readonly componentFr: string
  readonly componentEn: string
}

/** A probe that still fails, of which somebody has decided that nothing is to be said. */
interface Dismissed {
  readonly probeId: string
  readonly probeName: string
  readonly since: Date
  readonly by: string
}

/** A probe that passes again while the incident that speaks of its failure is still open. */
interface Recovered {
  readonly probeId: string
  readonly probeName: string
  readonly quietSince: Date
  readonly incidentId: string
  readonly nameFr: string
  readonly nameEn: string
}

export interface ProbeAlerts {
  /** The oldest first: it has waited longest. */
  readonly proposals: readonly ListedProposal[]
  readonly dismissed: readonly Dismissed[]
  readonly recovered: readonly Recovered[]
  /** Nothing answers any probe: it is rather our own network, and no alarm is raised. */
  readonly reachesNothing: boolean
}

/** What the probes have to say to a publisher now. Incidents that probes look after by themselves are none of it. */
export async function listAlerts(ctx: Context): Promise<ProbeAlerts> {
  requirePermission(ctx.actor, 'status:desk')
  const proposals = await rows<ListedProposal>(
    ctx.db,
    `select a.id, a.status, a.since, a.outcome, a.http_status, p.name as probe_name,
            c.name_fr as component_fr, c.name_en as component_en
       from probe_proposals a join probes p on p.id = a.probe_id join components c on c.id = a.component_id
      where a.closed_at is null order by a.since, a.id`,
  )
  const dismissed = await rows<Dismissed>(
    ctx.db,
    `select p.id as probe_id, p.name as probe_name, a.since, u.name as by
       from probe_proposals a join probes p on p.id = a.probe_id join probe_states s on s.probe_id = p.id
            join users u on u.id = a.closed_by
      where a.closed_as = 'dismissed' and s.failing and a.since >= s.failing_since order by a.since, a.id`,
  )
  const recovered = await rows<Recovered>(
    ctx.db,
    `select s.probe_id, p.name as probe_name, s.quiet_since, i.id as incident_id, i.name_fr, i.name_en
       from probe_states s join probes p on p.id = s.probe_id join incidents i on i.id = s.incident_id
       left join probe_incidents o on o.incident_id = i.id
      where s.quiet_since is not null and i.resolved_at is null and i.deleted_at is null and o.version is distinct from i.version
      order by s.quiet_since, s.probe_id`,
  )
  return { proposals, dismissed, recovered, reachesNothing: reachesNothing(await readWatched(ctx)) }
}
