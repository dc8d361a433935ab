import cron from 'node-cron'
import type { Log } from '#app/domain/context.ts'
import type { Database } from '#db/client.ts'
import { catchUp, claimSlot, type ScheduledTaskName } from '#db/slots.ts'

/** When each task is started, in Europe/Paris. node-cron combines day of month and day of week with AND. */
export const SCHEDULE: readonly { name: string; cron: string; task: ScheduledTaskName }[] = [
  { name: 'sweep', cron: '*/10 * * * *', task: 'sweep' },
  // Deadlines end with the day: what follows from them is done a minute later.
  { name: 'sweep-of-the-day', cron: '1 0 * * *', task: 'sweep' },
  // After the digests of the day: a sweep tells of what is asked here, and not twice in one day.
  { name: 'renew', cron: '30 0 * * *', task: 'renew' },
  { name: 'recover', cron: '* * * * *', task: 'recover' },
  { name: 'maintenance', cron: '* * * * *', task: 'advance_maintenance' },
  { name: 'probes', cron: '* * * * *', task: 'run_probes' },
  { name: 'tidy', cron: '17 3 * * *', task: 'tidy' },
]

/**
 * Runs the schedule in this worker. Every worker does, and each slot is claimed once across all of them
 * (`claimSlot`). Slots that passed while no worker ran are made up for by one run of each task at the start.
 */
export async function startSchedule(
  db: Database,
  log: Log,
  workerId: string,
): Promise<{ stop(): Promise<void> }> {
  await catchUp(db, [...new Set(SCHEDULE.map(({ task }) => task))])
  const tasks = SCHEDULE.map(({ name, cron: expression, task }) =>
    cron.schedule(expression, ({ dateLocalIso }) => log.info({ task, slot: dateLocalIso }, 'slot claimed'), {
      name,
      timezone: 'Europe/Paris',
      noOverlap: true,
      distributed: true,
      // The claim queues the job itself, so the function above has nothing left to do but tell.
      runCoordinator: { shouldRun: (key) => claimSlot(db, { key, task, claimedBy: workerId }) },
      suppressMissedWarning: true,
      logger: cronLogger(log),
    }),
  )
  return {
    stop: async () => {
      await Promise.all(tasks.map((task) => task.destroy()))
    },
  }
}

function cronLogger(log: Log) {
  const text = (message: string | Error) => (message instanceof Error ? message.message : message)
  return {
    info: (message: string) => log.info({}, message),
    debug: () => {},
    warn: (message: string) => log.warn({}, message),
    error: (message: string | Error, err?: Error) => log.error({ err }, text(message)),
  }
}
