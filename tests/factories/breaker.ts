import { randomUUID } from 'node:crypto'
import type { UserActor } from '#app/domain/access/actor.ts'
import { releaseBatch } from '#app/domain/breaker/release-batch.ts'
import { DAY_MS, fixedClock } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import { askExtension } from '#app/domain/extensions/ask-extension.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import type { Database } from '#db/client.ts'
import { Mail } from '#db/models/mail.ts'
import { NoticeRequirement } from '#db/models/restrictions.ts'
import { ContactTask, HeldBatch } from '#db/models/tasks.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import {
  addMerchants,
  ask,
  DEADLINE,
  type Merchant,
  openRestrictions,
  sweepContext,
  TOLD,
} from '#tests/factories/overdue.ts'
import { changeRules } from '#tests/factories/policy.ts'
import { addPerson } from '#tests/factories/user.ts'

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
  await ask(db, merchants, { deadline: DEADLINE, notices: TOLD, ...asked })
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
    deadline: DEADLINE,
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

/** A minute after the days of grace of `overdueMerchants` have ended. */
export const AT = '2026-02-18T23:01:00Z'
export const LATER = '2026-02-18T23:11:00Z'
export const NOTE = 'Vérifié avec la direction : demandes de janvier.'

export type BreakerScene = Awaited<ReturnType<typeof breakerScene>>

/**
 * Two officers, and a breaker that lets a run restrict three, whatever the share. It looks at all accounts there are, so
 * each test needs a database of its own.
 */
export async function breakerScene(db: Database) {
  const ctx = sweepContext(db, '2026-01-01T00:00:00Z')
  const officer = (await addPerson(ctx, { role: 'officer' })).actor
  const second = (await addPerson(ctx, { role: 'officer', locale: 'en' })).actor
  await changeRules(ctx, { breaker: { accounts: 3, share: 0 } })
  const desk = (actor: UserActor = officer, at = AT) => deskContext(db, actor, at)
  const held = async () => await HeldBatch.query(db).findOne({ status: 'held' }).throwIfNotFound()
  return {
    officer,
    second,
    desk,
    sweep: (at = AT, options: object = {}) => runSweep(sweepContext(db, at), options),
    /** The batch that waits. */
    held,
    /** How all of them stand, in the order in which they began. */
    batches: async () =>
      (await HeldBatch.query(db).orderBy('heldAt').orderBy('closedAt')).map(({ status }) => status),
    /** How many of these have anything withheld. */
    async restricted(merchants: readonly Merchant[]) {
      const open = await Promise.all(merchants.map(({ accountId }) => openRestrictions(db, accountId)))
      return open.filter((restrictions) => Object.keys(restrictions).length > 0).length
    },
    async release(actor?: UserActor, changes: object = {}) {
      const { id: batchId, version, accounts } = await held()
      return releaseBatch(desk(actor), {
        ...{ batchId, version, accounts, typed: accounts, note: NOTE },
        ...changes,
      })
    },
    officersMailed: async () =>
      (await Mail.query(db).where({ template: 'batch_held' })).map(({ toAddress }) => toAddress),
  }
}
