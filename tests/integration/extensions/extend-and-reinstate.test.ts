import { expect, it } from 'vitest'
import { actOnAccount } from '#app/domain/accounts/act-on-account.ts'
import { extendDeadline } from '#app/domain/extensions/extend-deadline.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { Requirement } from '#db/models/requirements.ts'
import { overdueMerchants } from '#tests/factories/breaker.ts'
import { deskContext } from '#tests/factories/context.ts'
import { ask, noticesOf, openRestrictions, sweepContext, TOLD } from '#tests/factories/overdue.ts'
import { auditOf } from '#tests/factories/requirement.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

/** Both rungs of the ladder are behind what was due on 13 February 2026. */
const AT = '2026-03-10T09:00:00Z'

async function suspended(more: { documentType?: string } = {}) {
  const [merchant] = await overdueMerchants(database.db, 1)
  const accountId = merchant?.accountId ?? ''
  if (more.documentType && merchant) {
    await ask(database.db, [merchant], {
      deadline: '2026-02-13',
      notices: TOLD,
      documentType: more.documentType,
    })
  }
  await runSweep(sweepContext(database.db, AT))
  expect(Object.keys(await openRestrictions(database.db, accountId))).toHaveLength(2)
  const requirement = await Requirement.query(database.db)
    .findOne({ accountId, documentType: 'bank_details' })
    .throwIfNotFound()
  const officer = deskContext(database.db, await addUser(sweepContext(database.db, AT), 'officer'), AT)
  return { accountId, officer, requirementId: requirement.id }
}

const deadlineOf = async (id: string) => (await Requirement.query(database.db).findById(id))?.deadlineAt

it('an extension with "and reinstate" lifts what was withheld at once, tells the members once, and lasts', async () => {
  const { accountId, officer, requirementId } = await suspended()
  const act = { intent: 'extend' as const, requirementId, days: 30, reason: 'Le greffe est fermé.' }
  expect(await actOnAccount(officer, accountId, { ...act, reinstate: true })).toBe('extend_and_reinstate')
  expect(await openRestrictions(database.db, accountId)).toEqual({})
  const told = (await noticesOf(database.db, accountId)).filter(({ kind }) => kind === 'reinstated')
  expect(told).toHaveLength(1)
  expect(await auditOf(database.db, requirementId)).toContain('requirement.clock_extended')
  await runSweep(sweepContext(database.db, '2026-03-11T09:00:00Z'))
  expect(await openRestrictions(database.db, accountId)).toEqual({})
})

it('without it what is withheld stays', async () => {
  const { accountId, officer, requirementId } = await suspended()
  await extendDeadline(officer, { requirementId, days: 30, reason: 'Le greffe est fermé.' })
  expect(Object.keys(await openRestrictions(database.db, accountId))).toHaveLength(2)
})

it('is refused whole while another document is overdue, while this one stays so, or beyond what one officer may give', async () => {
  const { accountId, officer, requirementId } = await suspended({ documentType: 'articles_of_association' })
  const before = await deadlineOf(requirementId)
  const extend = (days: number) =>
    actOnAccount(officer, accountId, {
      intent: 'extend',
      requirementId,
      days,
      reason: 'Attente.',
      reinstate: true,
    })
  const nothing = { kind: 'PreconditionFailed', code: 'requirement.nothingToReinstate' }
  await expect(extend(30)).rejects.toMatchObject(nothing)
  await expect(extend(1)).rejects.toMatchObject(nothing)
  await expect(extend(31)).rejects.toMatchObject({ code: 'requirement.reinstateLater' })
  expect(await deadlineOf(requirementId)).toEqual(before)
  expect(Object.keys(await openRestrictions(database.db, accountId))).toHaveLength(2)
})

it('lifts nothing that is withheld for another cause', async () => {
  const { accountId, officer, requirementId } = await suspended()
  const restrict = {
    intent: 'restrict' as const,
    capabilities: ['payouts' as const],
    cause: 'fraud' as const,
  }
  await actOnAccount(officer, accountId, { ...restrict, reason: 'Signalement.' })
  await extendDeadline(officer, { requirementId, days: 30, reason: 'Le greffe est fermé.', reinstate: true })
  expect(Object.keys(await openRestrictions(database.db, accountId))).toEqual(['payouts fraud'])
})
