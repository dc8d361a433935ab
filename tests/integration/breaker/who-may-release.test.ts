import { beforeEach, describe, expect, it } from 'vitest'
import { readHeldBatch } from '#app/domain/breaker/read-held-batch.ts'
import { releaseBatch } from '#app/domain/breaker/release-batch.ts'
import type { Database } from '#db/client.ts'
import { Requirement } from '#db/models/requirements.ts'
import { HeldBatch } from '#db/models/tasks.ts'
import {
  AT,
  type BreakerScene,
  breakerScene,
  LATER,
  NOTE,
  overdueMerchants,
} from '#tests/factories/breaker.ts'
import { write } from '#tests/factories/context.ts'
import { sweepContext } from '#tests/factories/overdue.ts'
import { changeRules } from '#tests/factories/policy.ts'
import { addPerson } from '#tests/factories/user.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

let database: TestDatabase
let db: Database
let scene: BreakerScene
beforeEach(async () => {
  database = await createTestDatabase()
  db = database.db
  scene = await breakerScene(db)
  return () => database.drop()
})

describe('a release', () => {
  it('is refused when the list has grown since it was read', async () => {
    const { sweep, held, release, officer, officersMailed } = scene
    await overdueMerchants(db, 5)
    await sweep()
    const { version, accounts } = await held()
    await overdueMerchants(db, 2)
    await sweep(LATER)
    expect(await held()).toMatchObject({ accounts: 7, version: 2 })
    await expect(release(officer, { version, accounts, typed: accounts })).rejects.toMatchObject({
      kind: 'Conflict',
      code: 'batch.grown',
      facts: { count: 7 },
    })
    expect(await officersMailed()).toHaveLength(2)
  })

  it('is refused to the author of the rules, in the code and in the database', async () => {
    const { officer, sweep, release, desk, held, second } = scene
    await overdueMerchants(db, 5)
    await changeRules(
      sweepContext(db, AT),
      { breaker: { accounts: 4, share: 0 } },
      {
        ...officer,
        role: 'administrator',
      },
    )
    await sweep()
    await expect(release(officer)).rejects.toMatchObject({
      kind: 'PreconditionFailed',
      code: 'batch.policyAuthor',
    })
    expect((await readHeldBatch(desk()))?.bar).toBe('policyAuthor')
    const { id } = await held()
    await expect(
      write(sweepContext(db, AT), (tx) =>
        HeldBatch.query(tx.db)
          .findById(id)
          .patch({ status: 'released', closedAt: new Date(AT), closedBy: officer.userId, note: 'x' }),
      ),
    ).rejects.toThrow(/author of a policy/)
    await release(second)
  })

  it('is refused to who asked for the documents of more than half of the list', async () => {
    const { officer, sweep, release } = scene
    const merchants = await overdueMerchants(db, 5)
    const mine = (count: number) =>
      write(sweepContext(db, AT), (tx) =>
        Requirement.query(tx.db)
          .patch({ requestedBy: officer.userId })
          .whereIn(
            'accountId',
            merchants.slice(0, count).map(({ accountId }) => accountId),
          ),
      )
    await sweep()
    await mine(3)
    await expect(release(officer)).rejects.toMatchObject({ code: 'batch.askedByYou' })
    await write(sweepContext(db, AT), (tx) => Requirement.query(tx.db).patch({ requestedBy: null }))
    await mine(2)
    await release(officer)
  })

  it('wants the number typed, an officer, and a batch that is held', async () => {
    const { sweep, release, officer, held, desk, second } = scene
    await overdueMerchants(db, 5)
    await sweep()
    await expect(release(officer, { typed: 6 })).rejects.toMatchObject({ code: 'batch.otherNumber' })
    await expect(release(officer, { batchId: officer.userId })).rejects.toMatchObject({ kind: 'NotFound' })
    const administrator = (await addPerson(sweepContext(db, AT), { role: 'administrator' })).actor
    await expect(release(administrator)).rejects.toMatchObject({ kind: 'Forbidden' })
    const { id: batchId, version, accounts } = await held()
    await release()
    await expect(
      releaseBatch(desk(second), { batchId, version, accounts, typed: accounts, note: NOTE }),
    ).rejects.toMatchObject({ kind: 'Conflict', code: 'batch.alreadyClosed' })
  })
})
