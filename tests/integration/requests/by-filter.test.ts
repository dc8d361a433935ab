import { beforeEach, describe, expect, test } from 'vitest'
import type { Context } from '#app/domain/context.ts'
import { previewBatch } from '#app/domain/requests/preview-batch.ts'
import type { RequestFilter } from '#app/domain/requests/schemas.ts'
import { write } from '#tests/factories/context.ts'
import { addAskable, prepare, requestDesk } from '#tests/factories/request-batch.ts'
import { addDocument, makeScene } from '#tests/factories/requirement.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

let database: TestDatabase
let ctx: Context

beforeEach(async () => {
  database = await createTestDatabase()
  ;({ ctx } = await requestDesk(database.db))
  return () => database.drop()
})

describe('a filter', () => {
  const fits = async (filter: RequestFilter) => {
    const preview = await previewBatch(ctx, await prepare(ctx, filter))
    return preview.first.map(({ name }) => name)
  }

  test('by what the account is', async () => {
    await addAskable(ctx, { name: 'Abricot', siren: '732829320', legalForm: 'sole_trader' })
    await addAskable(ctx, {
      name: 'Brioche',
      risk: 'high',
      department: '2A',
      createdAt: new Date('2025-03-01T22:59:00Z'),
    })
    await addAskable(ctx, { name: 'Cerise', regulated: true, createdAt: new Date('2025-03-01T23:00:00Z') })
    await addAskable(ctx, { name: 'Fermée', closedAt: new Date('2026-01-01T00:00:00Z') })
    expect(await fits({})).toEqual(['Abricot', 'Brioche', 'Cerise'])
    expect(await fits({ search: 'ABRI' })).toEqual(['Abricot'])
    expect(await fits({ search: '732 829' })).toEqual(['Abricot'])
    expect(await fits({ search: '%' })).toEqual([])
    expect(await fits({ legalForm: 'sole_trader' })).toEqual(['Abricot'])
    expect(await fits({ risk: 'high' })).toEqual(['Brioche'])
    expect(await fits({ department: '2A' })).toEqual(['Brioche'])
    expect(await fits({ regulated: 'yes' })).toEqual(['Cerise'])
    expect(await fits({ regulated: 'no' })).toEqual(['Abricot', 'Brioche'])
    // 1 March ends at 23:00 UTC: the day is that of Paris.
    expect(await fits({ createdFrom: '2025-03-01', createdTo: '2025-03-01' })).toEqual(['Brioche'])
    expect(await fits({ createdFrom: '2025-03-02', createdTo: '2025-03-02' })).toEqual(['Cerise'])
    expect(await fits({ legalForm: 'company', risk: 'high', search: 'cerise' })).toEqual([])
  })

  test('by its state', async () => {
    const all = await Promise.all(['Actif', 'Restreint', 'Suspendu'].map((name) => addAskable(ctx, { name })))
    await write(ctx, (tx) =>
      tx.db('restrictions').insert(
        [
          [all[1]?.id, 'payouts'],
          [all[2]?.id, 'payouts'],
          [all[2]?.id, 'payments'],
        ].map(([accountId, capability], index) => ({
          id: `00000000-0000-4000-8000-00000000000${index}`,
          accountId,
          capability,
          cause: 'manual',
          imposedAt: tx.clock.now(),
          imposedBy: 'test',
          examineBy: '2026-03-31',
          basis: '{}',
        })),
      ),
    )
    expect(await fits({ state: 'active' })).toEqual(['Actif'])
    expect(await fits({ state: 'restricted' })).toEqual(['Restreint'])
    expect(await fits({ state: 'suspended' })).toEqual(['Suspendu'])
  })

  test('by what is on file, or ends', async () => {
    const has = async (name: string, documentType: string, ...ends: (string | null)[]) => {
      const scene = await makeScene(database.db, { name })
      for (const expiresOn of ends) await addDocument(scene, { documentType, expiresOn })
    }
    await has('Rien', 'bank_details')
    await has('Toujours', 'company_registration', null)
    await has('Fini', 'company_registration', '2026-03-09')
    await has('Bientôt', 'activity_licence', '2026-04-30')
    expect(await fits({ missing: 'company_registration' })).toEqual(['Bientôt', 'Fini', 'Rien'])
    expect(await fits({ expiresBefore: '2026-05-01' })).toEqual(['Bientôt', 'Fini'])
    expect(await fits({ expiresBefore: '2026-04-30' })).toEqual(['Fini'])
    expect(await fits({ expiresBefore: '2026-05-01', expiring: 'activity_licence' })).toEqual(['Bientôt'])
  })
})
