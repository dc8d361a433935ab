import { mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import { openDatabase } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { startPostgres } from '#local/postgres.ts'
import { fillSweepScene } from '#tests/bench/sweep-scene.ts'

const pg = await startPostgres({ dataDir: await mkdtemp('/tmp/vigie-bench-'), durable: false })
console.log(pg.url)
await migrate(pg.url)
const db = openDatabase(pg.url)
const t = performance.now()
await fillSweepScene(db, { accounts: Number(process.argv[2]), overdue: Number(process.argv[3]) })
console.log('filled', (performance.now() - t) / 1000)
await db.destroy()
await new Promise(() => setInterval(() => {}, 1e6))
