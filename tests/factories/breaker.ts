import type { Database } from '#db/client.ts'
import { addMerchants, ask, type Merchant, sweepContext } from '#tests/factories/overdue.ts'
import { changeRules } from '#tests/factories/policy.ts'

/** For tests of something else whose runs restrict many at once. */
export const widenBreaker = (db: Database): Promise<number> =>
  changeRules(sweepContext(db, '2025-01-01T00:00:00Z'), { breaker: { accounts: 1_000_000, share: 1 } })

/** Merchants whose document was due on Friday 13 February 2026, told twice: payouts go at the end of 18 February. */
export async function overdueMerchants(
  db: Database,
  count: number,
  asked: Partial<Parameters<typeof ask>[2]> = {},
): Promise<Merchant[]> {
  const merchants = await addMerchants(db, count)
  await ask(db, merchants, {
    deadline: '2026-02-13',
    notices: ['2026-01-05T09:00:00Z', '2026-01-30T09:00:00Z'],
    ...asked,
  })
  return merchants
}
