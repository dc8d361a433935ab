import { recordAudit } from '#app/domain/audit/record.ts'
import { tellOfficers } from '#app/domain/breaker/tell-officers.ts'
import {
  type BreakerFacts,
  type BreakerReading,
  type Weighed,
  weighRun,
} from '#app/domain/breaker/weigh-run.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { type HeldBatchId, newId } from '#app/domain/ids.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'
import { NEWLY_WITHHELD, type ReachedLadder } from '#app/domain/sweep/overdue.ts'
import { rows } from '#db/client.ts'
import { lockName } from '#db/lock.ts'
import { HeldBatch } from '#db/models/tasks.ts'

/** What a run may do. */
export type Allowance =
  /** Act, on so many accounts at most: what becomes due while it runs has not been counted. */
  | { kind: 'within'; mostAccounts: number }
  /** Act on the list that was released, and on nothing else. */
  | { kind: 'released'; batchId: string }
  /** Withhold nothing. */
  | { kind: 'held'; reading: BreakerReading }

/** Held to the end of the transaction by whatever holds, releases or dismisses: they follow one another. */
export const lockBreaker = (tx: TransactionContext): Promise<unknown> => lockName(tx.db, 'breaker')

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
      if (held && ladder.at >= held.listedAt) await pass(tx, held, policy, weighed.facts)
      return { kind: 'within', mostAccounts: weighed.mostAccounts }
    }
    if (held && held.policyVersion !== policy.version) await pass(tx, held, policy)
    if (held?.policyVersion === policy.version) await grow(tx, held, weighed, ladder)
    else await hold(tx, policy, weighed, ladder)
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

/** A run has acted on the whole of a released list: the release is used up. Nothing when another run was first. */
export async function endRelease(ctx: Context, batchId: string): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const used = await HeldBatch.query(tx.db)
      .patch({ appliedAt: tx.clock.now() })
      .where({ id: batchId, status: 'released' })
      .whereNull('appliedAt')
    if (used > 0) await audit(tx, 'applied', batchId, {}, null)
  })
}

/** A release was given for the rules of its day: under other ones it lets nothing through. */
async function releaseToApply(tx: TransactionContext, policy: CurrentPolicy): Promise<string | null> {
  const release = await HeldBatch.query(tx.db).findOne({ status: 'released' }).whereNull('appliedAt')
  if (!release || release.policyVersion === policy.version) return release?.id ?? null
  await pass(tx, release, policy)
  return null
}

/** `weighed`: the run that found the number within the limit; left out where other rules are in force. */
async function pass(
  tx: TransactionContext,
  { id, status, policyVersion }: HeldBatch,
  { version }: CurrentPolicy,
  weighed: BreakerFacts | null = null,
): Promise<void> {
  await HeldBatch.query(tx.db).patch({ status: 'passed', closedAt: tx.clock.now() }).where({ id })
  await audit(
    tx,
    'passed',
    id,
    { was: status },
    { policyVersion: version, heldUnder: policyVersion, weighed },
  )
}

type Tripped = Extract<Weighed, { trips: true }>

async function hold(
  tx: TransactionContext,
  policy: CurrentPolicy,
  { facts: weighed, reading }: Tripped,
  ladder: ReachedLadder,
): Promise<void> {
  const id = newId<HeldBatchId>()
  const facts = { policyVersion: policy.version, ...reading }
  await HeldBatch.query(tx.db).insert({ id, ...facts, heldAt: ladder.at, listedAt: ladder.at })
  await list(tx, id, ladder)
  await audit(tx, 'opened', id, { ...facts, at: ladder.at }, { policyVersion: policy.version, weighed })
  await tellOfficers(tx, reading)
}

async function grow(
  tx: TransactionContext,
  held: HeldBatch,
  { facts: weighed, reading }: Tripped,
  ladder: ReachedLadder,
): Promise<void> {
  const { added, accounts } = await list(tx, held.id, ladder)
  if (added === 0) return
  const facts = { ...reading, accounts, version: held.version + 1 }
  await HeldBatch.query(tx.db)
    .patch({ ...facts, listedAt: ladder.at })
    .where({ id: held.id })
  await audit(tx, 'grown', held.id, facts, { policyVersion: held.policyVersion, weighed })
}

/** Puts everybody onto the list who is not on it yet: one statement for any number. */
async function list(
  tx: TransactionContext,
  batchId: string,
  ladder: ReachedLadder,
): Promise<{ added: number; accounts: number }> {
  const [written] = await rows<{ added: number }>(
    tx.db,
    `with added as (
       insert into held_batch_entries (batch_id, account_id, capability)
         select cast(:batchId as uuid), f.account_id, f.capability from (${NEWLY_WITHHELD}) f
         order by f.account_id, f.capability on conflict do nothing returning account_id
     ) select count(*) as added from added`,
    { ...ladder, batchId },
  )
  const [listed] = await rows<{ accounts: number }>(
    tx.db,
    'select count(distinct account_id) as accounts from held_batch_entries where batch_id = :batchId',
    { batchId },
  )
  return { added: written?.added ?? 0, accounts: listed?.accounts ?? 0 }
}

function audit(
  tx: TransactionContext,
  verb: string,
  batchId: string,
  after: object,
  basis: object | null,
): Promise<void> {
  return recordAudit(tx, {
    action: `held_batch.${verb}`,
    subjectType: 'held_batch',
    subjectId: batchId,
    accountId: null,
    after,
    basis,
  })
}
