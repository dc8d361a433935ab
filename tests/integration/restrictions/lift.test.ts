import { beforeAll, describe, expect, it } from 'vitest'
import type { UserActor } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import type { AccountId } from '#app/domain/ids.ts'
import { capabilitiesOf } from '#app/domain/restrictions/capabilities.ts'
import { liftManually } from '#app/domain/restrictions/lift-manually.ts'
import { liftSatisfied } from '#app/domain/restrictions/lift-satisfied.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { Requirement, type RequirementStatus } from '#db/models/requirements.ts'
import { Restriction } from '#db/models/restrictions.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import {
  addMerchants,
  ask,
  type Merchant,
  noticesOf,
  openRestrictions,
  sweepContext,
} from '#tests/factories/overdue.ts'
import { auditOf } from '#tests/factories/requirement.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const LATE = '2026-03-10T08:00:00.000Z'
const LATER = '2026-03-11T08:00:00.000Z'
const REASON = 'Signalement du 9 mars.'

let officer: UserActor
beforeAll(async () => {
  officer = await addUser(sweepContext(database.db, LATE), 'officer')
})

const desk = (at = LATER) => deskContext(database.db, officer, at)
const open = (accountId: string) => openRestrictions(database.db, accountId)
const told = async (accountId: string) =>
  (await noticesOf(database.db, accountId)).filter(
    ({ kind }) => kind === 'restricted' || kind === 'reinstated',
  )

/** Suspended for each of the document types. */
async function suspended(...documentTypes: string[]): Promise<Merchant & { requirementIds: string[] }> {
  const [merchant] = await addMerchants(database.db, 1)
  if (!merchant) throw new Error('no merchant')
  const requirementIds: string[] = []
  for (const [index, documentType] of documentTypes.entries()) {
    const notices = [`2026-01-0${index + 5}T09:00:00Z`, `2026-01-2${index}T09:00:00Z`]
    requirementIds.push(
      ...(await ask(database.db, [merchant], { deadline: '2026-02-13', documentType, notices })),
    )
  }
  await runSweep(sweepContext(database.db, LATE))
  return { ...merchant, requirementIds }
}

/** As the verbs of review do: the state and the lifting in one transaction. */
const close = (accountId: string, id: string, status: RequirementStatus = 'approved') =>
  write(desk(), async (tx) => {
    await Requirement.query(tx.db).findById(id).patch({ status, closedAt: tx.clock.now() })
    await liftSatisfied(tx, accountId)
  })

describe('liftSatisfied', () => {
  it.each<RequirementStatus>(['approved', 'waived', 'cancelled'])(
    'lifts with the last cause: %s',
    async (status) => {
      const { accountId, requirementIds } = await suspended('bank_details', 'beneficial_owners')
      const [first = '', second = ''] = requirementIds
      await close(accountId, first, status)
      expect(Object.keys(await open(accountId))).toHaveLength(2)
      await close(accountId, second, status)
      expect(await open(accountId)).toEqual({})
      const notices = await told(accountId)
      expect(notices.map(({ kind }) => kind)).toEqual(['restricted', 'reinstated'])
      expect(notices[1]).toMatchObject({
        requirementIds: [...requirementIds].sort(),
        mails: [{ template: 'account_reinstated', data: { url: 'https://vigie.test/' } }],
      })
      const lifted = await Restriction.query(database.db).where({ accountId })
      for (const restriction of lifted) {
        expect(restriction).toMatchObject({
          liftedAt: new Date(LATER),
          liftedBy: officer.userId,
          liftingReason: 'requirements_satisfied',
        })
        expect(await auditOf(database.db, restriction.id)).toEqual([
          'restriction.imposed',
          'restriction.lifted',
        ])
      }
    },
  )

  it('does nothing while an answer is only under review, and nothing a second time', async () => {
    const { accountId, requirementIds } = await suspended('bank_details')
    const [id = ''] = requirementIds
    await write(desk(), async (tx) => {
      await Requirement.query(tx.db).findById(id).patch({ status: 'in_review' })
      await liftSatisfied(tx, accountId)
    })
    expect(Object.keys(await open(accountId))).toHaveLength(2)
    await close(accountId, id)
    await write(desk(), (tx) => liftSatisfied(tx, accountId))
    expect(await told(accountId)).toHaveLength(2)
  })

  it('leaves other causes, and does not announce what they still withhold', async () => {
    const { accountId, requirementIds } = await suspended('bank_details')
    await restrictManually(desk(), { accountId, capabilities: ['payouts'], cause: 'fraud', reason: REASON })
    await close(accountId, requirementIds[0] ?? '')
    expect(await open(accountId)).toEqual({ 'payouts fraud': [] })
    expect((await told(accountId)).at(-1)?.mails).toMatchObject([{ data: { capabilities: ['payments'] } }])
  })

  it('says nothing at all where everything stays withheld', async () => {
    const { accountId, requirementIds } = await suspended('bank_details')
    const capabilities = ['payments' as const, 'payouts' as const]
    await restrictManually(desk(), { accountId, capabilities, cause: 'asset_freeze', reason: REASON })
    await close(accountId, requirementIds[0] ?? '')
    expect((await told(accountId)).map(({ kind }) => kind)).toEqual(['restricted'])
  })
})

