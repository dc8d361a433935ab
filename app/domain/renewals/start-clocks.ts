import { dayAfter, parisDay } from '#app/domain/calendar/paris.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { appendEntries, readLedgers } from '#app/domain/deadlines/ledger.ts'
import { rows } from '#db/client.ts'

const BATCH_REQUIREMENTS = 200

/** Requirements whose clock is to start by today. */
export async function countClocksToStart(ctx: Pick<Context, 'db' | 'clock'>): Promise<number> {
  const [found] = await rows<{ count: number }>(
    ctx.db,
    `select count(*) from requirements q join accounts a on a.id = q.account_id
      where q.clock_from <= :today and q.closed_at is null and a.closed_at is null`,
    { today: parisDay(ctx.clock.now()).toString() },
  )
  return found?.count ?? 0
}

/**
 * Starts the clocks that are to start by today, in batches of one transaction each; returns how many. The ledger
 * gets an entry that sets the last day. While an answer is being reviewed the clock has its end and stands still,
 * as any other. What somebody holds this moment is started by the next run.
 */
export async function startClocks(ctx: Context): Promise<number> {
  for (let started = 0; ; ) {
    const batch = await withTransaction(ctx, startBatch)
    if (batch === 0) return started
    started += batch
  }
}

async function startBatch(tx: TransactionContext): Promise<number> {
  const now = tx.clock.now()
  const due = await rows<{ id: string; clockFrom: string; clockDays: number }>(
    tx.db,
    `with due as (
       select q.id, q.clock_from, q.clock_days from requirements q join accounts a on a.id = q.account_id
        where q.clock_from <= :today and q.closed_at is null and a.closed_at is null
        order by q.clock_from, q.id limit :limit for no key update of q skip locked)
     update requirements q set clock_from = null, clock_days = null from due where q.id = due.id
       returning q.id, due.clock_from, due.clock_days`,
    { today: parisDay(now).toString(), limit: BATCH_REQUIREMENTS },
  )
  const planOf = new Map(due.map(({ id, ...plan }) => [id, plan]))
  const ledgers = await readLedgers(tx, [...planOf.keys()])
  await appendEntries(
    tx,
    ledgers.flatMap((ledger) => {
      const before = planOf.get(ledger.id)
      if (!before) return []
      return [
        { ledger, entry: { kind: 'set', date: dayAfter(now, before.clockDays), cause: 'renewal' }, before },
      ]
    }),
  )
  return due.length
}
