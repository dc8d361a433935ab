import pg from 'pg'
import type { Database, Transaction } from '#db/client.ts'

/** Every task of the queue, and the ids that its payload has: it names rows; the rows hold the facts. */
const TASKS = {
  /** Sends one mail of the outbox. */
  send_mail: ['mailId'],
  /** Sends what is due of one broadcast, in batches. */
  send_broadcast: ['broadcastId'],
  /** Runs the sweep as of the moment it starts. */
  sweep: [],
  /** Asks again for documents that end, and starts the clocks of those asked. */
  renew: [],
  /** Puts back what a dead worker had claimed. */
  recover: [],
  /** Runs intake on one submission: decode, derive, promote. */
  take_in: ['submissionId'],
  /** Starts and ends maintenance windows that are due, reminds of those that come, and plans what recurs. */
  advance_maintenance: [],
  /** Gives back, to every deadline, the days of outages that are over. */
  settle_outages: [],
  /** Asks the probes that are due, and does what follows. */
  run_probes: [],
  /** Sends the account events that are due to the endpoints that asked for them. */
  deliver_webhooks: [],
  /** Asks the accounts of a confirmed batch for their documents. */
  ask_in_bulk: ['batchId'],
  /** Deletes what is past its time: sessions, tokens, slots, orphaned uploads. */
  tidy: [],
} as const

export type TaskName = keyof typeof TASKS
export type Tasks = { readonly [T in TaskName]: Readonly<Record<(typeof TASKS)[T][number], string>> }

export const TASK_NAMES = Object.keys(TASKS) as TaskName[]

export interface QueueOptions {
  /** A waiting job of the same key is replaced, so the work happens once. */
  key?: string
  /** What a replaced job keeps of its own time. Schedules `replace`: a job that waits for a retry runs now. */
  keyMode?: 'preserve_run_at' | 'replace'
  runAt?: Date
  /** Lower runs first; 0 unless told. */
  priority?: number
  maxAttempts?: number
}

/**
 * Queues a job in the transaction of the change that needs it: it exists exactly when the change does.
 * A job queued after commit can be lost; one queued before can see nothing.
 */
export async function queueTask<T extends TaskName>(
  trx: Transaction,
  task: T,
  payload: Tasks[T],
  options: QueueOptions = {},
): Promise<void> {
  await trx.raw(
    `select graphile_worker.add_job(:task, cast(:payload as json), run_at => :runAt, max_attempts => :maxAttempts,
       job_key => :key, priority => :priority, job_key_mode => :keyMode)`,
    {
      task,
      payload: JSON.stringify(payload),
      runAt: options.runAt ?? null,
      maxAttempts: options.maxAttempts ?? null,
      key: options.key ?? null,
      priority: options.priority ?? null,
      keyMode: options.keyMode ?? 'preserve_run_at',
    } as never,
  )
}

/** `queueTask` for many payloads of one task, in one statement: a job each, known by its own key. */
export async function queueTasks<T extends TaskName>(
  trx: Transaction,
  task: T,
  jobs: readonly { payload: Tasks[T]; key: string }[],
): Promise<void> {
  await trx.raw(
    `select count(*) from graphile_worker.add_jobs(array(
         select cast(row(:task, job -> 'payload', null, null, null, job ->> 'key', null, null) as graphile_worker.job_spec)
           from json_array_elements(cast(:jobs as json)) as job
       ), job_key_preserve_run_at => true)`,
    { task, jobs: JSON.stringify(jobs) } as never,
  )
}

/**
 * Makes the queue know every task, before anything is queued. It writes a name down when it first hears it: two
 * changes that are each the first to queue what the other queues next would wait for each other for ever.
 */
export async function introduceTasks(db: Database): Promise<void> {
  const names = db.raw('select unnest(cast(:names as text[])) as name', { names: TASK_NAMES } as never)
  await db.transaction(async (trx) => {
    await trx.raw(`select graphile_worker.add_job(name, job_key => 'introduced:' || name) from (?) task`, [
      names,
    ])
    await trx.raw(`select graphile_worker.remove_job('introduced:' || name) from (?) task`, [names])
  })
}

/** A pool of plain connections for graphile-worker, which speaks to PostgreSQL by itself. */
export function openQueuePool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, application_name: 'vigie-queue', max })
  // Each loss is told again where the connection was in use; unheard, it would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
