import { beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '#app/domain/context.ts'
import { NAMED_ACCOUNTS, sweepEffect } from '#app/domain/policy/effect.ts'
import { readPolicyInForce } from '#app/domain/policy/read-policy.ts'
import type { PolicyContent, PolicyRules } from '#app/domain/policy/schemas.ts'
import { setEffect } from '#app/domain/policy/set-effect.ts'
import { requestMissing } from '#app/domain/requirements/request-missing.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { DocumentType, Requirement } from '#db/models/requirements.ts'
import { addAccount } from '#tests/factories/account.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { addMerchants, ask, sweepContext } from '#tests/factories/overdue.ts'
import { changeRules } from '#tests/factories/policy.ts'
import { addDocument, makeScene } from '#tests/factories/requirement.ts'
import { addUser } from '#tests/factories/user.ts'
import { createTestDatabase, type TestDatabase, useDatabase } from '#tests/setup/database.ts'

const NOW = '2026-03-10T09:00:00.000Z'
const DAY_MS = 86_400_000
const at = new Date(NOW)
const inAWeek = new Date(at.getTime() + 7 * DAY_MS)
const asAdmin = async ({ db }: Pick<TestDatabase, 'db'>): Promise<Context> => {
  const ctx = deskContext(db, { kind: 'system', name: 'test' }, NOW)
  return { ...ctx, actor: await addUser(ctx, 'administrator') }
}
const rulesOf = async (ctx: Context) => (await readPolicyInForce(ctx)).content.rules

describe('of other rules on a sweep', () => {
  const database = useDatabase()
  let ctx: Context
  let before: PolicyRules
  const told = ['2026-01-05T10:00:00Z', '2026-02-20T08:00:00Z']
  beforeAll(async () => {
    ctx = await asAdmin(database)
    before = await rulesOf(ctx)
    // Three on the first step (six days overdue), two on the second, one in the days of grace, one told once.
    await ask(database.db, await addMerchants(database.db, 3), { deadline: '2026-03-04', notices: told })
    await ask(database.db, await addMerchants(database.db, 2), { deadline: '2026-02-18', notices: told })
    await ask(database.db, await addMerchants(database.db, 1), { deadline: '2026-03-09', notices: told })
    await ask(database.db, await addMerchants(database.db, 1), {
      deadline: '2026-02-18',
      notices: told.slice(1),
    })
    await ask(database.db, await addMerchants(database.db, 1), {
      deadline: '2026-02-18',
      notices: told,
      status: 'in_review',
    })
    await addMerchants(database.db, 10)
  })

  it('is nothing where they are the same, and what a dry run says', async () => {
    for (const instant of [at, inAWeek]) {
      const effect = await sweepEffect(ctx, { before, after: before }, instant)
      const dry = await runSweep(sweepContext(database.db, NOW), { at: instant, dryRun: true })
      const suspended = dry.restrictions.filter(({ grounds }) => grounds.payments)
      expect(effect.before).toEqual({
        restricted: dry.restrictions.length,
        suspended: suspended.length,
        held: false,
      })
      expect(effect.after).toEqual(effect.before)
      expect(effect.different).toEqual({ count: 0, first: [] })
      expect(effect.unfounded).toEqual({ count: 0, first: [] })
    }
  })

  it('counts and names who would be treated otherwise, now and in a week', async () => {
    const after: PolicyRules = {
      ...before,
      ladder: [{ after: { days: 0 }, withhold: ['payments', 'payouts'] }],
      breaker: { accounts: 2, share: 0.1 },
    }
    const now = await sweepEffect(ctx, { before, after }, at)
    expect(now.activeAccounts).toBe(18)
    expect(now.before).toEqual({ restricted: 5, suspended: 2, held: false })
    expect(now.after).toEqual({ restricted: 6, suspended: 6, held: true })
    expect(now.different.count).toBe(4)
    expect(now.different.first.map(({ before, after }) => [before, after])).toEqual(
      expect.arrayContaining([
        [['payouts'], ['payments', 'payouts']],
        [[], ['payments', 'payouts']],
      ]),
    )
    const names = now.different.first.map(({ name }) => name)
    expect(names).toEqual([...names].sort())
    const later = await sweepEffect(ctx, { before, after }, inAWeek)
    expect(later.before).toEqual({ restricted: 6, suspended: 5, held: false })
    expect(later.after).toEqual({ restricted: 6, suspended: 6, held: true })
    expect(later.different.count).toBe(1)
  })

  it('is what the sweep then does', async () => {
    const copy = await createTestDatabase()
    try {
      const there = await asAdmin(copy)
      const merchants = await addMerchants(copy.db, 4)
      await ask(copy.db, merchants, { deadline: '2026-03-09', notices: told })
      const foreseen = await sweepEffect(
        there,
        { before, after: { ...before, ladder: [{ after: { days: 0 }, withhold: ['payouts'] }] } },
        at,
      )
      await changeRules(there, { ladder: [{ after: { days: 0 }, withhold: ['payouts'] }] })
      const swept = await runSweep(sweepContext(copy.db, NOW))
      expect(swept.restrictions).toHaveLength(foreseen.after.restricted)
      expect(foreseen).toMatchObject({ before: { restricted: 0 }, after: { restricted: 4, suspended: 0 } })
    } finally {
      await copy.drop()
    }
  })

  it('names whose restriction would not follow any more, and leaves out whose would', async () => {
    const copy = await createTestDatabase()
    try {
      const there = await asAdmin(copy)
      const first = await addMerchants(copy.db, 2)
      await ask(copy.db, first, { deadline: '2026-03-04', notices: told })
      await ask(copy.db, await addMerchants(copy.db, 1), { deadline: '2026-01-28', notices: told })
      await runSweep(sweepContext(copy.db, NOW))
      const milder: PolicyRules = { ...before, ladder: [{ after: { days: 30 }, withhold: ['payouts'] }] }
      const { unfounded } = await sweepEffect(there, { before, after: milder }, at)
      // Two have their payouts withheld too early; of the third payments are.
      expect(unfounded.count).toBe(3)
      expect(unfounded.first.map(({ accountId }) => accountId)).toEqual(
        expect.arrayContaining(first.map(({ accountId }) => accountId)),
      )
      const same = await sweepEffect(there, { before, after: before }, at)
      expect(same.unfounded.count).toBe(0)
    } finally {
      await copy.drop()
    }
  })

  it('names accounts in the order of the list of accounts, accents aside', async () => {
    const copy = await createTestDatabase()
    try {
      const there = await asAdmin(copy)
      const merchants = await addMerchants(copy.db, 3)
      for (const [index, name] of ['Zoo', 'Élan', 'atelier'].entries()) {
        await write(there, (tx) =>
          tx.db('accounts').where({ id: merchants[index]?.accountId }).update({ name }),
        )
      }
      await ask(copy.db, merchants, { deadline: '2026-03-09', notices: told })
      const after: PolicyRules = { ...before, ladder: [{ after: { days: 0 }, withhold: ['payouts'] }] }
      const { different } = await sweepEffect(there, { before, after }, at)
      expect(different.first.map(({ name }) => name)).toEqual(['atelier', 'Élan', 'Zoo'])
    } finally {
      await copy.drop()
    }
  })

  it('counts all and names the first', async () => {
    const copy = await createTestDatabase()
    try {
      const there = await asAdmin(copy)
      const many = await addMerchants(copy.db, NAMED_ACCOUNTS + 1)
      await ask(copy.db, many, { deadline: '2026-03-09', notices: told })
      const after: PolicyRules = { ...before, ladder: [{ after: { days: 0 }, withhold: ['payouts'] }] }
      const { different } = await sweepEffect(there, { before, after }, at)
      expect(different.count).toBe(NAMED_ACCOUNTS + 1)
      expect(different.first).toHaveLength(NAMED_ACCOUNTS)
    } finally {
      await copy.drop()
    }
  })

  it('is held where the breaker would hold it: not at its limit, but one above', async () => {
    const copy = await createTestDatabase()
    try {
      const there = await asAdmin(copy)
      await addMerchants(copy.db, 71)
      await ask(copy.db, await addMerchants(copy.db, 29), { deadline: '2026-03-04', notices: told })
      // 0.29 of 100 is a little less than 29 in binary.
      const same: PolicyRules = { ...before, breaker: { accounts: 0, share: 0.29 } }
      const less: PolicyRules = { ...before, breaker: { accounts: 0, share: 0.28 } }
      const effect = await sweepEffect(there, { before: same, after: less }, at)
      expect([effect.before, effect.after]).toMatchObject([
        { restricted: 29, held: false },
        { restricted: 29, held: true },
      ])
      await changeRules(there, { breaker: same.breaker })
      expect(await runSweep(sweepContext(copy.db, NOW), { dryRun: true })).toMatchObject({ held: null })
    } finally {
      await copy.drop()
    }
  })

  it('is nothing during an outage of what documents are sent with', async () => {
    const copy = await createTestDatabase()
    try {
      const there = await asAdmin(copy)
      await ask(copy.db, await addMerchants(copy.db, 1), { deadline: '2026-02-18', notices: told })
      const portal = await makeComponent(there, { neededToSubmitDocuments: true })
      await write(there, (tx) => tx.db('components').where({ id: portal }).update({ status: 'major_outage' }))
      const effect = await sweepEffect(there, { before, after: before }, at)
      expect(effect.before.restricted).toBe(0)
    } finally {
      await copy.drop()
    }
  })

  it('is for administrators alone', async () => {
    const officer = { ...ctx, actor: await addUser(ctx, 'officer') }
    const content = { before, after: before }
    await expect(sweepEffect(officer, content, at)).rejects.toMatchObject({ kind: 'Forbidden' })
    await expect(setEffect(officer, {} as never)).rejects.toMatchObject({ kind: 'Forbidden' })
  })
})

describe('of other sets', () => {
  const database = useDatabase()

  it('counts the accounts that would newly need a document, as asking for what is missing does', async () => {
    const ctx = await asAdmin(database)
    const officer = { ...ctx, actor: await addUser(ctx, 'officer') }
    const { content: before } = await readPolicyInForce(ctx)
    const declared = { representative: 'Jeanne Dupont', owners: ['Jeanne Dupont', 'Luc Dupont'] }
    const association = await addAccount(ctx, { legalForm: 'association', declared })
    await addAccount(ctx, { legalForm: 'association', declared: {} })
    await addAccount(ctx, { legalForm: 'association', closedAt: at })
    await addAccount(ctx, { legalForm: 'sole_trader' })
    const with_ = (legalForm: keyof PolicyContent['requiredSets'], code: string) => ({
      ...before.requiredSets,
      [legalForm]: [...before.requiredSets[legalForm], code],
    })
    const counted = async (requiredSets: PolicyContent['requiredSets']) =>
      (await setEffect(ctx, { before, after: { ...before, requiredSets } })).needed.map(
        ({ legalForm, type, accounts }) => [legalForm, type.code, accounts],
      )
    expect(await counted(before.requiredSets)).toEqual([])
    expect(await counted(with_('association', 'proof_of_address'))).toEqual([
      ['association', 'proof_of_address', 2],
    ])
    expect(await counted(with_('sole_trader', 'beneficial_owners'))).toEqual([
      ['sole_trader', 'beneficial_owners', 1],
    ])
    // What is asked already is not missing; who has a standing document either.
    await requestMissing(officer, { accountId: association.id })
    const none: PolicyContent = {
      ...before,
      requiredSets: { ...before.requiredSets, association: ['proof_of_address'] },
    }
    const back = await setEffect(ctx, { before: none, after: before })
    expect(back.needed.map(({ type, accounts }) => [type.code, accounts])).toContainEqual(['bank_details', 1])
  })

  it('counts each owner of a company, and who has the document already: one that ends, or is to be reviewed, within 60 days counts no more', async () => {
    const copy = await createTestDatabase()
    const scene = await makeScene(copy.db, { declared: { representative: 'Jeanne', owners: ['Luc'] } })
    try {
      const ctx = await asAdmin(copy)
      const { content } = await readPolicyInForce(ctx)
      const company = content.requiredSets.company.filter((code) => code !== 'identity_document')
      const before = { ...content, requiredSets: { ...content.requiredSets, company } }
      const count = async () => (await setEffect(ctx, { before, after: content })).needed[0]?.accounts
      expect(await count()).toBe(1)
      const jeanne = { documentType: 'identity_document', subject: 'Jeanne' }
      // To be reviewed after five years.
      await addDocument(scene, { ...jeanne, acceptedAt: '2021-05-09T09:00:00Z' })
      await addDocument(scene, { documentType: 'identity_document', subject: 'Luc', expiresOn: '2026-05-09' })
      expect(await count()).toBe(1)
      await addDocument(scene, { documentType: 'identity_document', subject: 'Luc', expiresOn: '2026-05-10' })
      expect(await count()).toBe(1)
      await addDocument(scene, { ...jeanne, acceptedAt: '2021-05-10T09:00:00Z' })
      expect(await count()).toBe(0)
    } finally {
      await copy.drop()
    }
  })

  it('counts what is still asked of a type that is retired', async () => {
    const copy = await createTestDatabase()
    try {
      const ctx = await asAdmin(copy)
      await ask(copy.db, await addMerchants(copy.db, 3), {
        deadline: '2026-04-01',
        documentType: 'activity_licence',
      })
      const { content: before } = await readPolicyInForce(ctx)
      const documentTypes = before.documentTypes.map((type) => ({
        ...type,
        retired: type.code === 'activity_licence',
      }))
      const { stillAsked } = await setEffect(ctx, { before, after: { ...before, documentTypes } })
      expect(stillAsked).toMatchObject([{ type: { code: 'activity_licence' }, requirements: 3 }])
      expect(await DocumentType.query(copy.db).where({ retired: true })).toEqual([])
      expect(await Requirement.query(copy.db).whereNotNull('closedAt')).toEqual([])
    } finally {
      await copy.drop()
    }
  })
})
