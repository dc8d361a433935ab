import { describe, expect, it } from 'vitest'
import { plainDay } from '#app/domain/calendar/paris.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { write } from '#tests/factories/context.ts'
import { renewals } from '#tests/factories/renewal.ts'
import { addDocument } from '#tests/factories/requirement.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const { scene, run, requirementsOf } = renewals(database)

describe('the periodic review', () => {
  it('asks again what the legal form needs after 5 years, of high risk after 1, each with its reason', async () => {
    const declared = { representative: 'Ali Ba' }
    const standard = await scene({ legalForm: 'sole_trader', declared })
    const high = await scene({ legalForm: 'sole_trader', declared, risk: 'high' })
    for (const made of [standard, high]) {
      await addDocument(made, { documentType: 'bank_details' })
      await addDocument(made, { documentType: 'proof_of_address', subject: 'Ali Ba' })
      // Not needed of a sole trader.
      await addDocument(made, { documentType: 'articles_of_association' })
    }
    await run('2025-11-10')
    expect(await requirementsOf(high)).toHaveLength(0)
    await run('2025-11-11')
    expect(await requirementsOf(high)).toMatchObject([
      { documentType: 'bank_details', why: { kind: 'review', years: 1, on: '2026-01-10' } },
      { documentType: 'proof_of_address', why: { kind: 'review', years: 1 }, clockFrom: '2025-12-11' },
    ])
    expect(await requirementsOf(standard)).toEqual([])
    // What is kept with it gives the same day again.
    for (const { why } of await requirementsOf(high)) {
      if (why?.kind !== 'review') throw new Error('asked for another reason')
      expect(plainDay(why.since).add({ years: why.years }).toString()).toBe(why.on)
    }
    await run('2029-11-10')
    expect(await requirementsOf(standard)).toEqual([])
    await run('2029-11-11')
    expect(await requirementsOf(standard)).toMatchObject([
      { documentType: 'bank_details', why: { kind: 'review', years: 5, on: '2030-01-10' } },
      { documentType: 'proof_of_address', why: { kind: 'review', years: 5 } },
    ])
  })

  it('of an account that became high risk is asked at once, with the whole time', async () => {
    const made = await scene({ declared: {} })
    await addDocument(made, { documentType: 'bank_details' })
    await run('2028-05-02')
    expect(await requirementsOf(made)).toEqual([])
    await write(made.as(made.officer), (tx) =>
      tx.db('accounts').where({ id: made.account.id }).update({ risk: 'high' }),
    )
    await run('2028-05-03')
    expect((await requirementsOf(made))[0]?.deadlineAt?.toISOString()).toBe('2028-06-02T21:59:59.999Z')
  })

  it('that an officer waived comes back after its years', async () => {
    const made = await scene({ risk: 'high' })
    await addDocument(made, { documentType: 'bank_details' })
    await run('2026-02-02')
    const [asked] = await requirementsOf(made)
    await waiveRequirement(made.as(made.officer, '2026-02-03T09:00:00Z'), {
      requirementId: asked?.id ?? '',
      reason: 'RIB vérifié par virement.',
    })
    await run('2026-12-04')
    expect(await requirementsOf(made)).toHaveLength(1)
    await run('2026-12-05')
    expect(await requirementsOf(made)).toMatchObject([{ status: 'waived' }, { why: { on: '2027-02-03' } }])
  })
})
