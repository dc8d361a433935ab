import { EventEmitter } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { Logger, type Runner, run, type WorkerEvents } from 'graphile-worker'
import { newId } from '#app/domain/ids.ts'
import type { Runtime } from '#app/runtime.ts'
import { openQueuePool } from '#db/queue.ts'
import { beat, HEARTBEAT_SECONDS, leave } from '#db/workers.ts'
import { startSchedule } from '#jobs/schedule.ts'
import { taskList } from '#jobs/tasks.ts'

/** Jobs at once in one process; most of them wait for the mail server or the database. */
const CONCURRENT_JOBS = 5
/** How often the queue is looked at beside NOTIFY, for jobs that become due by time. */
const POLL_MS = 1_000
/** After the queue ended by itself, such as with the database. */
const RESTART_MS = 1_000

export interface RunningWorker {
  readonly id: string
  /** Lets running jobs end, gives the others back, and says goodbye. */
  stop(): Promise<void>
}

/**
 * Runs the queue and the schedule until stopped. Outlives the database: what fails with it is started again, and
 * jobs that were cut off are done again.
 */
export function startWorker(runtime: Runtime): RunningWorker {
  const id = newId() as string
  const stopping = new AbortController()
  const { signal } = stopping
  const log = runtime.log.child({ worker: id })
  let queueWorkers: string[] = []
  let runner: Runner | undefined
  const sayAlive = () =>
    beat(runtime.db, { id, queueWorkers }).catch((err) =>
      log.warn({ err }, 'cannot say that this worker lives'),
    )

  const events = new EventEmitter() as WorkerEvents
  events.on('pool:create', ({ workerPool }) => {
    queueWorkers = [workerPool.id]
  })
  // A pool that could not write two results at once waits for ever for itself to end: it is left behind.
  let leaveBehind = (_error: unknown): void => undefined
  events.on('pool:fatalError', ({ error }) => leaveBehind(error))
  const pause = () => wait(RESTART_MS, undefined, { signal, ref: true }).catch(() => undefined)

  /** Starts again whatever ends before it is told to. */
  async function keep(what: string, work: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      try {
        await work()
      } catch (err) {
        log.error({ err }, `${what} ended; starting again`)
      }
      if (!signal.aborted) await pause()
    }
  }

  async function runQueue(): Promise<void> {
    const broken = new Promise<never>((_resolve, reject) => {
      leaveBehind = reject
    })
    // It may break before anybody waits for it.
    broken.catch(() => undefined)
    const connections = openQueuePool(runtime.config.databaseUrl, CONCURRENT_JOBS + 2)
    try {
      runner = await run({
        pgPool: connections,
        concurrency: CONCURRENT_JOBS,
        pollInterval: POLL_MS,
        noHandleSignals: true,
        taskList: taskList(runtime, { stopping: signal, sayAlive }),
        parsedCronItems: [],
        // As batches, even of one, a result that cannot be written ends the pool, which is then started again;
        // one by one it would be an unhandled rejection, and end the process.
        preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
        events,
        logger: queueLogger(log),
      })
      await sayAlive()
      if (signal.aborted) await runner.stop()
      await Promise.race([runner.promise, broken])
    } finally {
      runner = undefined
      // Not waited for: what hangs on a lost connection must not hold up the next start.
      void connections.end()
    }
  }

  async function runSchedule(): Promise<void> {
    const schedule = await startSchedule(runtime.db, log, id)
    if (!signal.aborted)
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    await schedule.stop()
  }

  const heart = setInterval(sayAlive, HEARTBEAT_SECONDS * 1000)
  const ended = Promise.all([keep('the queue', runQueue), keep('the schedule', runSchedule)])
  log.info({ concurrency: CONCURRENT_JOBS }, 'worker runs')

  return {
    id,
    async stop() {
      stopping.abort()
      clearInterval(heart)
      await runner?.stop().catch((err) => log.warn({ err }, 'the queue had ended already'))
      await ended
      await leave(runtime.db, id).catch((err) => log.warn({ err }, 'cannot say goodbye'))
    },
  }
}

function queueLogger(log: Runtime['log']): Logger {
  return new Logger((scope) => (level, message, meta) => {
    const facts = {
      ...(scope.taskIdentifier && { task: scope.taskIdentifier, job: scope.jobId }),
      err: meta?.error,
    }
    if (level === 'error') log.error(facts, message)
    else if (level === 'warning') log.warn(facts, message)
    else log.debug(facts, message)
  })
}
