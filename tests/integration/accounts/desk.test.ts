import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { nobody, system, type UserActor } from '#app/domain/access/actor.ts'
import { actOnAccount } from '#app/domain/accounts/act-on-account.ts'
import { listAccounts } from '#app/domain/accounts/list-accounts.ts'
import { readAccount } from '#app/domain/accounts/read-account.ts'
import { ACCOUNT_STATES } from '#app/domain/accounts/schemas.ts'
import type { Context } from '#app/domain/context.ts'
import { DUE_BUCKETS } from '#app/domain/due/schemas.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import { accountTimeline } from '#app/domain/timeline/account-timeline.ts'
import { ClockEntry, Requirement } from '#db/models/requirements.ts'
import { addAccount } from '#tests/factories/account.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { changeRules } from '#tests/factories/policy.ts'
import { addWaiting } from '#tests/factories/review-scene.ts'
import { addUser } from '#tests/factories/user.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

let database: TestDatabase
let ctx: Context
let officer: UserActor

beforeEach(async () => {
  database = await createTestDatabase()
  officer = await addUser(deskContext(database.db, system('test')), 'officer', { name: 'Olive Officier' })
  ctx = deskContext(database.db, officer)
  return () => database.drop()
})

const addRequirement = (accountId: string, deadlineAt: Date | null, documentType = 'bank_details') =>
  write(ctx, async (tx) => {
    const requirement = await Requirement.query(tx.db).insertAndFetch({
      id: randomUUID(),
      accountId,
      documentType,
      status: 'requested',
      requestedAt: tx.clock.now(),
      deadlineAt,
    })
    await ClockEntry.query(tx.db).insert({
      requirementId: requirement.id,
      kind: 'started',
      at: tx.clock.now(),
      days: 30,
      cause: 'requested',
    })
    return requirement
  })

test('the page of an account says the usual time of the policy in force', async () => {
  const account = await addAccount(ctx)
  expect(await readAccount(ctx, account.id)).toMatchObject({ usualDays: 30 })
  await changeRules(ctx, { deadlineDays: 20 })
  expect(await readAccount(ctx, account.id)).toMatchObject({ usualDays: 20 })
})

const restrict = (
  accountId: string,
  capabilities: ('payments' | 'payouts')[],
  cause: 'manual' | 'fraud' = 'manual',
) => actOnAccount(ctx, accountId, { intent: 'restrict', capabilities, cause, reason: 'Contrôle' })

/** One account of each state and urgency, named in the order of the list. */
async function fill() {
  const [a, b, c, d, e] = await Promise.all(
    ['Abricot', 'école Zéro', 'Éclair', 'Zèbre', 'zoo'].map((name) => addAccount(ctx, { name })),
  )
  if (!a || !b || !c || !d || !e) throw new Error('five accounts expected')
  await addRequirement(a.id, new Date('2026-03-10T08:59:59.999Z'))
  await addRequirement(a.id, new Date('2026-04-10T21:59:59.999Z'), 'articles_of_association')
  await addRequirement(b.id, null)
  await addWaiting(ctx, { account: c })
  await restrict(b.id, ['payouts'])
  await restrict(c.id, ['payments', 'payouts'], 'fraud')
  await actOnAccount(ctx, e.id, { intent: 'close', reason: 'Fin de contrat' })
}

const names = async (query: Parameters<typeof listAccounts>[1]) =>
  (await listAccounts(ctx, query)).accounts.map(({ name }) => name)

describe('list', () => {
  test('by name, accents and capitals aside, on pages of any size', async () => {
    await fill()
    const all = ['Abricot', 'Éclair', 'école Zéro', 'Zèbre', 'zoo']
    expect(await names({})).toEqual(all)
    for (const limit of [1, 2, 3, 5]) {
      const seen: string[] = []
      let after: string | null = null
      do {
        const page = await listAccounts(ctx, { after, limit })
        seen.push(...page.accounts.map(({ name }) => name))
        after = page.next
      } while (after)
      expect(seen).toEqual(all)
    }
  })

  test('state and urgency, shown and filtered', async () => {
    await fill()
    const { accounts } = await listAccounts(ctx)
    expect(accounts.map(({ state }) => state)).toEqual([
      'active',
      'suspended',
      'restricted',
      'active',
      'closed',
    ])
    expect(accounts.map(({ due }) => Object.values(due).reduce((sum, count) => sum + count))).toEqual([
      2, 1, 1, 0, 0,
    ])
    expect(accounts[0]?.due).toEqual({
      past_due: 1,
      currently_due: 1,
      eventually_due: 0,
      pending_verification: 0,
    })
    const byState = Object.fromEntries(
      await Promise.all(ACCOUNT_STATES.map(async (state) => [state, await names({ state })])),
    )
    expect(byState).toEqual({
      active: ['Abricot', 'Zèbre'],
      restricted: ['école Zéro'],
      suspended: ['Éclair'],
      closed: ['zoo'],
    })
    const byBucket = Object.fromEntries(
      await Promise.all(DUE_BUCKETS.map(async (bucket) => [bucket, await names({ bucket })])),
    )
    expect(byBucket).toEqual({
      past_due: ['Abricot'],
      currently_due: ['Abricot'],
      pending_verification: ['Éclair'],
      eventually_due: ['école Zéro'],
      satisfied: ['Zèbre', 'zoo'],
    })
    expect(await names({ bucket: 'satisfied', state: 'active', search: 'ZEB' })).toEqual(['Zèbre'])
  })

  test('a page that is none of ours, and who may not look', async () => {
    await expect(listAccounts(ctx, { after: 'x' })).rejects.toMatchObject({ kind: 'Invalid', code: 'cursor' })
    expect(await names({ after: randomUUID() })).toEqual([])
    for (const actor of [nobody, await addUser(ctx, 'publisher')]) {
      await expect(listAccounts({ ...ctx, actor })).rejects.toMatchObject({ kind: 'Forbidden' })
    }
    const administrator = { ...ctx, actor: await addUser(ctx, 'administrator') }
    expect((await listAccounts(administrator)).accounts).toEqual([])
  })
})

