import { describe, expect, it } from 'vitest'
import { countNewlyRestricted, listNewlyRestricted } from '#app/domain/restrictions/list-newly-restricted.ts'
import { currentPolicy } from '#app/domain/restrictions/policy.ts'
import { runSweep } from '#app/domain/restrictions/run-sweep.ts'
import { addMerchants, ask, sweepContext } from '#tests/factories/overdue.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

/** Payouts are withheld with the end of 18 February, payments with that of the 25th. */
const DEADLINE = '2026-02-13'
const TOLD = ['2026-01-05T09:00:00Z', '2026-01-30T09:00:00Z']
const AT_GRACE = '2026-02-19T08:00:00.000Z'
const A_WEEK_LATER = '2026-02-26T08:00:00.000Z'

const asOf = async (at: string) => {
  const ctx = sweepContext(database.db, at)
  const policy = await currentPolicy(ctx)
  return {
    count: () => countNewlyRestricted(ctx, policy, new Date(at)),
    list: (after: string | null, limit: number) =>
      listNewlyRestricted(ctx, policy, new Date(at), { after, limit }),
    sweep: () => runSweep(ctx),
  }
}

describe('what a run would newly withhold', () => {
  it('is counted, and listed page by page with its reasons, before anything happens', async () => {
    const merchants = await addMerchants(database.db, 5)
    const asked = await ask(database.db, merchants, { deadline: DEADLINE, notices: TOLD })
    const [exempt] = await addMerchants(database.db, 1, { exempt: true })
    if (exempt) await ask(database.db, [exempt], { deadline: DEADLINE, notices: TOLD })
    const grace = await asOf(AT_GRACE)
    expect(await grace.count()).toBe(5)
    const first = await grace.list(null, 2)
    const rest = await grace.list(first.at(-1)?.accountId ?? null, 100)
    expect([...first, ...rest].map(({ accountId }) => accountId)).toEqual(
      merchants.map(({ accountId }) => accountId).sort(),
    )
    expect(await grace.list(rest.at(-1)?.accountId ?? null, 100)).toEqual([])
    const ofFirst = asked[merchants.findIndex(({ accountId }) => accountId === first[0]?.accountId)]
    expect(first[0]).toMatchObject({
      grounds: { payouts: [ofFirst] },
      requirements: [
        {
          requirementId: ofFirst,
          deadlineAt: '2026-02-13T22:59:59.999Z',
          notices: TOLD.map((at) => ({ acceptedAt: new Date(at).toISOString() })),
        },
      ],
    })

    await grace.sweep()
    expect(await grace.count()).toBe(0)
    // A second document that comes late joins what is withheld already, and withholds nothing new.
    await ask(database.db, merchants.slice(0, 1), {
      deadline: DEADLINE,
      documentType: 'articles_of_association',
      notices: ['2026-01-06T09:00:00Z', '2026-01-31T09:00:00Z'],
    })
    expect(await grace.count()).toBe(0)
    expect(await grace.list(null, 10)).toEqual([])

    const later = await asOf(A_WEEK_LATER)
    expect(await later.count()).toBe(5)
    expect((await later.list(null, 10)).map(({ grounds }) => Object.keys(grounds))).toEqual(
      Array(5).fill(['payments']),
    )
  })
})
