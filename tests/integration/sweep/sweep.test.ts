import { describe, expect, it } from 'vitest'
import { accountState } from '#app/domain/accounts/account-state.ts'
import type { Context } from '#app/domain/context.ts'
import { type LedgerEntry, readClock } from '#app/domain/deadlines/clock.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { type Basis, replay } from '#app/domain/sweep/decision.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { rows, transaction } from '#db/client.ts'
import type { Account } from '#db/models/access.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Restriction, RestrictionRequirement } from '#db/models/restrictions.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { write } from '#tests/factories/context.ts'
import {
  addOverdue,
  ask,
  DEADLINE,
  noticesOf,
  type OverdueOrder,
  openRestrictions,
  sweepContext,
  TOLD,
} from '#tests/factories/overdue.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

const FIRST = '2026-02-18T22:59:59.999Z'
const SECOND = '2026-02-25T22:59:59.999Z'
const justBefore = (instant: string) => new Date(Date.parse(instant) - 1).toISOString()

const overdue = (asked?: Partial<OverdueOrder>, account?: Partial<Account>) =>
  addOverdue(database.db, asked, account)

const sweep = (at: string, options: object = {}) => runSweep(sweepContext(database.db, at), options)
const restrictionOn = (accountId: string, capability: Restriction['capability']) =>
  Restriction.query(database.db).findOne({ accountId, capability }).throwIfNotFound()
const restrictionsOf = (accountId: string) => openRestrictions(database.db, accountId)

describe('the ladder', () => {
  it('withholds payouts at the end of grace, payments a week later, once each', async () => {
    const { accountId, requirementId } = await overdue()
    await sweep(justBefore(FIRST))
    expect(await restrictionsOf(accountId)).toEqual({})
    await sweep(FIRST)
    expect(await restrictionsOf(accountId)).toEqual({ 'payouts documents_overdue': [requirementId] })
    await sweep(FIRST)
    await sweep(justBefore(SECOND))
    expect(Object.keys(await restrictionsOf(accountId))).toEqual(['payouts documents_overdue'])
    await sweep(SECOND)
    await sweep(SECOND)
    expect(await restrictionsOf(accountId)).toEqual({
      'payments documents_overdue': [requirementId],
      'payouts documents_overdue': [requirementId],
    })
    const told = (await noticesOf(database.db, accountId)).filter(({ kind }) => kind === 'restricted')
    expect(told.map(({ day }) => day)).toEqual(['2026-02-18', '2026-02-25'])
    // With the legal ground, and what follows by which day where something does.
    const next = { capability: 'payments', after: '2026-02-25' }
    const items = [{ deadline: '2026-02-13T22:59:59.999Z', legalGround: expect.stringContaining('L561-5') }]
    expect(told.map(({ mails }) => mails)).toMatchObject([
      [{ template: 'account_restricted', locale: 'fr', data: { capabilities: ['payouts'], items, next } }],
      [{ template: 'account_restricted', data: { capabilities: ['payments', 'payouts'], next: null } }],
    ])
    expect(await accountState(database, accountId)).toBe('suspended')
  })

  it('tells the outside only of what worked until then', async () => {
    const { accountId } = await overdue()
    const officer = await addUser(sweepContext(database.db, FIRST), 'officer')
    await restrictManually(
      { ...sweepContext(database.db, TOLD[1] ?? ''), actor: officer },
      { accountId, capabilities: ['payouts'], cause: 'fraud', reason: 'Signalement.' },
    )
    await sweep(FIRST)
    await sweep(SECOND)
    const events = await rows<{ data: object }>(
      database.db,
      `select data from account_events where account_id = :accountId and type = 'account.restricted' order by seq`,
      { accountId },
    )
    expect(events.map(({ data }) => data)).toMatchObject([
      { changed_capabilities: ['payouts'] },
      { changed_capabilities: ['payments'] },
    ])
  })

  it('stores what the decision rests on, so that it can be replayed', async () => {
    const { accountId, requirementId } = await overdue()
    await sweep(SECOND)
    const restriction = await restrictionOn(accountId, 'payments')
    const [decided] = (restriction.basis as Basis).decisions
    expect(decided).toMatchObject({
      at: SECOND,
      policyVersion: 1,
      department: '75',
      requirements: [
        {
          requirementId,
          status: 'requested',
          deadlineAt: '2026-02-13T22:59:59.999Z',
          clock: [{ kind: 'set', date: DEADLINE }],
          notices: TOLD.map((at) => ({ acceptedAt: new Date(at).toISOString() })),
        },
      ],
    })
    const { rules } = await currentPolicy(database)
    expect(decided && replay(decided, rules)).toEqual(decided?.decision)
    // The deadline too comes out again, from the ledger that is stored with it.
    const [{ clock = [], deadlineAt = null } = {}] = decided?.requirements ?? []
    const ledger = clock.map((entry) => ({ ...entry, at: new Date(entry.at) })) as LedgerEntry[]
    const reading = readClock(ledger, decided?.department ?? '', new Date(SECOND))
    expect(reading.deadlineAt?.toISOString()).toBe(deadlineAt)
    const audit = await AuditEntry.query(database.db).findOne({ subjectId: restriction.id })
    expect(audit).toMatchObject({
      action: 'restriction.imposed',
      accountId,
      actorKind: 'system',
      actorId: 'sweep',
    })
    expect(audit?.after).toMatchObject({ capability: 'payments', requirementIds: [requirementId] })
  })

  it('lets a second overdue requirement join, so that the first alone does not lift it', async () => {
    const { accountId, merchant, requirementId } = await overdue()
    await sweep(FIRST)
    const [second = ''] = await ask(database.db, [merchant], {
      deadline: '2026-02-16',
      documentType: 'articles_of_association',
      notices: ['2026-01-06T09:00:00Z', '2026-01-31T09:00:00Z'],
    })
    await sweep('2026-02-20T08:00:00Z')
    const open = await restrictionsOf(accountId)
    expect(open['payouts documents_overdue']).toEqual([requirementId, second].sort())
    const restriction = await restrictionOn(accountId, 'payouts')
    expect((restriction.basis as Basis).decisions).toHaveLength(2)
    expect(
      (await noticesOf(database.db, accountId)).filter(({ kind }) => kind === 'restricted'),
    ).toHaveLength(1)
  })
})