describe('restrictions by hand', () => {
  it('withhold once per cause, without a mail; a second time is a conflict', async () => {
    const [merchant] = await addMerchants(database.db, 1)
    const accountId = merchant?.accountId ?? ''
    const order = { accountId, capabilities: ['payouts' as const], cause: 'manual' as const, reason: REASON }
    const [id = ''] = await restrictManually(desk(), order)
    expect(await auditOf(database.db, id)).toEqual(['restriction.imposed'])
    await expect(restrictManually(desk(), order)).rejects.toThrow(/alreadyWithheld/)
    expect(await restrictManually(desk(), { ...order, capabilities: ['payouts', 'payments'] })).toHaveLength(
      1,
    )
    expect(await told(accountId)).toEqual([])
  })

  it('are refused for accounts that are unknown or closed, and to everybody but officers', async () => {
    const [closed] = await addMerchants(database.db, 1, { closedAt: new Date(LATE) })
    const order = { capabilities: ['payouts' as const], cause: 'manual' as const, reason: REASON }
    for (const [accountId, refusal] of [
      [closed?.accountId ?? '', /account\.closed/],
      [crypto.randomUUID(), /NotFound/],
    ] as const) {
      await expect(restrictManually(desk(), { ...order, accountId })).rejects.toThrow(refusal)
    }
    const publisher = { ...desk(), actor: { ...officer, role: 'publisher' as const } }
    await expect(restrictManually(publisher, { ...order, accountId: crypto.randomUUID() })).rejects.toThrow(
      /Forbidden/,
    )
    const lift = { accountId: crypto.randomUUID(), restrictionId: crypto.randomUUID(), reason: REASON }
    await expect(liftManually(publisher, lift)).rejects.toThrow(/Forbidden/)
  })

  it('are lifted once, and only through the account they stand against', async () => {
    const [merchant, other] = await addMerchants(database.db, 2)
    const accountId = merchant?.accountId ?? ''
    const order = { accountId, capabilities: ['payouts' as const], cause: 'manual' as const, reason: REASON }
    const [restrictionId = ''] = await restrictManually(desk(), order)
    const lift = { accountId, restrictionId, reason: 'Vérifié.' }
    await expect(liftManually(desk(), { ...lift, accountId: other?.accountId ?? '' })).rejects.toThrow(
      /NotFound/,
    )
    const outcomes = await Promise.allSettled([liftManually(desk(), lift), liftManually(desk(), lift)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(liftManually(desk(), lift)).rejects.toThrow(/alreadyLifted/)
    expect(await open(accountId)).toEqual({})
    expect((await told(accountId)).map(({ kind }) => kind)).toEqual(['reinstated'])
  })
})

describe('capabilitiesOf', () => {
  const asMember = (accountId: string): Context => ({
    ...desk(),
    actor: { kind: 'user', userId: officer.userId, role: 'member', accountId: accountId as AccountId },
  })

  it('names overdue documents and what they are', async () => {
    const { accountId, requirementIds } = await suspended('bank_details')
    const withheld = {
      state: 'inactive',
      causes: ['requirements.past_due'],
      since: new Date(LATE),
      requirementIds,
      examination: null,
    }
    const capabilities = await capabilitiesOf(asMember(accountId), accountId)
    expect(capabilities).toEqual({ payments: withheld, payouts: withheld })
  })

  it.each(['manual', 'fraud', 'asset_freeze'] as const)('tells %s like every other review', async (cause) => {
    const [merchant] = await addMerchants(database.db, 1)
    const accountId = merchant?.accountId ?? ''
    await restrictManually(desk(), { accountId, capabilities: ['payouts'], cause, reason: REASON })
    const capabilities = await capabilitiesOf(asMember(accountId), accountId)
    expect(capabilities).toEqual({
      payments: { state: 'active' },
      payouts: {
        state: 'inactive',
        causes: ['under_review'],
        since: new Date(LATER),
        requirementIds: [],
        examination: { by: expect.any(Date), passed: false },
      },
    })
    expect(JSON.stringify(capabilities)).not.toMatch(/fraud|freeze|manual|Signalement/)
  })

  it('tells one day while it lasts, whatever else is withheld or lifted meanwhile', async () => {
    const { accountId, requirementIds } = await suspended('bank_details')
    const since = async () => {
      const { payments, payouts } = await capabilitiesOf(asMember(accountId), accountId)
      return [payments, payouts].map((capability) => capability.state === 'inactive' && capability.since)
    }
    const capabilities = ['payments' as const, 'payouts' as const]
    await restrictManually(desk(), { accountId, capabilities, cause: 'fraud', reason: REASON })
    expect(await since()).toEqual([new Date(LATE), new Date(LATE)])
    await close(accountId, requirementIds[0] ?? '')
    expect(await since()).toEqual([new Date(LATE), new Date(LATE)])
  })

  it('does not exist for another account', async () => {
    const [merchant, other] = await addMerchants(database.db, 2)
    const reading = capabilitiesOf(asMember(other?.accountId ?? ''), merchant?.accountId ?? '')
    await expect(reading).rejects.toThrow(/NotFound/)
  })
})
