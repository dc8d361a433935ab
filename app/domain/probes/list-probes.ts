import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import type { Outcome } from '#app/domain/probes/schemas.ts'
import { type Database, rows } from '#db/client.ts'
import type { Probe, ProbeProposal, ProbeResult, ProbeState } from '#db/models/probes.ts'

type Result = Pick<ProbeResult, 'at' | 'httpStatus' | 'responseMs'> & { readonly outcome: Outcome }

/** A probe with how it is, the component it speaks of, and its last results, oldest first. */
export interface ListedProbe extends Probe, Omit<ProbeState, keyof Probe | 'outcome'> {
  readonly outcome: Outcome | null
  readonly componentFr: string
  readonly componentEn: string
  readonly results: readonly Result[]
}

const LIST_RESULTS = 30
const PAGE_RESULTS = 120
const PAGE_ALARMS = 10

/** Every probe by its name. */
export async function listProbes(ctx: Context): Promise<ListedProbe[]> {
  requirePermission(ctx.actor, 'probe:manage')
  return probes(ctx.db, LIST_RESULTS)
}

/** An alarm that was proposed, and what became of it. */
interface PastAlarm
  extends Pick<ProbeProposal, 'id' | 'since' | 'httpStatus' | 'closedAt' | 'closedAs' | 'note'> {
  readonly outcome: Outcome
  readonly closedByName: string | null
  readonly incidentId: string | null
}

/** One probe with its last proposals, newest first. NotFound when there is none. */
export async function readProbe(ctx: Context, id: string): Promise<ListedProbe & { alarms: PastAlarm[] }> {
  requirePermission(ctx.actor, 'probe:manage')
  const [probe] = await probes(ctx.db, PAGE_RESULTS, id)
  if (!probe) throw notFound()
  const alarms = await rows<PastAlarm>(
    ctx.db,
    `select a.id, a.since, a.outcome, a.http_status, a.closed_at, a.closed_as, a.note, a.incident_id,
            u.name as closed_by_name
       from probe_proposals a left join users u on u.id = a.closed_by
      where a.probe_id = :id order by a.created_at desc, a.id limit :limit`,
    { id, limit: PAGE_ALARMS },
  )
  return Object.assign(probe, { alarms })
}

async function probes(db: Database, results: number, id: string | null = null): Promise<ListedProbe[]> {
  const found = await rows<ListedProbe>(
    db,
    `select s.*, p.*, c.name_fr as component_fr, c.name_en as component_en
       from probes p join probe_states s on s.probe_id = p.id join components c on c.id = p.component_id
      where cast(:id as text) is null or p.id = :id order by lower(p.name), p.id`,
    { id },
  )
  const newest = await rows<Result & { probeId: string }>(
    db,
    `select r.probe_id, r.at, r.outcome, r.http_status, r.response_ms
       from unnest(cast(:ids as text[])) as p (id) cross join lateral (
         select * from probe_results where probe_id = p.id order by at desc, id desc limit :results) r
      order by r.at, r.id`,
    { ids: found.map((probe) => probe.id), results },
  )
  const byProbe = Map.groupBy(newest, ({ probeId }) => probeId)
  return found.map((probe) => Object.assign(probe, { results: byProbe.get(probe.id) ?? [] }))
}
