import { growBatch, lockBreaker, openBatch, passBatch } from '#app/domain/breaker/held-batch.ts'
import { type BreakerReading, weighRun } from '#app/domain/breaker/weigh-run.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'
import type { ReachedLadder } from '#app/domain/policy/ladder-sql.ts'
import { HeldBatch } from '#db/models/tasks.ts'

/** What a run may do. */
export type Allowance =
  /** Act, on so many accounts at most: what becomes due while it runs has not been counted. */
  | { kind: 'within'; mostAccounts: number }
  /** Act on the list that was released, and on nothing else. */
  | { kind: 'released'; batchId: string }
  /** Withhold nothing. */
  | { kind: 'held'; reading: BreakerReading }

/**
 * Asks the breaker before a run acts. A run that it stops leaves the list of whom it would have restricted: in the
 * batch that is held already, whose list then grows, or in a new one, of which the officers are told. A batch that
 * nothing calls for any more passes. Safe from several workers at once: one batch, and one mail, comes of it.
 */
export function askBreaker(ctx: Context, policy: CurrentPolicy, ladder: ReachedLadder): Promise<Allowance> {
  return withTransaction(ctx, async (tx) => {
    await lockBreaker(tx)
    // Nothing can be withheld now, and what is counted now says nothing.
    if (await fairClockPauses(tx)) return { kind: 'within', mostAccounts: 0 }
    const release = await releaseToApply(tx, policy)
    if (release) return { kind: 'released', batchId: release }
    const weighed = await weighRun(tx, policy, ladder)
    const held = await HeldBatch.query(tx.db).findOne({ status: 'held' })
    if (!weighed.trips) {
      // A run for an instant before the list was made (`--at`) sees less, and does not speak for now.
      if (held && ladder.at >= held.listedAt) await passBatch(tx, held, policy, weighed.facts)
      return { kind: 'within', mostAccounts: weighed.mostAccounts }
    }
    if (held && held.policyVersion !== policy.version) await passBatch(tx, held, policy)
    if (held?.policyVersion === policy.version) await growBatch(tx, held, weighed, ladder)
    else await openBatch(tx, policy, weighed, ladder)
    return { kind: 'held', reading: weighed.reading }
  })
}

/** What `askBreaker` would answer, and nothing written: for a dry run. */
export async function previewBreaker(
  ctx: Pick<Context, 'db'>,
  policy: CurrentPolicy,
  ladder: ReachedLadder,
): Promise<Allowance> {
  const release = await HeldBatch.query(ctx.db)
    .findOne({ status: 'released', policyVersion: policy.version })
    .whereNull('appliedAt')
  if (release) return { kind: 'released', batchId: release.id }
  const weighed = await weighRun(ctx, policy, ladder)
  return weighed.trips
    ? { kind: 'held', reading: weighed.reading }
    : { kind: 'within', mostAccounts: weighed.mostAccounts }
}

/** A release was given for the rules of its day: under other ones it lets nothing through. */
async function releaseToApply(tx: TransactionContext, policy: CurrentPolicy): Promise<string | null> {
  const release = await HeldBatch.query(tx.db).findOne({ status: 'released' }).whereNull('appliedAt')
  if (!release || release.policyVersion === policy.version) return release?.id ?? null
  await passBatch(tx, release, policy)
  return null
}
