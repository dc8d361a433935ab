import { affected, type Database, transaction } from '#db/client.ts'
import { queueTask, type TaskName, type Tasks } from '#db/queue.ts'

/** Tasks that a clock may start: they need nothing but the time. */
export type ScheduledTaskName = {
  [T in TaskName]: Record<string, never> extends Tasks[T] ? T : never
}[TaskName]

/**
 * Claims one slot of the schedule for this worker and queues its job, in one transaction: of all the workers
 * that wake up for the slot exactly one gets true, and the job exists exactly when the claim does.
 */
export function claimSlot(
  db: Database,
  slot: { key: string; task: ScheduledTaskName; claimedBy: string },
): Promise<boolean> {
  return transaction(db, async (trx) => {
    const claimed = await affected(
      trx,
      `insert into schedule_slots (key, claimed_by) values (:key, :claimedBy) on conflict do nothing`,
      { key: slot.key, claimedBy: slot.claimedBy },
    )
    if (claimed === 1) await queueNow(trx, slot.task)
    return claimed === 1
  })
}

/**
 * Queues scheduled tasks outside their slots, for what fell due while no worker ran. One transaction each: in a new
 * database the queue writes down the names of all tasks as it starts, and in another order the two would wait for
 * each other.
 */
export async function catchUp(db: Database, tasks: readonly ScheduledTaskName[]): Promise<void> {
  for (const task of tasks) await transaction(db, (trx) => queueNow(trx, task))
}

/** One waiting job per task: the tasks look at the present state, so a second one would find nothing. */
const queueNow = (trx: Parameters<typeof queueTask>[0], task: ScheduledTaskName) =>
  queueTask(trx, task, {}, { key: task, keyMode: 'replace' })

/** Forgets claims older than `days`: nobody wakes up for those again. */
export function forgetSlots(db: Database, days: number): Promise<number> {
  return affected(
    db,
    `delete from schedule_slots where claimed_at < now() - make_interval(days => cast(:days as integer))`,
    { days },
  )
}
