import { beforeEach, describe, expect, test } from 'vitest'
import { system, type UserActor } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { extendDeadline } from '#app/domain/extensions/extend-deadline.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { accountTimeline } from '#app/domain/timeline/account-timeline.ts'
import { TIMELINE_KINDS } from '#app/domain/timeline/schemas.ts'
import { Mail } from '#db/models/mail.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addMerchants, ask, sweepContext } from '#tests/factories/overdue.ts'
import { askMany } from '#tests/factories/request-batch.ts'
import { addUser } from '#tests/factories/user.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

let database: TestDatabase
let officer: UserActor

beforeEach(async () => {
  database = await createTestDatabase()
  officer = await addUser(deskContext(database.db, system('test')), 'officer', { name: 'Olive Officier' })
  return () => database.drop()
})

const as = (at?: string): Context => deskContext(database.db, officer, at)
const oneMerchant = async () => {
  const [merchant] = await addMerchants(database.db, 1)
  if (!merchant) throw new Error('a merchant')
  return merchant
}

/** As signing in leaves it. */
const signIn = (accountId: string, userId: string) =>
  withTransaction(as(), (tx) =>
    recordAudit(tx, { action: 'session.opened', subjectType: 'user', subjectId: userId, accountId }),
  )

describe('what an entry tells', () => {
  test('a request its deadline, a notice what became of each mail', async () => {
    const { accountId, email } = await oneMerchant()
    await addUser(as(), 'member', { accountId })
    await requestRequirement(as(), { accountId, documentType: 'bank_details', message: 'Bonjour' })
    const [notice, request] = (await accountTimeline(as(), accountId)).entries
    expect(request).toMatchObject({
      action: 'requirement.requested',
      kind: 'documents',
      by: 'Olive Officier',
      document: { name: { fr: 'RIB' } },
      facts: { message: 'Bonjour' },
    })
    expect(new Date(request?.deadlineAt ?? 0).toISOString()).toBe('2026-04-09T21:59:59.999Z')
    expect(Object.values(notice?.documents ?? {})).toEqual([request?.document])
    expect(notice?.deliveries.map(({ result }) => result)).toEqual(['waiting', 'waiting'])

    await Mail.query(database.db).patch({ status: 'failed', providerResponse: '550 no such user' })
    await Mail.query(database.db)
      .patch({ status: 'sent', sentAt: new Date('2026-03-10T09:00:02Z'), providerResponse: '250 ok' })
      .where({ toAddress: email })
    const [told] = (await accountTimeline(as(), accountId)).entries
    const byAddress = new Map(told?.deliveries.map((one) => [one.address, one]))
    expect(byAddress.get(email)).toMatchObject({ result: 'accepted', at: new Date('2026-03-10T09:00:02Z') })
    expect([...byAddress.values()].find(({ address }) => address !== email)).toMatchObject({
      result: 'refused',
      response: '550 no such user',
      at: null,
    })
  })

  test('of clock changes those that matter, of sign-ins none unless asked for', async () => {
    const { accountId } = await oneMerchant()
    const member = await addUser(as(), 'member', { accountId })
    const requirementId = await requestRequirement(as(), {
      accountId,
      documentType: 'bank_details',
      deadline: '2026-04-01',
    })
    await signIn(accountId, member.userId)
    await extendDeadline(as(), { requirementId, days: 5, reason: 'Congés' })
    const actions = async (kind?: (typeof TIMELINE_KINDS)[number]) =>
      (await accountTimeline(as(), accountId, { kind })).entries.map(({ action }) => action)
    expect(await actions()).toEqual(['requirement.clock_extended', 'notice.sent', 'requirement.requested'])
    expect(await actions('deadlines')).toEqual(['requirement.clock_extended'])
    expect(await actions('documents')).toEqual(['requirement.requested'])
    expect(await actions('notices')).toEqual(['notice.sent'])
    expect(await actions('access')).toEqual(['session.opened'])
    expect(await actions('restrictions')).toEqual([])
    expect(await actions('members')).toEqual([])
  })

  test('of a bulk request that it was one, and the officer who confirmed it', async () => {
    const { accountId, email } = await oneMerchant()
    const batchId = await askMany(as(), { search: email })
    const { entries } = await accountTimeline(as(), accountId, { kind: 'documents' })
    expect(entries).toMatchObject([
      { action: 'requirement.requested', byJob: false, by: 'Olive Officier', facts: { batchId } },
    ])
  })

  test('of an automatic suspension what it rested on, and that the rules still give the same', async () => {
    const [merchant] = await addMerchants(database.db, 1)
    if (!merchant) throw new Error('a merchant')
    const [requirementId] = await ask(database.db, [merchant], {
      deadline: '2026-03-02',
      requestedAt: '2026-02-01T09:00:00Z',
      notices: ['2026-02-01T09:00:00Z', '2026-02-20T09:00:00Z'],
    })
    const at = '2026-03-20T09:00:00Z'
    await runSweep(sweepContext(database.db, at))
    const { entries } = await accountTimeline(as(at), merchant.accountId, { kind: 'restrictions' })
    expect(entries.map(({ action }) => action)).toEqual(['restriction.imposed', 'restriction.imposed'])
    for (const { explanation, facts, documents } of entries) {
      expect(explanation).toMatchObject({
        at: '2026-03-20T09:00:00.000Z',
        policyVersion: 1,
        isSame: true,
        requirements: [
          {
            requirementId,
            noticesAcceptedAt: ['2026-02-01T09:00:00.000Z', '2026-02-20T09:00:00.000Z'],
            clockEntries: 1,
          },
        ],
        decision: { payments: [requirementId], payouts: [requirementId] },
      })
      expect(facts).not.toHaveProperty('basis')
      expect(Object.keys(documents)).toEqual([requirementId])
    }
    // Lifted, the act keeps its explanation; the lifting says why.
    await waiveRequirement(as('2026-03-21T09:00:00Z'), {
      requirementId: requirementId ?? '',
      reason: 'Erreur',
    })
    const later = (await accountTimeline(as(at), merchant.accountId, { kind: 'restrictions' })).entries
    expect(later.map(({ action, explanation }) => [action, explanation?.isSame])).toEqual([
      ['restriction.lifted', undefined],
      ['restriction.lifted', undefined],
      ['restriction.imposed', true],
      ['restriction.imposed', true],
    ])
    expect(later[0]?.facts).toMatchObject({ liftingReason: 'requirements_satisfied' })
  })

  test('a stored decision that the rules no longer give is said to differ', async () => {
    const [merchant] = await addMerchants(database.db, 1)
    if (!merchant) throw new Error('a merchant')
    await ask(database.db, [merchant], {
      deadline: '2026-03-02',
      requestedAt: '2026-02-01T09:00:00Z',
      notices: ['2026-02-01T09:00:00Z', '2026-02-20T09:00:00Z'],
    })
    const at = '2026-03-20T09:00:00Z'
    await runSweep(sweepContext(database.db, at))
    await database.db.raw('alter table restrictions disable trigger user')
    await database.db.raw(
      `update restrictions set basis = jsonb_set(basis, '{decisions,0,requirements,0,notices}', '[]')`,
    )
    const [entry] = (await accountTimeline(as(at), merchant.accountId, { kind: 'restrictions' })).entries
    expect(entry?.explanation).toMatchObject({ isSame: false })
  })
})

test('pages of every kind add up to the whole, in order', async () => {
  const { accountId, email } = await oneMerchant()
  const member = await addUser(as(), 'member', { accountId })
  await signIn(accountId, member.userId)
  await askMany(as(), { search: email, documentTypes: ['bank_details', 'articles_of_association'] })
  for (const kind of [null, ...TIMELINE_KINDS]) {
    const whole = (await accountTimeline(as(), accountId, { kind })).entries
    const ids: number[] = []
    let after: string | null = null
    do {
      const page = await accountTimeline(as(), accountId, { kind, after, limit: 1 })
      ids.push(...page.entries.map(({ id }) => id))
      after = page.next
    } while (after)
    expect(ids).toEqual(whole.map(({ id }) => id))
  }
})
