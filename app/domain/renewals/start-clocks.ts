import { actorId } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { dayAfter, parisDay } from '#app/domain/calendar/paris.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { clockBasis } from '#app/domain/requirements/append-clock.ts'
import { readClock } from '#app/domain/requirements/clock.ts'
import { affected, rows } from '#db/client.ts'
import { ClockEntry } from '#db/models/requirements.ts'

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

interface Due {
  id: string
  accountId: string
  department: string
  clockFrom: string
  clockDays: number
  deadlineAt: Date | null
}

async function startBatch(tx: TransactionContext): Promise<number> {
  const now = tx.clock.now()
  const due = await rows<Due>(
    tx.db,
    `with due as (
       select q.id, a.department, q.clock_from, q.clock_days, q.deadline_at
         from requirements q join accounts a on a.id = q.account_id
        where q.clock_from <= :today and q.closed_at is null and a.closed_at is null
        order by q.clock_from, q.id limit :limit for no key update of q skip locked)
     update requirements q set clock_from = null, clock_days = null from due where q.id = due.id
       returning q.id, q.account_id, due.department, due.clock_from, due.clock_days, due.deadline_at`,
    { today: parisDay(now).toString(), limit: BATCH_REQUIREMENTS },
  )
  if (due.length === 0) return 0
  const dateOf = ({ clockDays }: Due) => dayAfter(now, clockDays)
  await ClockEntry.query(tx.db).insert(
    due.map((one) => ({
      requirementId: one.id,
      kind: 'set' as const,
      at: now,
      date: dateOf(one),
      cause: 'renewal',
      actorId: actorId(tx.actor),
    })),
  )
  const entries = Map.groupBy(
    await ClockEntry.query(tx.db)
      .whereIn(
        'requirementId',
        due.map(({ id }) => id),
      )
      .orderBy('id'),
    ({ requirementId }) => requirementId,
  )
  const started = due.map((one) => {
    const ledger = entries.get(one.id) ?? []
    const { deadlineAt } = readClock(ledger, one.department, now)
    return { ...one, date: dateOf(one), after: deadlineAt, basis: clockBasis(one.department, ledger.length) }
  })
  await affected(
    tx.db,
    `update requirements q set deadline_at = s.after from jsonb_to_recordset(:started) as s (id uuid, after timestamptz)
      where q.id = s.id`,
    { started: JSON.stringify(started.map(({ id, after }) => ({ id, after }))) },
  )
  await recordAudit(
    tx,
    ...started.map(({ id, accountId, deadlineAt, after, date, clockFrom, clockDays, basis }) => ({
      action: 'requirement.clock_set',
      subjectType: 'requirement',
      subjectId: id,
      accountId,
      before: { deadlineAt, clockFrom, clockDays },
      after: { deadlineAt: after, days: null, date, cause: 'renewal' },
      basis,
    })),
  )
  return due.length
}
