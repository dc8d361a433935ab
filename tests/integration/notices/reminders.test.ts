import { describe, expect, it } from 'vitest'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import type { Context } from '#app/domain/context.ts'
import { tellRequested } from '#app/domain/notices/tell-requested.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { User } from '#db/models/access.ts'
import { Mail } from '#db/models/mail.ts'
import { ClockEntry, Requirement } from '#db/models/requirements.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { addMerchants, ask, type Merchant, noticesOf, sweepContext } from '#tests/factories/overdue.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

/** Friday 13 March 2026; 14, 7, 3 and 1 days before are a Friday, a Friday, a Tuesday and a Thursday. */
const DEADLINE = '2026-03-13'
const REQUESTED = '2026-02-11T09:00:00Z'
/** Four minutes past midnight in Paris, in winter. */
const early = (day: string) => new Date(Date.parse(`${day}T00:04:00+01:00`)).toISOString()

const sweep = (day: string) => runSweep(sweepContext(database.db, early(day)))

async function sweepEachDay(from: string, days: number): Promise<void> {
  for (let day = 0; day < days; day += 1) {
    await sweep(new Date(Date.parse(from) + day * 86_400_000).toISOString().slice(0, 10))
  }
}

async function merchant(given: Parameters<typeof addMerchants>[2] = {}): Promise<Merchant> {
  const [one] = await addMerchants(database.db, 1, given)
  if (!one) throw new Error('no merchant')
  return one
}

/** Asked the way an officer does, at REQUESTED: with its own notice, accepted at once. */
async function requested(to: Merchant, documentType = 'bank_details', deadline = DEADLINE): Promise<string> {
  const [id = ''] = await ask(database.db, [to], { deadline, requestedAt: REQUESTED, documentType })
  await write(sweepContext(database.db, REQUESTED), (tx) =>
    tellRequested(tx, [{ accountId: to.accountId, requirementIds: [id] }]),
  )
  await acceptMails(REQUESTED)
  return id
}

const acceptMails = (at: string) =>
  Mail.query(database.db)
    .where({ status: 'queued' })
    .patch({ status: 'sent', sentAt: new Date(at) })

const told = async ({ accountId }: Merchant) => {
  const notices = await noticesOf(database.db, accountId)
  return notices.map(({ kind, day, rungs }) => `${kind} ${day} ${rungs.join(',')}`)
}

