import { expect, it } from 'vitest'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { reachedLadder } from '#app/domain/policy/ladder-sql.ts'
import { countNewlyRestricted } from '#app/domain/sweep/overdue.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { addMerchants, ask, DEADLINE, sweepContext, TOLD } from '#tests/factories/overdue.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

/** Payouts are withheld with the end of 18 February, payments with that of the 25th. */
const AT_GRACE = '2026-02-19T08:00:00.000Z'
const A_WEEK_LATER = '2026-02-26T08:00:00.000Z'

async function count(at: string): Promise<number> {
  const ctx = sweepContext(database.db, at)
  return countNewlyRestricted(ctx, reachedLadder(await currentPolicy(ctx), new Date(at)))
}

it('what a run would newly withhold is counted by account and capability, not by document', async () => {
  const merchants = await addMerchants(database.db, 5)
  await ask(database.db, merchants, { deadline: DEADLINE, notices: TOLD })
  const exempt = await addMerchants(database.db, 1, { exempt: true })
  await ask(database.db, exempt, { deadline: DEADLINE, notices: TOLD })
  expect(await count(AT_GRACE)).toBe(5)
  await runSweep(sweepContext(database.db, AT_GRACE))
  expect(await count(AT_GRACE)).toBe(0)
  // A second document that comes late joins what is withheld already, and withholds nothing new.
  await ask(database.db, merchants.slice(0, 1), {
    deadline: DEADLINE,
    documentType: 'articles_of_association',
    notices: ['2026-01-06T09:00:00Z', '2026-01-31T09:00:00Z'],
  })
  expect(await count(AT_GRACE)).toBe(0)
  expect(await count(A_WEEK_LATER)).toBe(5)
})
