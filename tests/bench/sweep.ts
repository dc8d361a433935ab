import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { plainDay, startOfDay } from '#app/domain/calendar/paris.ts'
import { openDatabase } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { startPostgres } from '#local/postgres.ts'
import { WORKER_FLAGS } from '#local/worker-flags.mjs'
import { createDatabase, onServer } from '#tests/bench/databases.ts'
import { digest, effectOf } from '#tests/bench/effect.ts'
import { beside, type Figure, limit, median } from '#tests/bench/figures.ts'
import type { SweepMeasured } from '#tests/bench/sweep-process.ts'
import { AT, fillSweepScene, type SceneSize } from '#tests/bench/sweep-scene.ts'
import { STATEMENT } from '#tests/bench/sweep-statement.ts'

const SIZES: (SceneSize & { rounds: number })[] = [
  { accounts: 100_000, overdue: 1_000, rounds: 3 },
  { accounts: 1_000_000, overdue: 10_000, rounds: 2 },
]
const PORTAL = 'https://vigie.test'
/** Deadlines before this have reached the first rung at AT, and none the second; the sweep finds out by itself. */
const REACHED = startOfDay(plainDay('2026-03-05'))
const LIMITS = { ratio: 1.5, megabytes: 200, idleSeconds: 2 }

/**
 * A sweep in a process of its own against one statement written by hand that does the same, each on a fresh copy of
 * the same database, turn by turn. Both must leave the same behind. Then the sweep
 * again, where nothing is left to do.
 */
export async function benchSweep(): Promise<Figure[]> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'vigie-bench-'))
  const postgres = await startPostgres({ dataDir, durable: false })
  try {
    const figures: Figure[] = []
    for (const size of SIZES) figures.push(...(await benchSize(postgres.url, size)))
    return figures
  } finally {
    await postgres.stop()
  }
}

async function benchSize(
  server: string,
  { rounds, ...size }: SceneSize & { rounds: number },
): Promise<Figure[]> {
  const scene = `scene_${size.accounts}`
  const url = await createDatabase(server, scene)
  await migrate(url)
  const begun = performance.now()
  const db = openDatabase(url)
  await fillSweepScene(db, size)
  await db.destroy()
  console.log(`  ${size.accounts} accounts written in ${((performance.now() - begun) / 1000).toFixed(0)} s`)
  const taken: Record<'ours' | 'reference' | 'again' | 'megabytes', number[]> = {
    ours: [],
    reference: [],
    again: [],
    megabytes: [],
  }
  for (let round = 0; round < rounds; round++) {
    const theirs = await createDatabase(server, 'by_statement', scene)
    taken.reference.push(await runStatement(theirs, size))
    const ours = await createDatabase(server, 'by_sweep', scene)
    const first = await runChild(ours)
    if (first.counts.restrictedAccounts !== size.overdue)
      throw new Error(`withheld ${JSON.stringify(first.counts)}`)
    taken.ours.push(first.seconds)
    const [left, right] = [await effectOf(ours, EFFECT), await effectOf(theirs, EFFECT)]
    if (left !== right) throw new Error(`the two differ:\n${left}\n${right}`)
    const again = await runChild(ours)
    if ((await effectOf(ours, EFFECT)) !== left) throw new Error('a second run changed something')
    taken.again.push(again.seconds)
    taken.megabytes.push(first.peakMegabytes, again.peakMegabytes)
  }
  await onServer(server, `drop database ${scene} with (force)`)
  return figuresOf(size, taken)
}

function figuresOf(
  { accounts, overdue }: SceneSize,
  taken: Record<'ours' | 'reference' | 'again' | 'megabytes', number[]>,
): Figure[] {
  const of = `${overdue} overdue of ${accounts} accounts`
  const [ours, reference] = [median(taken.ours), median(taken.reference)]
  const [peak, again] = [Math.max(...taken.megabytes), median(taken.again)]
  return [
    beside(`sweep, ${of}`, 's', { ours, reference }, 'one statement by hand', LIMITS.ratio),
    limit(`memory of the worker at most, ${of}`, 'MB', peak, LIMITS.megabytes),
    limit(`a second run with nothing to do, ${of}`, 's', again, LIMITS.idleSeconds),
  ]
}

async function runStatement(url: string, { overdue }: SceneSize): Promise<number> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const begun = performance.now()
    const { rows: done } = await client.query(STATEMENT, [AT, REACHED, PORTAL])
    const seconds = (performance.now() - begun) / 1000
    if (Number(done[0]?.accounts) !== overdue) throw new Error(`the statement did ${JSON.stringify(done)}`)
    return seconds
  } finally {
    await client.end()
  }
}

async function runChild(url: string): Promise<SweepMeasured> {
  const child = fork(path.join(import.meta.dirname, 'sweep-process.ts'), [AT], {
    execArgv: [...WORKER_FLAGS, '--import', 'tsx'],
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      PUBLIC_URL: PORTAL,
      DATABASE_URL: url,
      STORAGE_URL: `file:${path.join(tmpdir(), 'vigie-bench-objects')}`,
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'Vigie <no-reply@vigie.test>',
      SESSION_SECRET: 'a secret for the benchmark alone 0123456789',
      LOG_LEVEL: 'fatal',
    },
  })
  const exited = once(child, 'exit')
  const measured = await Promise.race([once(child, 'message'), exited.then(() => null)])
  if (!measured) throw new Error('the sweep ended without a word')
  await exited
  return measured[0] as SweepMeasured
}

/** What was written, without the ids made at random. */
const EFFECT = {
  restrictions: `select ${digest('account_id', 'capability', 'cause', 'imposed_at', 'imposed_by', 'basis')} from restrictions`,
  grounds: `select ${digest('requirement_id', 'added_at')} from restriction_requirements`,
  events: `select ${digest('account_id', 'type', 'at', 'data')} from account_events`,
  notices: `select ${digest('account_id', 'kind', 'day', 'created_at')} from notices where kind = 'restricted'`,
  links: `select ${digest('requirement_id', 'days_before', 'deadline_at')}
    from notice_requirements nr join notices n on n.id = nr.notice_id where n.kind = 'restricted'`,
  mails: `select ${digest('template', 'locale', 'to_address', 'user_id', 'account_id', 'data', 'status', 'created_at')}
    from mails where template = 'account_restricted'`,
  mailed: `select count(*) from notice_mails nm join mails m on m.id = nm.mail_id join notices n on n.id = nm.notice_id
    where n.account_id = m.account_id and n.kind = 'restricted'`,
  jobs: `select count(*) from graphile_worker.jobs j join mails m on j.key = 'mail:' || m.id
    where j.task_identifier = 'send_mail'`,
  audit: `select ${digest('account_id', 'action', 'at', 'actor_id', "after - 'mailIds'")}
    from audit_entries where action in ('restriction.imposed', 'notice.sent')`,
}
