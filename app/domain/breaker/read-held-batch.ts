import { requirePermission } from '#app/domain/access/permissions.ts'
import { BY_NAME, behind } from '#app/domain/accounts/by-name.ts'
import { type ReleaseBar, releaseBar } from '#app/domain/breaker/release-bar.ts'
import { DAY_MS } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import { isUuid } from '#app/domain/ids.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { reachedLadder } from '#app/domain/policy/ladder-sql.ts'
import { type RestrictionAhead, restrictionsAhead } from '#app/domain/sweep/ahead.ts'
import { NEWLY_WITHHELD } from '#app/domain/sweep/overdue.ts'
import { rows } from '#db/client.ts'
import { HeldBatch } from '#db/models/tasks.ts'
import { cutPage } from '#db/page.ts'

/** The batch that is held, with what it takes to judge it. */
export interface HeldBatchFile {
  id: string
  version: number
  policyVersion: number
  heldAt: Date
  listedAt: Date
  accounts: number
  activeAccounts: number
  mostAccounts: number
  /** Accounts on the list by what they would lose. */
  suspended: number
  payoutsOnly: number
  /** Of the list, whom a run would still restrict now: the others have answered, or were given more time. */
  stillDue: number
  /** What runs restricted by themselves in the last 30 days: the most on one day, and the average day. */
  usual: { mostADay: number; averageADay: number }
  /** Why the reader may not release it; null: they may. */
  bar: ReleaseBar | null
}

const USUAL_DAYS = 30

/** Null while nothing is held. */
export async function readHeldBatch(ctx: Context): Promise<HeldBatchFile | null> {
  requirePermission(ctx.actor, 'restriction:preview')
  const batch = await HeldBatch.query(ctx.db).findOne({ status: 'held' })
  if (!batch) return null
  const policy = await currentPolicy(ctx)
  const now = ctx.clock.now()
  const [counted] = await rows<Pick<HeldBatchFile, 'suspended' | 'payoutsOnly' | 'stillDue'>>(
    ctx.db,
    `with listed as (
       select account_id, bool_or(capability = 'payments') as payments from held_batch_entries
        where batch_id = :batchId group by account_id
     )
     select count(*) filter (where payments) as suspended, count(*) filter (where not payments) as payouts_only,
       (select count(distinct e.account_id) from held_batch_entries e
          join (${NEWLY_WITHHELD}) n on n.account_id = e.account_id and n.capability = e.capability
         where e.batch_id = :batchId) as still_due
     from listed`,
    { ...reachedLadder(policy, now), batchId: batch.id },
  )
  const { id, version, policyVersion, heldAt, listedAt, accounts, activeAccounts, mostAccounts } = batch
  return {
    ...{ id, version, policyVersion, heldAt, listedAt, accounts, activeAccounts, mostAccounts },
    suspended: counted?.suspended ?? 0,
    payoutsOnly: counted?.payoutsOnly ?? 0,
    stillDue: counted?.stillDue ?? 0,
    usual: await usual(ctx, now),
    bar: await releaseBar(ctx, batch),
  }
}

async function usual(ctx: Context, now: Date): Promise<HeldBatchFile['usual']> {
  const [found] = await rows<{ most: number; total: number }>(
    ctx.db,
    `select coalesce(max(restricted), 0) as most, coalesce(sum(restricted), 0) as total from (
       select sum(cast(counts ->> 'restrictedAccounts' as integer)) as restricted from sweep_runs
        where at > :since and at <= :now
        group by cast(at at time zone 'Europe/Paris' as date)) by_day`,
    { now, since: new Date(now.getTime() - USUAL_DAYS * DAY_MS) },
  )
  return { mostADay: Number(found?.most ?? 0), averageADay: Number(found?.total ?? 0) / USUAL_DAYS }
}

/** How many accounts a held batch lists; 0 while nothing is held. */
export async function heldAccounts(ctx: Context): Promise<number> {
  requirePermission(ctx.actor, 'restriction:preview')
  const batch = await HeldBatch.query(ctx.db).findOne({ status: 'held' })
  return batch?.accounts ?? 0
}

/** The accounts on the list by name, and what a run would take from each of them now. */
export async function listHeldAccounts(
  ctx: Context,
  batchId: string,
  { after = null, limit = 50 }: { after?: string | null; limit?: number } = {},
): Promise<{ accounts: RestrictionAhead[]; next: string | null }> {
  requirePermission(ctx.actor, 'restriction:preview')
  if (after && !isUuid(after)) throw invalid('cursor')
  const found = await rows<{ accountId: string; accountName: string }>(
    ctx.db,
    `select a.id as account_id, a.name as account_name from accounts a
      where exists (select from held_batch_entries e where e.batch_id = :batchId and e.account_id = a.id)
        and ${behind(after)}
      order by ${BY_NAME} limit :limit`,
    { batchId, after, limit: limit + 1 },
  )
  const { page, next } = cutPage(found, limit, ({ accountId }) => accountId)
  return { accounts: await restrictionsAhead(ctx, await currentPolicy(ctx), ctx.clock.now(), page), next }
}

/** A batch that is not held any more, and how it ended. */
export interface ClosedBatch {
  id: string
  status: 'released' | 'dismissed' | 'passed'
  heldAt: Date
  closedAt: Date
  accounts: number
  /** Who decided; null where a run closed it. */
  by: string | null
  note: string
  /** A released batch whose run is still to come. */
  isWaiting: boolean
}

const CLOSED_SHOWN = 20

/** The latest batches that ended, newest first. */
export async function listClosedBatches(ctx: Context): Promise<ClosedBatch[]> {
  requirePermission(ctx.actor, 'restriction:preview')
  return rows<ClosedBatch>(
    ctx.db,
    `select b.id, b.status, b.held_at, b.closed_at, b.accounts, u.name as by, b.note,
        b.status = 'released' and b.applied_at is null as is_waiting
       from held_batches b left join users u on u.id = b.closed_by
      where b.status <> 'held' order by b.held_at desc, b.id limit :limit`,
    { limit: CLOSED_SHOWN },
  )
}
