import { affected, type Database, rows, transaction } from '#db/client.ts'

/** A worker process that has not been seen for this long is dead. Its heart beats several times in between. */
const DEAD_AFTER_SECONDS = 45
export const HEARTBEAT_SECONDS = 10

/** Says that a worker process lives, and under which names it holds jobs of the queue. */
export async function beat(db: Database, worker: { id: string; queueWorkers: string[] }): Promise<void> {
  await affected(
    db,
    `insert into workers (id, queue_workers) values (:id, :queueWorkers)
       on conflict (id) do update set queue_workers = excluded.queue_workers, seen_at = now()`,
    worker,
  )
}

/** Says goodbye: a worker that stops in order holds no jobs. */
export async function leave(db: Database, id: string): Promise<void> {
  await affected(db, `delete from workers where id = :id`, { id })
}

/**
 * Gives the jobs of dead workers back to the queue, which by itself would wait four hours for them. Dead are the
 * workers not seen for `DEAD_AFTER_SECONDS`, and names that no worker claims any more. Time is the database's
 * own, so that the clocks of the machines do not matter. Returns the names whose jobs were freed.
 */
export function releaseDeadWorkers(db: Database): Promise<string[]> {
  return transaction(db, async (trx) => {
    const [found] = await rows<{ names: string[] | null }>(
      trx,
      `with gone as (
         delete from workers where seen_at < now() - make_interval(secs => :seconds) returning queue_workers
       ), names as (
         select unnest(queue_workers) as name from gone
         union
         select j.locked_by from graphile_worker.jobs j
          where j.locked_at < now() - make_interval(secs => :seconds)
            and not exists (select from workers w where j.locked_by = any(w.queue_workers))
       )
       select array_agg(name) as names from names`,
      { seconds: DEAD_AFTER_SECONDS },
    )
    const names = found?.names ?? []
    if (names.length > 0)
      await trx.raw('select graphile_worker.force_unlock_workers(:names)', { names } as never)
    return names
  })
}
