import { readFileSync } from 'node:fs'
import pg from 'pg'
import { STATEMENT } from '#tests/bench/sweep-statement.ts'

const url = readFileSync('/tmp/fill.log', 'utf8')
  .split('\n')[0]!
  .replace(/\/vigie$/, '/' + (process.env.DB ?? 'a'))
const c = new pg.Client(url)
await c.connect()
await c.query("set statement_timeout = '100s'")
const t = performance.now()
const r = await c.query(STATEMENT, [
  '2026-03-10T08:00:00.000Z',
  '2026-03-04T23:00:00Z',
  JSON.stringify([
    { after: { businessDays: 3 }, withhold: ['payouts'] },
    { after: { days: 7 }, withhold: ['payments', 'payouts'] },
  ]),
  'https://vigie.test',
])
console.log(r.rows, 'reference', (performance.now() - t).toFixed(0))
await c.end()
