import { requirePermission } from '#app/domain/access/permissions.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '#app/domain/clock.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { checkUrl } from '#app/domain/probes/check-url.ts'
import { claimProbes } from '#app/domain/probes/claim-probes.ts'
import { queueRun } from '#app/domain/probes/queue-run.ts'
import { recordCheck } from '#app/domain/probes/record-check.ts'
import { resolveQuiet } from '#app/domain/probes/resolve-quiet.ts'
import { affected, rows } from '#db/client.ts'

/** Asked at once. No check takes longer than 30 s, so the lease of a round ends well after its last one. */
const ROUND = 20
const LEASE_SECONDS = 120
const RESULTS_KEPT_MS = DAY_MS
/** A run that always finds something due gives way to the next, so that no job runs for ever. */
const RUN_MS = 45 * SECOND_MS

/**
 * Asks every probe that is due and does what follows, and queues itself for what is due before the schedule wakes
 * again. Returns how many checks it wrote down. Safe to run twice and from any number of workers; no transaction is
 * open while the network is waited for, and what a killed worker had begun is asked again after its lease.
 */
export async function runProbes(ctx: Context, { signal }: { signal?: AbortSignal } = {}): Promise<number> {
  requirePermission(ctx.actor, 'probe:run')
  let written = 0
  const failures: unknown[] = []
  const until = new Date(ctx.clock.now().getTime() + RUN_MS)
  for (let at = ctx.clock.now(); at < until && !signal?.aborted; at = ctx.clock.now()) {
    const claimed = await claimProbes(ctx, { limit: ROUND, leaseSeconds: LEASE_SECONDS })
    if (claimed.length === 0) break
    const checked = await Promise.all(
      claimed.map(async (probe) => ({ probe, check: { ...(await checkUrl(probe)), at } })),
    )
    // Answers first: they tell a failure over there from one of our own network.
    checked.sort((a, b) => Number(a.check.httpStatus === null) - Number(b.check.httpStatus === null))
    for (const { probe, check } of checked) {
      try {
        written += Number(await recordCheck(ctx, probe, check))
      } catch (error) {
        // It is asked again after its lease; the others must not wait for it.
        failures.push(error)
      }
    }
  }
  await resolveQuiet(ctx)
  await forgetResults(ctx)
  await queueNext(ctx)
  if (failures.length > 0) throw new AggregateError(failures, 'probes whose results could not be written')
  return written
}

async function forgetResults(ctx: Context): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - RESULTS_KEPT_MS)
  await affected(ctx.db, 'delete from probe_results where at < :before', { before })
}

async function queueNext(ctx: Context): Promise<void> {
  const [next] = await rows<{ at: Date | null }>(
    ctx.db,
    `select min(s.next_due_at) as at from probe_states s join probes p on p.id = s.probe_id
      where p.enabled and s.claim is null`,
  )
  const runAt = next?.at
  if (!runAt || runAt.getTime() > ctx.clock.now().getTime() + MINUTE_MS) return
  await withTransaction(ctx, (tx) => queueRun(tx, runAt))
}
