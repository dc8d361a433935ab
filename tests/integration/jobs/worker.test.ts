import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { systemClock } from '#app/domain/clock.ts'
import { withTransaction } from '#app/domain/context.ts'
import { queueMails } from '#app/domain/mails/queue-mail.ts'
import { openDatabase, rows } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { type RunningPostgres, startPostgres } from '#local/postgres.ts'
import { deskContext } from '#tests/factories/context.ts'
import { startWorkerProcess, type WorkerProcess } from '#tests/factories/worker-process.ts'
import { startSmtp, type TestSmtp } from '#tests/setup/smtp.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'vigie-outage-'))
let postgres: RunningPostgres
let smtp: TestSmtp
let worker: WorkerProcess | undefined

beforeAll(async () => {
  smtp = await startSmtp()
  postgres = await startPostgres({ dataDir: path.join(folder, 'data'), durable: true })
  await migrate(postgres.url)
}, 60_000)
afterAll(async () => {
  worker?.child.kill('SIGKILL')
  await Promise.all([postgres.stop(), smtp.close()])
  rmSync(folder, { recursive: true, force: true })
})

const start = () =>
  startWorkerProcess({ database: postgres.url, smtp: smtp.url, storage: path.join(folder, 'files') })

/** Queues a mail from here and waits for the worker to have sent it. */
async function proveThatItWorks(to: string): Promise<void> {
  const db = openDatabase(postgres.url)
  try {
    const ctx = { ...deskContext(db, system('test')), clock: systemClock }
    await withTransaction(ctx, (tx) =>
      queueMails(tx, [
        {
          template: 'subscription_confirm',
          to: { email: to, locale: 'fr' },
          data: { url: 'https://x.test/', days: 7 },
        },
      ]),
    )
    await vi.waitFor(() => expect(smtp.mailsTo(to)).toHaveLength(1), { timeout: 60_000, interval: 50 })
  } finally {
    await db.destroy()
  }
}

const workersKnown = async (): Promise<number> => {
  const db = openDatabase(postgres.url)
  try {
    return (await rows(db, 'select 1 from workers')).length
  } finally {
    await db.destroy()
  }
}

it('goes on when the database went away in the middle of a job and came back', async () => {
  const db = openDatabase(postgres.url, { name: 'blocker' })
  const held = await db.transaction()
  await held.raw('lock table schedule_slots in access exclusive mode')
  worker = start()
  await vi.waitFor(
    async () => {
      const jobs = await rows(db, `select 1 from graphile_worker.jobs where locked_by is not null`)
      const waiting = await rows(
        db,
        `select 1 from pg_stat_activity where application_name = 'vigie-worker' and wait_event_type = 'Lock'`,
      )
      expect({ jobs: jobs.length > 0, waiting: waiting.length > 0 }).toEqual({ jobs: true, waiting: true })
    },
    { timeout: 60_000, interval: 50 },
  )
  await postgres.stop()
  await held.rollback().catch(() => undefined)
  await db.destroy()
  postgres = await startPostgres({ dataDir: path.join(folder, 'data'), durable: true, port: postgres.port })
  await proveThatItWorks('after@vigie.test')
  expect(worker.child.exitCode).toBeNull()
  expect(await worker.stop()).toBe(0)
  expect(await workersKnown()).toBe(0)
}, 180_000)

it.each(['SIGINT', 'disconnect'] as const)(
  'stops in order on %s',
  async (how) => {
    worker = start()
    await vi.waitFor(async () => expect(await workersKnown()).toBe(1), { timeout: 40_000, interval: 50 })
    expect(await worker.stop(how)).toBe(0)
    expect(await workersKnown()).toBe(0)
  },
  60_000,
)

it('stops also while the database is away, before it was ever there', async () => {
  const { port } = postgres
  await postgres.stop()
  worker = start()
  // Its parent is gone before it could connect.
  expect(await worker.stop('disconnect')).toBe(0)
  postgres = await startPostgres({ dataDir: path.join(folder, 'data'), durable: true, port })
}, 60_000)
