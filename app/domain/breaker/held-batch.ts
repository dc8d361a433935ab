import { recordAudit } from '#app/domain/audit/record.ts'
import { tellOfficers } from '#app/domain/breaker/tell-officers.ts'
import type { BreakerFacts, Weighed } from '#app/domain/breaker/weigh-run.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { type HeldBatchId, newId } from '#app/domain/ids.ts'
import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'
import type { ReachedLadder } from '#app/domain/policy/ladder-sql.ts'
import { NEWLY_WITHHELD } from '#app/domain/sweep/overdue.ts'
import { rows } from '#db/client.ts'
import { lockName } from '#db/lock.ts'
import { HeldBatch } from '#db/models/tasks.ts'

/** Held to the end of the transaction by whatever holds, releases or dismisses: they follow one another. */
export const lockBreaker = (tx: TransactionContext): Promise<unknown> => lockName(tx.db, 'breaker')

/** Nothing calls for it any more. `weighed`: the run that found so; left out where other rules are in force. */
export async function passBatch(
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

/** A run that was stopped leaves the list of whom it would have restricted, and the officers are told. */
export async function openBatch(
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

/** A later run that was stopped adds whom it would have restricted besides. */
export async function growBatch(
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
