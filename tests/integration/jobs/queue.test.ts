import { expect, it } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { forgetExpired } from '#app/domain/access/forget-expired.ts'
import { rows } from '#db/client.ts'
import { AccessToken, Session } from '#db/models/access.ts'
import { queueTask, TASK_NAMES, type TaskName } from '#db/queue.ts'
import { catchUp, claimSlot, forgetSlots } from '#db/slots.ts'
import { beat, leave, releaseDeadWorkers } from '#db/workers.ts'
import { SCHEDULE } from '#jobs/schedule.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

const jobs = (task: string) =>
  rows<{ key: string; lockedBy: string | null }>(
    database.db,
    'select key, locked_by from graphile_worker.jobs where task_identifier = :task order by id',
    { task },
  )

it('lets two changes queue the same tasks in either order, also when each is the first to do so', async () => {
  const [one, other] = await Promise.all([database.db.transaction(), database.db.transaction()])
  await Promise.all([one, other].map((trx) => trx.raw(`set local lock_timeout = '5s'`)))
  try {
    for (const [at, task] of TASK_NAMES.entries()) {
      await queueTask(one, task, {} as never)
      await queueTask(other, TASK_NAMES.at(-1 - at) as TaskName, {} as never)
    }
  } finally {
    await Promise.all([one.rollback(), other.rollback()])
  }
})

it('gives a slot to one of the workers that wake up for it, with one job', async () => {
  const slot = (key: string, claimedBy: string) => claimSlot(database.db, { key, task: 'tidy', claimedBy })
  const claims = await Promise.all(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((worker) => slot('tidy:2026-01-01', worker)),
  )
  expect(claims.filter(Boolean)).toHaveLength(1)
  expect(await slot('tidy:2026-01-01', 'late')).toBe(false)
  expect(await jobs('tidy')).toHaveLength(1)
  // The job of the slot before still waits: one run does for both.
  expect(await slot('tidy:2026-01-02', 'a')).toBe(true)
  expect(await jobs('tidy')).toHaveLength(1)
})

it('claims nothing when the job cannot be queued, so that another worker can', async () => {
  const slot = { key: 'sweep:broken', task: 'x'.repeat(200) as 'sweep', claimedBy: 'a' }
  await expect(claimSlot(database.db, slot)).rejects.toThrow()
  expect(await claimSlot(database.db, { ...slot, task: 'sweep' })).toBe(true)
})

it('runs a job that waits for its next attempt when its slot comes', async () => {
  await catchUp(database.db, ['advance_maintenance'])
  await database.db.raw(
    `update graphile_worker._private_jobs set run_at = now() + interval '1 day', attempts = 3`,
  )
  await catchUp(database.db, ['advance_maintenance'])
  const [job] = await rows<{ due: boolean; attempts: number }>(
    database.db,
    `select run_at <= now() as due, attempts from graphile_worker.jobs where task_identifier = 'advance_maintenance'`,
  )
  expect(job).toEqual({ due: true, attempts: 0 })
})

it('forgets old slots alone', async () => {
  await database.db('scheduleSlots').insert([
    { key: 'old', claimedBy: 'a', claimedAt: new Date(Date.now() - 8 * 86_400_000) },
    { key: 'young', claimedBy: 'a', claimedAt: new Date(Date.now() - 6 * 86_400_000) },
  ])
  expect(await forgetSlots(database.db, 7)).toBe(1)
  expect(await forgetSlots(database.db, 7)).toBe(0)
  expect(await database.db('scheduleSlots').where({ key: 'young' })).toHaveLength(1)
})

it('frees the jobs of the dead, and of nobody else', async () => {
  await catchUp(database.db, ['sweep', 'tidy', 'recover', 'advance_maintenance'])
  const hold = (task: string, by: string, secondsAgo: number) =>
    database.db.raw(
      `update graphile_worker._private_jobs j set locked_by = ?, locked_at = now() - make_interval(secs => ?)
         from graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = ?`,
      [by, secondsAgo, task],
    )
  await beat(database.db, { id: '00000000-0000-4000-8000-000000000001', queueWorkers: ['alive'] })
  await beat(database.db, { id: '00000000-0000-4000-8000-000000000002', queueWorkers: ['dead'] })
  await database.db.raw(
    `update workers set seen_at = now() - interval '46 seconds' where queue_workers = '{dead}'`,
  )
  await hold('sweep', 'alive', 3600)
  await hold('tidy', 'dead', 1)
  await hold('recover', 'unknown', 46)
  // A worker that has just begun, and whose first heartbeat is still to come.
  await hold('advance_maintenance', 'unborn', 1)
  expect((await releaseDeadWorkers(database.db)).sort()).toEqual(['dead', 'unknown'])
  expect(await releaseDeadWorkers(database.db)).toEqual([])
  const holders = await Promise.all(['sweep', 'tidy', 'recover', 'advance_maintenance'].map(jobs))
  expect(holders.map(([job]) => job?.lockedBy)).toEqual(['alive', null, null, 'unborn'])
  await leave(database.db, '00000000-0000-4000-8000-000000000001')
  expect(await database.db('workers')).toEqual([])
})

it('has a name of its own for each entry of the schedule', () => {
  expect(new Set(SCHEDULE.map(({ name }) => name)).size).toBe(SCHEDULE.length)
})

it('tidies what nobody can use any more, the second time nothing', async () => {
  const ctx = deskContext(database.db, system('tidy'), '2026-03-10T09:00:00Z')
  const { userId } = await addUser(ctx, 'officer')
  const at = (instant: string) => new Date(instant)
  const session = { userId, createdAt: at('2026-03-01T09:00:00Z'), lastSeenAt: at('2026-03-01T09:00:00Z') }
  await Session.query(database.db).insert([
    { ...session, tokenHash: Buffer.from('a'), expiresAt: at('2026-03-10T09:00:00Z') },
    { ...session, tokenHash: Buffer.from('b'), expiresAt: at('2026-03-10T09:00:00.001Z') },
  ])
  const token = { userId, purpose: 'activation' as const, createdAt: at('2026-01-01T00:00:00Z') }
  await AccessToken.query(database.db).insert([
    { ...token, tokenHash: Buffer.from('a'), expiresAt: at('2026-02-08T09:00:00Z') },
    { ...token, tokenHash: Buffer.from('b'), expiresAt: at('2026-02-08T09:00:00.001Z') },
  ])
  await database.db('rateLimits').insert([
    { key: 'over', points: 1, expire: at('2026-03-10T09:00:00Z').getTime() },
    { key: 'running', points: 1, expire: at('2026-03-10T09:00:01Z').getTime() },
    { key: 'for ever', points: 1, expire: null },
  ])
  expect(await forgetExpired(ctx)).toEqual({ sessions: 1, tokens: 1, limits: 1, answers: 0 })
  expect(await forgetExpired(ctx)).toEqual({ sessions: 0, tokens: 0, limits: 0, answers: 0 })
})
