import { holdAccounts } from '#app/domain/accounts/hold-account.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import { rows } from '#db/client.ts'

/** Some accounts to look at, and where the next page begins. */
export interface Page<Place> {
  readonly accountIds: readonly string[]
  readonly last: Place
}

/** A page from what was found, each row with its account and its place; null without any. */
export function pageOf<Place>(found: readonly (Place & { accountId: string })[]): Page<Place> | null {
  const last = found.at(-1)
  return last ? { accountIds: [...new Set(found.map(({ accountId }) => accountId))], last } : null
}

export interface Walk<Place, T> {
  readonly ctx: Context
  /** Reads only: no account is held, nothing waits. */
  readonly dryRun: boolean
  /** The page after a place, from the beginning for null; null at the end. */
  next(tx: TransactionContext, after: Place | null): Promise<Page<Place> | null>
  work(tx: TransactionContext, accountIds: readonly string[]): Promise<readonly T[]>
}

/** Why a walk ended. */
type Ended = 'whole' | 'paused'

/**
 * Works through accounts page by page and yields what each page came to: one transaction and a fixed number of
 * statements for each, in which everything is held still that a decision rests on. Who publishes an outage of what
 * merchants need to send documents either commits first, and the walk ends, or waits for the end of the page; the
 * same with a merchant who is sending a document this moment. Accounts that another sweep holds are left to it.
 * Returns false when an outage cut it short.
 */
export async function* inBatches<Place, T>(walk: Walk<Place, T>): AsyncGenerator<readonly T[], boolean> {
  const { ctx, dryRun, next, work } = walk
  let after: Place | null = null
  for (;;) {
    const from: Place | null = after
    const batch: { last: Place; done: readonly T[] } | Ended = await withTransaction(ctx, async (tx) => {
      await readByIndex(tx)
      if (!dryRun) await lockSubmissionPath(tx)
      if (await fairClockPauses(tx)) return 'paused'
      const page = await next(tx, from)
      if (!page) return 'whole'
      const accountIds = dryRun ? page.accountIds : await holdStill(tx, page.accountIds)
      return { last: page.last, done: await work(tx, accountIds) }
    })
    if (typeof batch === 'string') return batch === 'whole'
    after = batch.last
    yield batch.done
  }
}

/**
 * A page is small and every statement on it has its index. Statistics that lag behind, as they do in a table that
 * was empty when the run began, must not talk PostgreSQL into reading a whole table for each page.
 */
async function readByIndex(tx: TransactionContext): Promise<void> {
  const off = ['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin']
  const settings = [...off.map((name) => `enable_${name}`), 'jit']
  await rows(tx.db, `select set_config(name, 'off', true) from unnest(cast(:settings as text[])) as name`, {
    settings,
  })
}

/** What merchants need to send documents stays as it is until the transaction ends. */
async function lockSubmissionPath(tx: TransactionContext): Promise<void> {
  await rows(
    tx.db,
    `select from components where needed_to_submit_documents and deleted_at is null order by id for share`,
  )
}

/** Accounts that nobody else holds, with what is asked of them. */
async function holdStill(tx: TransactionContext, accountIds: readonly string[]): Promise<string[]> {
  const ids = await holdAccounts(tx, accountIds, { skipBusy: true })
  await rows(
    tx.db,
    `select from requirements where account_id = any(cast(:ids as uuid[])) and status in ('requested', 'rejected')
       order by id for share`,
    { ids },
  )
  return ids
}
