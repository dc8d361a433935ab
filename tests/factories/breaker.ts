import { randomUUID } from 'node:crypto'
import { DAY_MS, fixedClock } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import { askExtension } from '#app/domain/extensions/ask-extension.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import type { Database } from '#db/client.ts'
import { NoticeRequirement } from '#db/models/restrictions.ts'
import { ContactTask } from '#db/models/tasks.ts'
import { addMerchants, ask, type Merchant, sweepContext } from '#tests/factories/overdue.ts'
import { changeRules } from '#tests/factories/policy.ts'
import { write } from '#tests/factories/review-scene.ts'

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

/**
 * One of each that waits for an officer: an account that no mail reaches, a long extension, a restriction whose day has
 * come, a held batch.
 */
export async function addTasks(system: Context, officer: Context): Promise<void> {
  const { db } = system
  const [unreached] = await addMerchants(db, 1)
  const [requirementId = ''] = await ask(db, unreached ? [unreached] : [], {
    deadline: '2026-02-13',
    notices: [null],
  })
  const { noticeId } = await NoticeRequirement.query(db).findOne({ requirementId }).throwIfNotFound()
  await write(system, (tx) =>
    ContactTask.query(tx.db).insert({
      id: randomUUID(),
      accountId: unreached?.accountId,
      noticeId,
      openedAt: tx.clock.now(),
    }),
  )
  await askExtension(officer, { requirementId, days: 60, reason: 'Les statuts sont chez le notaire.' })
  await restrictManually(
    { ...officer, clock: fixedClock(new Date(officer.clock.now().getTime() - 40 * DAY_MS)) },
    {
      accountId: unreached?.accountId ?? '',
      capabilities: ['payments', 'payouts'],
      cause: 'manual',
      reason: 'Pièces contradictoires.',
    },
  )
  await overdueMerchants(db, 21)
  await runSweep(system)
}
