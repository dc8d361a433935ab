import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { verifyAudit } from '#app/domain/audit/verify.ts'
import { DAY_MS } from '#app/domain/clock.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { type Database, rows } from '#db/client.ts'
import { widenBreaker } from '#tests/factories/breaker.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addMerchants, ask, sweepContext } from '#tests/factories/overdue.ts'
import { startWorkerProcess, type WorkerProcess } from '#tests/factories/worker-process.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'
import { startSmtp, type TestSmtp } from '#tests/setup/smtp.ts'

const OVERDUE = 600
const TO_REMIND = 40
/** Accounts that the sweep takes in one transaction. */
const BATCH = 250
/** The worker runs five jobs at once: so many mails at most are on the wire when it dies. */
const CONCURRENT_JOBS = 5

const NOW = new Date().toISOString()
const daysFromNow = (days: number) => new Date(Date.parse(NOW) + days * DAY_MS).toISOString()
const day = (instant: string) => instant.slice(0, 10)

let undisturbed: TestDatabase
let killed: TestDatabase
let smtp: TestSmtp
let worker: WorkerProcess | undefined
const storage = mkdtempSync(path.join(tmpdir(), 'vigie-worker-'))

beforeAll(async () => {
  smtp = await startSmtp()
  undisturbed = await createTestDatabase()
  killed = await createTestDatabase()
})
afterAll(async () => {
  worker?.child.kill('SIGKILL')
  await Promise.all([undisturbed.drop(), killed.drop(), smtp.close()])
  rmSync(storage, { recursive: true, force: true })
})

/** The same merchants in either database, under the same ids. Returns the requirements of the overdue ones. */
async function fill(db: Database): Promise<string[]> {
  await widenBreaker(db)
  const overdue = await addMerchants(db, OVERDUE, { prefix: 'aaaaaaaa' })
  const soon = await addMerchants(db, TO_REMIND, { prefix: 'bbbbbbbb' })
  const requestedAt = daysFromNow(-90)
  const notices = [daysFromNow(-80), daysFromNow(-70)]
  await ask(db, soon, { deadline: day(daysFromNow(3)), requestedAt, notices })
  return ask(db, overdue, { deadline: day(daysFromNow(-60)), requestedAt, notices })
}

/** Everything that a sweep leaves, account by account, without ids that are made at random. */
const traces = (db: Database) =>
  rows(
    db,
    `select a.id,
        array(select r.capability || ' ' || r.cause || ' ' || (select count(*) from restriction_requirements rr
          where rr.restriction_id = r.id) from restrictions r where r.account_id = a.id order by 1) as restrictions,
        array(select n.kind || ' ' || n.day || ' ' || (select count(*) from notice_requirements nr
            where nr.notice_id = n.id) || ' ' || (select count(*) from notice_mails nm where nm.notice_id = n.id)
          from notices n where n.account_id = a.id order by 1) as notices,
        array(select m.template || ' ' || m.to_address from mails m where m.account_id = a.id order by 1) as mails,
        array(select e.action from audit_entries e where e.account_id = a.id order by 1) as audit
       from accounts a order by a.id`,
  )

const restrictedAccounts = async (db: Database) =>
  (await rows(db, 'select distinct account_id from restrictions')).length

it('loses nothing and does nothing twice when the worker is killed in the middle of the sweep', async () => {
  await fill(undisturbed.db)
  await runSweep(sweepContext(undisturbed.db, NOW))

  // The sweep takes them in the order of deadlines, which are the same, then of ids.
  const requirementIds = (await fill(killed.db)).sort()
  const urls = { database: killed.url, smtp: smtp.url, storage }
  // A merchant in the second batch, then one in the third, holds the sweep up: there it is killed.
  for (const [kill, index] of [BATCH + 50, 2 * BATCH + 50].entries()) {
    await killed.db.transaction(async (trx) => {
      await trx.raw('select 1 from requirements where id = ? for update', [requirementIds[index] ?? ''])
      const [holder] = await rows<{ pid: number }>(trx, 'select pg_backend_pid() as pid')
      worker = startWorkerProcess(urls)
      await vi.waitFor(
        async () => {
          const waiting = await rows(
            killed.db,
            `select 1 from pg_stat_activity where datname = current_database()
               and application_name = 'vigie-worker' and :holder = any(pg_blocking_pids(pid))`,
            { holder: holder?.pid },
          )
          expect(waiting).toHaveLength(1)
        },
        { timeout: 60_000, interval: 20 },
      )
      expect(await restrictedAccounts(killed.db)).toBe((kill + 1) * BATCH)
      await worker.kill()
    })
  }

  // What only the passing of time shows: nobody hears of the dead ones any more, and their claims run out.
  await killed.db.raw(`update workers set seen_at = now() - interval '1 hour'`)
  await killed.db.raw(`update mails set claimed_until = now() - interval '1 second' where status = 'sending'`)
  worker = startWorkerProcess(urls)
  await vi.waitFor(
    async () => {
      expect(await rows(killed.db, 'select 1 from sweep_runs where finished_at is not null')).toHaveLength(1)
      expect(await rows(killed.db, `select 1 from mails where status <> 'sent'`)).toHaveLength(0)
    },
    { timeout: 120_000, interval: 100 },
  )
  expect(await worker.stop()).toBe(0)

  expect(await restrictedAccounts(killed.db)).toBe(OVERDUE)
  expect(await traces(killed.db)).toEqual(await traces(undisturbed.db))
  expect(await verifyAudit(deskContext(killed.db, system('test'), NOW))).toMatchObject({ ok: true })

  const mails = await rows<{ id: string }>(killed.db, `select id from mails where attempts > 0`)
  const arrived = smtp.received.map(({ messageId }) => messageId)
  expect(new Set(arrived)).toEqual(new Set(mails.map(({ id }) => `<${id}@vigie.test>`)))
  expect(arrived.length - mails.length).toBeLessThanOrEqual(2 * CONCURRENT_JOBS)
  expect(await rows(killed.db, 'select 1 from graphile_worker.jobs where locked_by is not null')).toEqual([])
  expect(await rows(killed.db, 'select 1 from workers')).toEqual([])
}, 240_000)
