import { requirePermission } from '#app/domain/access/permissions.ts'
import { DAY_MS } from '#app/domain/clock.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { advanceMaintenance } from '#app/domain/maintenance/advance-maintenance.ts'
import { giveDaysBack } from '#app/domain/outages/give-days-back.ts'
import { noteOutage } from '#app/domain/outages/note-outage.ts'
import type { Outage } from '#app/domain/outages/owed-days.ts'
import { readSpans, type StoredSpan, touch } from '#app/domain/outages/spans.ts'
import { affected, isDatabaseError, rows } from '#db/client.ts'

/** Requirements per transaction: merchants who send something meanwhile wait for less than half a second. */
const BATCH_REQUIREMENTS = 500
/** Incidents that nobody has touched for longer are not looked at again, also where a component is marked anew. */
const LOOK_BACK_DAYS = 7
/** Times that a batch steps back for people before the job is left to the queue's own retries. */
const MAX_YIELDS = 20
const LOCK_NOT_AVAILABLE = '55P03'

export interface SettleOptions {
  batchRequirements?: number
  /** Ends between two batches; the next run goes on there. */
  signal?: AbortSignal
}

/**
 * Gives back the days of every outage that is over (compliance.md, fair clock), in batches of one transaction each, and
 * returns how many deadlines it moved. What no verb noted, or a killed worker left, is found here. Safe to kill, to run
 * twice and beside itself: an outage is held for each batch, and goes on after the last requirement reached.
 */
export async function settleOutages(ctx: Context, options: SettleOptions = {}): Promise<number> {
  requirePermission(ctx.actor, 'sweep:run')
  // A window counts by its own times, also when no worker was there to write it down.
  await advanceMaintenance(ctx)
  for (const incidentId of await unnoted(ctx)) await withTransaction(ctx, (tx) => noteOutage(tx, incidentId))
  let extended = 0
  for (;;) {
    const incidentId = options.signal?.aborted ? null : await firstUnsettled(ctx)
    if (!incidentId) return extended
    extended += await settleOne(ctx, incidentId, options)
  }
}

/** In the order in which they happened: days of an earlier one may have kept a clock running into a later one. */
async function firstUnsettled(ctx: Context): Promise<string | null> {
  const [first] = await rows<{ incidentId: string }>(
    ctx.db,
    `select incident_id from outages where settled_at is null and not running
      order by cast(spans -> 0 ->> 'from' as timestamptz), incident_id limit 1`,
  )
  return first?.incidentId ?? null
}

/** Incidents whose outage may be another than the one kept. */
async function unnoted(ctx: Context): Promise<string[]> {
  const found = await rows<{ id: string }>(
    ctx.db,
    `select i.id from incidents i left join outages o on o.incident_id = i.id
      where (i.updated_at > :since or i.resolved_at is null or o.running)
        and (o.incident_id is null or o.running or o.incident_version <> i.version)
        and exists (select from incident_update_components s join incident_updates u on u.id = s.update_id
          join components c on c.id = s.component_id
          where u.incident_id = i.id and c.needed_to_submit_documents)
      order by i.id`,
    { since: new Date(ctx.clock.now().getTime() - LOOK_BACK_DAYS * DAY_MS) },
  )
  return found.map(({ id }) => id)
}

async function settleOne(
  ctx: Context,
  incidentId: string,
  { batchRequirements = BATCH_REQUIREMENTS, signal }: SettleOptions,
): Promise<number> {
  let extended = 0
  let yields = 0
  while (!signal?.aborted) {
    try {
      const batch = await withTransaction(ctx, (tx) => settleBatch(tx, incidentId, batchRequirements))
      if (!batch) break
      extended += batch.extended
    } catch (error) {
      if (!isDatabaseError(error, LOCK_NOT_AVAILABLE) || ++yields > MAX_YIELDS) throw error
    }
  }
  if (extended > 0) ctx.log.info({ incidentId, extended }, 'deadlines moved by an outage')
  return extended
}

/** One batch of one outage; null when it is settled, or goes on again. */
async function settleBatch(tx: TransactionContext, incidentId: string, limit: number) {
  const [outage] = await rows<{ spans: StoredSpan[]; reached: string | null; gave: boolean }>(
    tx.db,
    `select spans, reached, gave from outages where incident_id = :incidentId and settled_at is null and not running
       for update`,
    { incidentId },
  )
  if (!outage) return null
  // Shorter than the database waits before it looks for deadlocks: of us and whoever meets us there, we step back.
  await tx.db.raw(`set local lock_timeout = '500ms'`)
  const over = { incidentId, spans: readSpans(outage.spans) }
  const others = await outagesBeside(tx, over)
  const batch = await giveDaysBack(tx, over, { others, after: outage.reached, limit })
  const done = batch.reached === null
  const gave = outage.gave || batch.extended > 0
  await affected(
    tx.db,
    'update outages set reached = :reached, gave = :gave, settled_at = :settledAt where incident_id = :incidentId',
    { incidentId, reached: batch.reached, gave: gave && !done, settledAt: done ? tx.clock.now() : null },
  )
  if (done && gave) await lookAgainAfter(tx, over)
  return batch
}

/** Days given late may have kept a clock running into an outage that was settled before. */
async function lookAgainAfter(tx: TransactionContext, { incidentId, spans }: Outage): Promise<void> {
  await affected(
    tx.db,
    `update outages set settled_at = null, reached = null
      where incident_id <> :incidentId and settled_at is not null
        and cast(spans -> -1 ->> 'until' as timestamptz) > :from`,
    { incidentId, from: spans[0]?.from },
  )
}

/** The other outages that are over and hang together with this one, directly or through one another. */
async function outagesBeside(tx: TransactionContext, outage: Outage): Promise<Outage[]> {
  const stored = await rows<{ incidentId: string; spans: StoredSpan[] }>(
    tx.db,
    'select incident_id, spans from outages where incident_id <> :incidentId and not running order by incident_id',
    { incidentId: outage.incidentId },
  )
  const rest = stored.map(({ incidentId, spans }) => ({ incidentId, spans: readSpans(spans) }))
  let beside: Outage[] = []
  for (;;) {
    const reach = [outage, ...beside].flatMap(({ spans }) => spans)
    const found = rest.filter(({ spans }) => touch(spans, reach))
    if (found.length === beside.length) return beside
    beside = found
  }
}