describe('reminders', () => {
  it('go out 14, 7, 3 and 1 days before and on the day, each once', async () => {
    const to = await merchant()
    await requested(to)
    await sweepEachDay('2026-02-12', 30)
    await sweep('2026-03-13')
    expect(await told(to)).toEqual([
      'requested 2026-02-11 ',
      'reminder 2026-02-27 14',
      'reminder 2026-03-06 7',
      'reminder 2026-03-10 3',
      'reminder 2026-03-12 1',
      'reminder 2026-03-13 0',
    ])
  })

  it('begin with the day in Paris, not a minute sooner', async () => {
    const to = await merchant()
    await requested(to)
    await runSweep(sweepContext(database.db, '2026-02-26T22:59:59.999Z'))
    expect(await told(to)).toHaveLength(1)
    await runSweep(sweepContext(database.db, '2026-02-26T23:00:00.000Z'))
    expect(await told(to)).toHaveLength(2)
  })

  it("are one mail per account, member and day, in the member's language, with everything that is due", async () => {
    const to = await merchant({ locale: 'en' })
    const first = await requested(to)
    const second = await requested(to, 'articles_of_association', '2026-03-27')
    await write(sweepContext(database.db, REQUESTED), (tx) =>
      User.query(tx.db).insert({
        id: crypto.randomUUID(),
        email: `second-${to.email}`,
        name: 'Louise Petit',
        locale: 'fr',
        role: 'member',
        accountId: to.accountId,
        createdAt: new Date(REQUESTED),
      }),
    )
    await sweep('2026-02-12')
    await sweep('2026-02-27')
    const [last] = (await noticesOf(database.db, to.accountId)).slice(-1)
    expect(last?.requirementIds).toEqual([first, second].sort())
    expect(last?.mails.map(({ template, locale }) => `${template} ${locale}`).sort()).toEqual([
      'requirements_due en',
      'requirements_due fr',
    ])
    const [english, french] = ['en', 'fr'].map(
      (locale) => last?.mails.find((mail) => mail.locale === locale)?.data,
    )
    expect(english).toMatchObject({
      reason: 'reminder',
      url: 'https://vigie.test/',
      items: [
        {
          title: 'Bank details (RIB)',
          legalGround: 'Article L561-5 of the French Monetary and Financial Code',
          deadline: '2026-03-13T22:59:59.999Z',
          overdue: false,
          url: `https://vigie.test/requirements/${first}`,
        },
        { title: 'Signed articles of association', deadline: '2026-03-27T22:59:59.999Z' },
      ],
    })
    expect(french).toMatchObject({
      name: 'Louise Petit',
      items: [{ title: 'RIB' }, { title: 'Statuts signés' }],
    })
  })

  it('after days of standing still are one notice for the present state', async () => {
    const to = await merchant()
    await requested(to)
    await sweep('2026-03-11')
    expect((await told(to)).slice(1)).toEqual(['reminder 2026-03-11 3'])
    const late = await merchant()
    await requested(late)
    await sweep('2026-03-16')
    await sweep('2026-03-17')
    expect((await told(late)).slice(1)).toEqual(['reminder 2026-03-16 0'])
  })

  it('keep quiet on weekends, except where it is the last day', async () => {
    const monday = await merchant()
    // Seven days before is Saturday 7 March.
    await requested(monday, 'bank_details', '2026-03-14')
    await sweepEachDay('2026-03-06', 4)
    expect((await told(monday)).slice(1)).toEqual(['reminder 2026-03-06 14', 'reminder 2026-03-09 7'])
    await sweep('2026-03-14')
    expect((await told(monday)).at(-1)).toBe('reminder 2026-03-14 0')
  })

  it('do not repeat what the request of the day or a new deadline has just said', async () => {
    const to = await merchant()
    const [id = ''] = await ask(database.db, [to], { deadline: '2026-02-18', requestedAt: REQUESTED })
    await write(sweepContext(database.db, REQUESTED), (tx) =>
      tellRequested(tx, [{ accountId: to.accountId, requirementIds: [id] }]),
    )
    await sweep('2026-02-11')
    await sweep('2026-02-12')
    expect(await told(to)).toEqual(['requested 2026-02-11 7'])
    // Rejected on the 16th: the clock runs on with seven days, of which the member is told by the decision.
    await write(sweepContext(database.db, '2026-02-16T10:00:00Z'), async (tx) => {
      const deadlineAt = new Date('2026-02-23T22:59:59.999Z')
      await Requirement.query(tx.db).findById(id).patch({ status: 'rejected', deadlineAt })
      const at = tx.clock.now()
      await ClockEntry.query(tx.db).insert({
        requirementId: id,
        kind: 'resumed',
        at,
        days: 7,
        cause: 'rejected',
      })
    })
    await sweepEachDay('2026-02-16', 5)
    expect((await told(to)).slice(1)).toEqual(['reminder 2026-02-20 3'])
  })

  it('stop with the answer, and with the end of the account', async () => {
    const answered = await merchant()
    const id = await requested(answered)
    const closed = await merchant()
    await requested(closed)
    await write(sweepContext(database.db, REQUESTED), async (tx) => {
      await Requirement.query(tx.db).findById(id).patch({ status: 'in_review', deadlineAt: null })
    })
    const officer = await addUser(sweepContext(database.db, REQUESTED), 'officer')
    await closeAccount(deskContext(database.db, officer, REQUESTED), {
      accountId: closed.accountId,
      reason: 'Fin de contrat.',
    })
    await sweepEachDay('2026-02-27', 3)
    expect(await told(answered)).toHaveLength(1)
    expect(await told(closed)).toHaveLength(1)
  })

  it('go on every third day for what is overdue, until two notices have reached somebody', async () => {
    const to = await merchant()
    await ask(database.db, [to], {
      deadline: '2026-02-20',
      requestedAt: '2026-01-20T09:00:00Z',
      notices: [null],
    })
    await sweep('2026-02-23')
    await sweep('2026-02-24')
    await sweep('2026-02-25')
    expect((await told(to)).slice(1)).toEqual(['reminder 2026-02-23 0'])
    const [reminder] = (await noticesOf(database.db, to.accountId)).slice(-1)
    expect(reminder?.mails).toMatchObject([{ data: { items: [{ overdue: true }] } }])
    await acceptMails('2026-02-25T12:00:00Z')
    await sweep('2026-02-26')
    await acceptMails('2026-02-26T12:00:00Z')
    await sweep('2026-02-27')
    expect((await told(to)).slice(1)).toEqual(['reminder 2026-02-23 0', 'reminder 2026-02-26 0'])
    await sweep('2026-03-02')
    expect((await told(to)).at(-1)).toMatch(/^restricted 2026-03-02/)
  })

  it('pause with the fair clock, and then tell what was asked meanwhile', async () => {
    const to = await merchant()
    await requested(to)
    const during = await merchant()
    const ctx = sweepContext(database.db, REQUESTED)
    const publisher = { kind: 'user', userId: to.accountId, role: 'publisher', accountId: null } as unknown
    const portal = await makeComponent(
      { ...ctx, actor: publisher as Context['actor'] },
      { neededToSubmitDocuments: true },
    )
    const set = (status: string) =>
      write(ctx, async (tx) => await tx.db('components').where({ id: portal }).update({ status }))
    await set('major_outage')
    await requested(during)
    await sweep('2026-02-27')
    expect(await told(to)).toHaveLength(1)
    expect(await told(during)).toEqual([])
    await set('operational')
    await sweep('2026-03-02')
    expect((await told(to)).slice(1)).toEqual(['reminder 2026-03-02 14'])
    expect(await told(during)).toEqual(['reminder 2026-03-02 14'])
  })
})