describe('what protects an account', () => {
  const LATE = '2026-03-10T08:00:00Z'

  it.each<[string, Partial<OverdueOrder>, Partial<Account>]>([
    ['a submission that waits for intake', { status: 'submitted' }, {}],
    ['a submission under review', { status: 'in_review' }, {}],
    ['a single accepted notice', { notices: [TOLD[0] as string, null] }, {}],
    [
      'a last notice less than 72 hours ago',
      { notices: [TOLD[0] as string, '2026-03-07T08:00:00.001Z'] },
      {},
    ],
    ['an exemption', {}, { exempt: true }],
    ['its closing', {}, { closedAt: new Date('2026-03-01T00:00:00Z') }],
  ])('%s', async (_, asked, account) => {
    const { accountId, requirementId } = await overdue(asked, account)
    await sweep(LATE)
    expect(await restrictionsOf(accountId)).toEqual({})
    await expect(imposeByHand(accountId, requirementId, LATE)).rejects.toThrow(/restriction refused/)
  })

  it('no longer, 72 hours to the millisecond after the last notice', async () => {
    const { accountId } = await overdue({ notices: [TOLD[0] as string, '2026-03-07T08:00:00.000Z'] })
    await sweep(justBefore(LATE))
    expect(await restrictionsOf(accountId)).toEqual({})
    await sweep(LATE)
    expect(Object.keys(await restrictionsOf(accountId))).toHaveLength(2)
  })

  it('no longer, once a submission was rejected and the deadline is gone', async () => {
    const { accountId } = await overdue({ status: 'rejected' })
    await sweep(LATE)
    expect(Object.keys(await restrictionsOf(accountId))).toHaveLength(2)
  })

  it('an outage of what is needed to send documents, for as long as it lasts', async () => {
    const { accountId, requirementId } = await overdue()
    const ctx = sweepContext(database.db, LATE)
    const publisher = {
      kind: 'user',
      userId: accountId,
      role: 'publisher',
      accountId: null,
    } as unknown as Context['actor']
    const portal = await makeComponent({ ...ctx, actor: publisher }, { neededToSubmitDocuments: true })
    for (const status of ['partial_outage', 'major_outage', 'under_maintenance'] as const) {
      await write(ctx, async (tx) => await tx.db('components').where({ id: portal }).update({ status }))
      expect(await sweep(LATE)).toMatchObject({ paused: true, restrictions: [], reminders: [] })
      await expect(imposeByHand(accountId, requirementId, LATE)).rejects.toThrow(
        /restriction refused: fair_clock/,
      )
    }
    await write(ctx, (tx) =>
      tx.db('components').where({ id: portal }).update({ status: 'degraded_performance' }),
    )
    expect((await sweep(LATE)).paused).toBe(false)
    expect(Object.keys(await restrictionsOf(accountId))).toHaveLength(2)
  })

  it('the database, also from a restriction that rests on nothing or changes its cause', async () => {
    const { accountId, requirementId } = await overdue()
    await expect(imposeByHand(accountId, null, LATE)).rejects.toThrow(/no requirement behind it/)
    await expect(imposeByHand(accountId, requirementId, '2026-02-13T12:00:00Z')).rejects.toThrow(
      /not_overdue/,
    )
    const id = await imposeByHand(accountId, null, LATE, 'manual')
    await expect(
      write(
        sweepContext(database.db, LATE),
        async (tx) => await Restriction.query(tx.db).findById(id).patch({ cause: 'documents_overdue' }),
      ),
    ).rejects.toThrow(/fixed/)
  })

  it('the audit: nothing is withheld without an entry', async () => {
    const { accountId } = await overdue()
    await expect(
      transaction(
        database.db,
        async (trx) =>
          await Restriction.query(trx).insert({
            id: crypto.randomUUID(),
            accountId,
            capability: 'payouts',
            cause: 'manual',
            examineBy: '2026-12-31',
            imposedAt: new Date(LATE),
            imposedBy: 'somebody',
            basis: {},
          }),
      ),
    ).rejects.toThrow(/without an audit entry/)
  })

  /** Around every verb, as a faulty code path would. */
  async function imposeByHand(
    accountId: string,
    requirementId: string | null,
    at: string,
    cause: Restriction['cause'] = 'documents_overdue',
  ): Promise<string> {
    const id = crypto.randomUUID()
    await write(sweepContext(database.db, at), async (tx) => {
      await Restriction.query(tx.db).insert({
        id,
        accountId,
        capability: 'payouts',
        cause,
        examineBy: cause === 'documents_overdue' ? null : '2026-12-31',
        imposedAt: new Date(at),
        imposedBy: 'somebody',
        basis: {},
      })
      if (requirementId)
        await RestrictionRequirement.query(tx.db).insert({ restrictionId: id, requirementId })
    })
    return id
  }
})
