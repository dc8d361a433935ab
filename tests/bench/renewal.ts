import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { system } from '#app/domain/access/actor.ts'
import { endOfDay, plainDay } from '#app/domain/calendar/paris.ts'
import { type RenewalReport, renew } from '#app/domain/renewals/renew.ts'
import { type Database, openDatabase, rows } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { startPostgres } from '#local/postgres.ts'
import { createDatabase, onServer } from '#tests/bench/databases.ts'
import { digest, effectOf } from '#tests/bench/effect.ts'
import { beside, type Figure, limit, median } from '#tests/bench/figures.ts'
import { AT, fillRenewalScene, type SceneSize } from '#tests/bench/renewal-scene.ts'
import { STATEMENT } from '#tests/bench/renewal-statement.ts'
import { deskContext } from '#tests/factories/context.ts'

const FEW: SceneSize = { accounts: 100_000, due: 1_000 }
const MANY: SceneSize = { accounts: 1_000_000, due: 10_000 }
const ROUNDS = 3
const DAY = '2026-03-10'
/** 30 days later: a Thursday, and no holiday anywhere. */
const DEADLINE = endOfDay(plainDay('2026-04-09'))
const LIMITS = { ratio: 2, growth: 1.3, idleSeconds: 2 }

/**
 * The renewal of one day against one statement written by hand that does the same, each on a fresh copy of the same
 * database, turn by turn. Both must leave the same behind. Then the run again, where nothing is left to do; and all of
 * it on a tenth of the accounts, so that its growth is visible.
 */
export async function benchRenewal(): Promise<Figure[]> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'vigie-bench-'))
  const postgres = await startPostgres({ dataDir, durable: false })
  try {
    const few = await benchSize(postgres.url, FEW)
    const many = await benchSize(postgres.url, MANY)
    const each = { ours: (many.ours / MANY.due) * 1_000, reference: (few.ours / FEW.due) * 1_000 }
    return [
      ...figuresOf(FEW, few),
      ...figuresOf(MANY, many),
      beside(`renewal of one of ${MANY.due}`, 'ms', each, `of one of ${FEW.due}`, LIMITS.growth),
    ]
  } finally {
    await postgres.stop()
  }
}

/** Medians, in seconds. */
interface Taken {
  ours: number
  reference: number
  again: number
}

function figuresOf({ accounts, due }: SceneSize, taken: Taken): Figure[] {
  const of = `${due} to ask and ${due} to start, of ${accounts} accounts`
  return [
    beside(`renewal, ${of}`, 's', taken, 'one statement by hand', LIMITS.ratio),
    limit(`a second run with nothing to do, ${of}`, 's', taken.again, LIMITS.idleSeconds),
  ]
}

async function benchSize(server: string, size: SceneSize): Promise<Taken> {
  const scene = `scene_${size.accounts}`
  const url = await createDatabase(server, scene)
  await migrate(url)
  await using(url, (db) => fillRenewalScene(db, size))
  const taken: Record<keyof Taken, number[]> = { ours: [], reference: [], again: [] }
  for (let round = 0; round < ROUNDS; round++) {
    const theirs = await createDatabase(server, 'by_statement', scene)
    taken.reference.push(await timed(theirs, size.due, byStatement))
    const ours = await createDatabase(server, 'by_run', scene)
    taken.ours.push(await timed(ours, size.due, byRun))
    const [left, right] = [await effectOf(ours, EFFECT), await effectOf(theirs, EFFECT)]
    if (left !== right) throw new Error(`the two differ:\n${left}\n${right}`)
    taken.again.push(await timed(ours, 0, byRun))
    if ((await effectOf(ours, EFFECT)) !== left) throw new Error('a second run changed something')
  }
  await onServer(server, `drop database ${scene} with (force)`)
  return {
    ours: median(taken.ours),
    reference: median(taken.reference),
    again: median(taken.again),
  }
}

/** Seconds that one of the two takes, which must ask and start `due` each. */
const timed = (url: string, due: number, run: (db: Database) => Promise<RenewalReport>): Promise<number> =>
  using(url, async (db) => {
    // The connection is not work to be measured.
    await db.raw('select 1')
    const begun = performance.now()
    const { asked, started } = await run(db)
    const seconds = (performance.now() - begun) / 1_000
    if (asked !== due || started !== due) throw new Error(`asked ${asked} and started ${started} of ${due}`)
    return seconds
  })

const byRun = (db: Database) => renew(deskContext(db, system('renew'), AT))

async function byStatement(db: Database): Promise<RenewalReport> {
  const [done] = await rows<RenewalReport>(db, STATEMENT, { at: AT, day: DAY, deadline: DEADLINE })
  if (!done) throw new Error('the statement said nothing')
  return done
}

async function using<T>(url: string, use: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase(url)
  try {
    return await use(db)
  } finally {
    await db.destroy()
  }
}

/** What was written, without the ids made at random. */
const EFFECT = {
  asked: `select ${digest('account_id', 'document_type', 'subject', 'message', 'why', 'status', 'policy_version', 'clock_from', 'clock_days')}
    from requirements where requested_at = '${AT}'`,
  started: `select ${digest('id', 'deadline_at', 'last_deadline_at', 'clock_from', 'clock_days')}
    from requirements where deadline_at is not null`,
  marks: `select ${digest('account_id', 'deadline_at', 'days')} from reminder_marks`,
  entries: `select ${digest('requirement_id', 'kind', 'at', 'days', 'date', 'cause', 'actor_id')} from clock_entries`,
  events: `select ${digest('account_id', 'type', 'at', `data #- '{requirement,id}'`)} from account_events`,
  audit: `select ${digest('account_id', 'action', 'at', 'actor_kind', 'actor_id', 'before', 'after')}
    from audit_entries where action <> 'account.created'`,
}
