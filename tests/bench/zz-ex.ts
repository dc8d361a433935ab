import { readFileSync } from 'node:fs'
import { IMPOSE } from '#app/domain/restrictions/impose-restrictions.ts'
import { nextOverdue, reachedLadder } from '#app/domain/restrictions/overdue.ts'
import { planBindings } from '#app/domain/restrictions/plan-restrictions.ts'
import { currentPolicy } from '#app/domain/restrictions/policy.ts'
import { openDatabase, rows } from '#db/client.ts'

const url = readFileSync('/tmp/fill.log', 'utf8')
  .split('\n')[0]!
  .replace(/\/vigie$/, '/' + (process.env.DB ?? 'a'))
const db = openDatabase(url)
const policy = await currentPolicy({ db })
const ladder = reachedLadder(policy, new Date('2026-03-10T08:00:00.000Z'))
const off = (process.argv[2] ?? '').split(',').filter(Boolean)
await db
  .transaction(async (trx) => {
    await trx.raw(`set local statement_timeout = '20s'`)
    for (const o of off) await trx.raw(`set local enable_${o} = off`)
    for (const i of [1, 2]) {
      const n = await nextOverdue({ db: trx }, ladder, null, 100)
      const e = await rows<any>(trx, `explain analyze ${IMPOSE}`, {
        ...planBindings(policy, ladder, n!.accountIds),
        now: ladder.at,
        by: 'sweep',
        actorKind: 'system',
        actorId: 'sweep',
      })
      if (i === 2)
        console.log(
          e
            .map((r) => String(r['queryPlan'] ?? Object.values(r)[0]))
            .filter((l) => !l.includes('Cond:'))
            .map((l) => l.slice(0, 200))
            .join('\n'),
        )
    }
    await trx.rollback()
  })
  .catch((e) => console.log(String(e).slice(0, 300)))
await db.destroy()