describe('one account', () => {
  test('state, causes, members, what is due and what waits', async () => {
    const { account, member, requirement, submission } = await addWaiting(ctx)
    await restrict(account.id, ['payments'], 'fraud')
    const file = await readAccount(ctx, account.id)
    expect(file).toMatchObject({
      account: { name: 'Boulangerie Dupont' },
      state: 'suspended',
      capabilities: {
        payments: [
          { cause: 'fraud', by: 'Olive Officier', byJob: false, reason: 'Contrôle', requirements: [] },
        ],
        payouts: [],
      },
      members: [{ id: member.userId, access: 'invited' }],
      waiting: { [requirement.id]: submission.id },
    })
    expect(file.due.pending_verification.map(({ id }) => id)).toEqual([requirement.id])
    expect(file.documentTypes).toHaveLength(9)
    expect(JSON.stringify(file)).not.toMatch(/password/i)
  })

  test('unknown ids and other roles', async () => {
    const { account, member } = await addWaiting(ctx)
    for (const id of [randomUUID(), 'x', '']) {
      await expect(readAccount(ctx, id)).rejects.toMatchObject({ kind: 'NotFound' })
    }
    for (const actor of [member, nobody, await addUser(ctx, 'publisher')]) {
      await expect(readAccount({ ...ctx, actor }, account.id)).rejects.toMatchObject({ kind: 'Forbidden' })
      await expect(accountTimeline({ ...ctx, actor }, account.id)).rejects.toMatchObject({
        kind: 'Forbidden',
      })
    }
  })

  test('its story, newest first, in pages', async () => {
    const { account, submission } = await addWaiting(ctx)
    await rejectSubmission(ctx, { submissionId: submission.id, version: 1, reasonCodes: ['expired'] })
    await restrict(account.id, ['payouts'])
    await actOnAccount(ctx, account.id, { intent: 'request', documentType: 'bank_details', undated: true })
    const { entries, next } = await accountTimeline(ctx, account.id)
    expect(next).toBeNull()
    expect(entries.map(({ action }) => action)).toEqual([
      'notice.sent',
      'requirement.requested',
      'restriction.imposed',
      'submission.rejected',
    ])
    expect(entries[3]).toMatchObject({
      by: 'Olive Officier',
      byJob: false,
      document: { name: { fr: 'Extrait Kbis ou RNE' }, subject: '' },
      facts: { reasonCodes: ['expired'] },
    })
    const first = await accountTimeline(ctx, account.id, { limit: 3 })
    const second = await accountTimeline(ctx, account.id, { limit: 3, after: first.next })
    expect([...first.entries, ...second.entries]).toEqual(entries)
    await expect(accountTimeline(ctx, account.id, { after: 'x' })).rejects.toMatchObject({ kind: 'Invalid' })
  })
})

describe('what an officer can do there', () => {
  test('ask, extend, waive, cancel, withhold, reinstate', async () => {
    const account = await addAccount(ctx)
    await addUser(ctx, 'member', { accountId: account.id })
    const due = async () => (await readAccount(ctx, account.id)).due
    await actOnAccount(ctx, account.id, { intent: 'request', documentType: 'bank_details' })
    await actOnAccount(ctx, account.id, {
      intent: 'request',
      documentType: 'articles_of_association',
      undated: true,
    })
    const [dated] = (await due()).currently_due
    const [undated] = (await due()).eventually_due
    if (!dated || !undated) throw new Error('two requirements expected')
    await actOnAccount(ctx, account.id, {
      intent: 'extend',
      requirementId: dated.id,
      days: 5,
      reason: 'Congés',
    })
    expect((await due()).currently_due[0]?.deadlineAt?.getTime()).toBeGreaterThan(
      dated.deadlineAt?.getTime() ?? 0,
    )
    await actOnAccount(ctx, account.id, { intent: 'waive', requirementId: dated.id, reason: 'Inutile' })
    await actOnAccount(ctx, account.id, { intent: 'cancel', requirementId: undated.id, reason: 'Erreur' })
    expect((await due()).satisfied.map(({ status }) => status).sort()).toEqual(['cancelled', 'waived'])
    await restrict(account.id, ['payouts'])
    const [withheld] = (await readAccount(ctx, account.id)).capabilities.payouts
    await actOnAccount(ctx, account.id, {
      intent: 'lift',
      restrictionId: withheld?.restrictionId ?? '',
      reason: 'Levé',
    })
    expect((await readAccount(ctx, account.id)).state).toBe('active')
  })
})
