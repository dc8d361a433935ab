import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseConfig } from '#app/config/config.ts'
import { nobody } from '#app/domain/access/actor.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { KeptStatus } from '#app/domain/snapshot/keep.ts'
import { StatusMemory } from '#app/domain/snapshot/records.ts'
import { openPublicSide } from '#app/public-side.ts'
import { openRuntime } from '#app/runtime.ts'
import { loadServerBuild } from '#app/server-build.ts'
import { affected, transaction } from '#db/client.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { buildIfStale } from '#local/build.ts'
import { startPostgres } from '#local/postgres.ts'
import { alternate, type Figure } from '#tests/bench/figures.ts'
import { freshDatabase } from '#tests/bench/status.ts'
import type { SceneSize } from '#tests/bench/status-scene.ts'

const ROUNDS = 15
const STARTS = 5
/** The same page and the same pace, for 80 days and for more than four years. */
const FEW: SceneSize = { components: 100, incidents: 1_000, days: 80 }
const MANY: SceneSize = { components: 100, incidents: 20_000, days: 1_600 }

/**
 * A change of one incident until it is shown, and until it is kept, after many incidents and after few; and the first
 * status of a process, beside no more than reading the same rows.
 */
export async function benchHistory(): Promise<Figure[]> {
  await buildIfStale()
  const folder = await mkdtemp(path.join(tmpdir(), 'vigie-bench-'))
  const postgres = await startPostgres({ dataDir: path.join(folder, 'postgres'), durable: false })
  try {
    const few = await openScene(postgres.url, folder, FEW)
    const many = await openScene(postgres.url, folder, MANY)
    const figures = [
      compare('a change until it is shown', await alternate(ROUNDS, many.change, few.change), 1.5),
      compare('a change until it is kept', await alternate(ROUNDS, many.keep, few.keep), 2),
      compare('a start until the first status', await alternate(STARTS, many.start, many.readRows), 6, {
        referenceName: 'reading the rows alone',
      }),
    ]
    await Promise.all([few.close(), many.close()])
    return figures
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** What a status is made of, as far as it grows with the years. */
const TABLES = ['incidents', 'incident_updates', 'incident_components', 'incident_update_components']

const compare = (
  what: string,
  taken: { ours: number; reference: number },
  most: number,
  { referenceName = `${FEW.incidents} incidents` } = {},
): Figure => ({
  what: `${what}, ${MANY.incidents} incidents`,
  unit: 'ms',
  ...taken,
  referenceName,
  ratio: taken.ours / taken.reference,
  target: `at most ${most}`,
  met: taken.ours / taken.reference <= most,
})

async function openScene(server: string, folder: string, size: SceneSize) {
  const runtime = openRuntime(
    parseConfig({
      PUBLIC_URL: 'http://127.0.0.1:3000',
      DATABASE_URL: await freshDatabase(server, size),
      STORAGE_URL: `file:${path.join(folder, `storage-${size.incidents}`)}`,
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'Vigie <no-reply@vigie.test>',
      SESSION_SECRET: randomBytes(32).toString('base64url'),
      LOG_LEVEL: 'silent',
    }),
    'cli',
  )
  await runtime.db.raw('vacuum analyze')
  const build = await loadServerBuild()
  const { site } = await openPublicSide(runtime, build)
  const memory = new StatusMemory()
  const kept = new KeptStatus(runtime.storage, runtime.log)
  let changes = 0
  const taken = async (work: () => Promise<void>) => {
    const begun = performance.now()
    await work()
    return performance.now() - begun
  }
  const publish = async () => {
    const confirmedAt = new Date()
    const status = await buildPublicStatus(runtime.context(nobody), confirmedAt, memory)
    await site.publish({ status, confirmedAt }, confirmedAt)
  }
  const rename = () =>
    transaction(runtime.db, async (trx) => {
      await affected(
        trx,
        `update incidents set name_fr = :name, updated_at = now() where resolved_at is null`,
        {
          name: `Incident ${++changes}`,
        },
      )
      await AuditEntry.query(trx).insert({
        at: new Date(),
        actorKind: 'system',
        actorId: 'bench',
        action: 'bench.renamed',
        subjectType: 'incident',
        subjectId: 'bench',
      })
    })
  const keep = async () => {
    const snapshot = site.current()
    if (snapshot) await kept.keep(snapshot)
  }
  await publish()
  await keep()
  return {
    change: async () => {
      await rename()
      return taken(publish)
    },
    keep: () => taken(keep),
    start: async () => {
      const { site: fresh } = await openPublicSide(runtime, build)
      return taken(async () => {
        const confirmedAt = new Date()
        const status = await buildPublicStatus(runtime.context(nobody), confirmedAt)
        await fresh.publish({ status, confirmedAt }, confirmedAt)
      })
    },
    readRows: () =>
      taken(async () => {
        for (const table of TABLES) await runtime.db.raw(`select * from ${table}`)
      }),
    close: () => runtime.close(),
  }
}