describe('the request', () => {
  it('tells every member at once, with the newly asked first and all that is due', async () => {
    const to = await merchant()
    await ask(database.db, [to], { deadline: '2026-02-27', requestedAt: '2026-02-05T09:00:00Z' })
    const second = await requested(to, 'beneficial_owners', '2026-04-30')
    const [notice, ...others] = await noticesOf(database.db, to.accountId)
    expect(others).toEqual([])
    const url = `https://vigie.test/requirements/${second}`
    expect(notice?.mails).toMatchObject([
      {
        template: 'requirements_due',
        data: { reason: 'requested', items: [{ url }, { title: 'RIB' }] },
      },
    ])
  })

  it('is one mail a day, however often something is asked: the digest of the next morning tells the rest', async () => {
    const to = await merchant()
    const first = await requested(to)
    const second = await requested(to, 'beneficial_owners', '2026-04-30')
    await sweep('2026-02-11')
    expect(await told(to)).toEqual(['requested 2026-02-11 '])
    await sweep('2026-02-12')
    const [, digest] = await noticesOf(database.db, to.accountId)
    expect(digest).toMatchObject({
      kind: 'reminder',
      day: '2026-02-12',
      requirementIds: [first, second].sort(),
    })
  })

  it('leaves out who was disabled, and is kept also where nobody can be written to', async () => {
    const to = await merchant()
    await write(sweepContext(database.db, REQUESTED), async (tx) => {
      await tx
        .db('users')
        .where({ accountId: to.accountId })
        .update({ disabledAt: new Date(REQUESTED) })
    })
    await requested(to)
    await sweep('2026-02-27')
    expect(await noticesOf(database.db, to.accountId)).toMatchObject([{ kind: 'requested', mails: [] }])
  })
})
