import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { system } from '#app/domain/access/actor.ts'
import { type Database, openDatabase, rows } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { startPostgres } from '#local/postgres.ts'
import { stageRows, unstageRows, WRITTEN, writePlainly } from '#tests/bench/bulk-peer.ts'
import { createDatabase, onServer } from '#tests/bench/databases.ts'
import { beside, type Figure, median } from '#tests/bench/figures.ts'
import { fillSweepScene } from '#tests/bench/sweep-scene.ts'
import { deskContext } from '#tests/factories/context.ts'
import { confirm, prepare, work } from '#tests/factories/request-batch.ts'
import { addUser } from '#tests/factories/user.ts'

const FEW = 1_000
const MANY = 10_000
const ROUNDS = 3
/** None of them is open in the scene. */
const DOCUMENT_TYPES = ['sirene_notice', 'company_registration', 'association_minutes']

/**
 * A confirmed batch is worked off: requirements, clocks, audit, events, digests and mails. Beside it, on a copy of the
 * same database, the very rows that it left are written by plain inserts, with nothing to read or to decide; and beside
 * a smaller batch, so that its growth is visible.
 */
export async function benchBulk(): Promise<Figure[]> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'vigie-bench-'))
  const postgres = await startPostgres({ dataDir, durable: false })
  try {
    const few = await benchSize(postgres.url, FEW)
    const many = await benchSize(postgres.url, MANY)
    const each = { ours: (many.ours / MANY) * 1_000, reference: (few.ours / FEW) * 1_000 }
    return [
      beside(`${MANY} accounts asked for 3 documents each`, 's', many, 'plain inserts of the same rows', 2),
      beside(`an account of ${MANY}`, 'ms', each, `an account of ${FEW}`, 1.3),
    ]
  } finally {
    await postgres.stop()
  }
}

/** Medians, in seconds. */
interface Taken {
  ours: number
  reference: number
}

async function benchSize(server: string, accounts: number): Promise<Taken> {
  const scene = `scene_${accounts}`
  const url = await createDatabase(server, scene)
  await migrate(url)
  const batchId = await using(url, async (db) => {
    await fillSweepScene(db, { accounts, overdue: 0 })
    const officer = await addUser(deskContext(db, system('bench')), 'officer')
    const ctx = deskContext(db, officer)
    const id = await prepare(ctx, { documentTypes: DOCUMENT_TYPES })
    await confirm(ctx, id)
    return id
  })
  const taken: { ours: number[]; reference: number[] } = { ours: [], reference: [] }
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await createDatabase(server, 'by_work', scene)
    const left = await using(ours, async (db) => {
      taken.ours.push(await seconds(() => work(db, batchId)))
      await stageRows(db)
      return countRows(db)
    })
    const theirs = await createDatabase(server, 'by_inserts', scene)
    await using(theirs, async (db) => {
      await unstageRows(db)
      taken.reference.push(await seconds(() => writePlainly(db)))
      const written = await countRows(db)
      if (written !== left) throw new Error(`the two differ:\n${left}\n${written}`)
    })
  }
  await onServer(server, `drop database ${scene} with (force)`)
  return { ours: median(taken.ours), reference: median(taken.reference) }
}

async function using<T>(url: string, use: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase(url)
  try {
    return await use(db)
  } finally {
    await db.destroy()
  }
}

async function seconds(run: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await run()
  return (performance.now() - begun) / 1_000
}

/** Of what is done for accounts, by table, in words. */
async function countRows(db: Database): Promise<string> {
  const counted = [
    ...WRITTEN.map(({ table }) =>
      table === 'audit_entries' ? `${table} where account_id is not null` : table,
    ),
    'reminder_marks',
    `graphile_worker.jobs where task_identifier = 'send_mail'`,
    `request_items where status = 'asked'`,
  ]
  const counts = await Promise.all(
    counted.map((what) => rows<{ count: number }>(db, `select count(*) as count from ${what}`)),
  )
  return counted.map((what, index) => `${what}: ${counts[index]?.[0]?.count}`).join(', ')
}
