import { readFileSync } from 'node:fs'
import { runSweep } from '#app/domain/restrictions/run-sweep.ts'
import { openDatabase } from '#db/client.ts'
import { sweepContext } from '#tests/factories/overdue.ts'

const url = readFileSync('/tmp/fill.log', 'utf8')
  .split('\n')[0]!
  .replace(/\/vigie$/, '/' + (process.env.DB ?? 'a'))
const db = openDatabase(url)
const start = new Map<string, number>(),
  sum = new Map<string, [number, number]>()
db.on('query', (q: any) => start.set(q.__knexQueryUid, performance.now()))
db.on('query-response', (_: any, q: any) => {
  const k = q.sql.replace(/\s+/g, ' ').slice(0, 60) + (q.sql.includes('imposed as (') ? ' IMPOSE' : '')
  const s = sum.get(k) ?? [0, 0]
  s[0]++
  s[1] += performance.now() - start.get(q.__knexQueryUid)!
  sum.set(k, s)
})
const t = performance.now()
const r = await runSweep(
  sweepContext(db, '2026-03-10T08:00:00.000Z'),
  process.argv[2] ? { batchAccounts: Number(process.argv[2]) } : {},
)
console.log(
  r.counts,
  'total',
  (performance.now() - t).toFixed(0),
  'rss',
  (process.resourceUsage().maxRSS / 1024).toFixed(0),
)
for (const [k, [n, ms]] of [...sum].sort((a, b) => b[1][1] - a[1][1]).slice(0, 24))
  console.log(ms.toFixed(0).padStart(7), String(n).padStart(5), k)
await db.destroy()
