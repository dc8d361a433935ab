import { describe, expect, it } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { renew } from '#app/domain/renewals/renew.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import type { Account } from '#db/models/access.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { noticesOf } from '#tests/factories/overdue.ts'
import { addDocument, makeScene, type Scene } from '#tests/factories/requirement.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

/** Jeanne Dupont's identity card, which ends on Friday 12 March 2027. */
async function scene(given: Partial<Account> = {}): Promise<Scene> {
  const made = await makeScene(database.db, given)
  await addDocument(made, {
    ...{ documentType: 'identity_document', subject: 'Jeanne Dupont', expiresOn: '2027-03-12' },
  })
  return made
}

/** The run of a day and the sweep ten minutes later. */
async function day(date: string): Promise<void> {
  await renew(deskContext(database.db, system('renew'), `${date}T05:30:00Z`))
  await runSweep(deskContext(database.db, system('sweep'), `${date}T05:40:00Z`))
}

const told = async (made: Scene) => (await noticesOf(database.db, made.account.id)).map(({ day }) => day)
const lastMails = async (made: Scene) => (await noticesOf(database.db, made.account.id)).at(-1)?.mails ?? []

describe('members', () => {
  it('are told when it is asked, when its clock starts, and by the rungs of the policy', async () => {
    const made = await scene()
    const days = [
      '2027-01-11',
      '2027-01-12',
      '2027-01-25',
      '2027-02-10',
      '2027-02-11',
      '2027-02-26',
      '2027-03-05',
    ]
    for (const date of days) await day(date)
    expect(await told(made)).toEqual(['2027-01-11', '2027-02-10', '2027-02-26', '2027-03-05'])
  })

  it('read what ends, from when the clock runs and that nothing was asked before, each in their language', async () => {
    const made = await scene()
    await addUser(made.as(made.officer), 'member', { accountId: made.account.id, locale: 'en' })
    await day('2027-01-11')
    const mails = await lastMails(made)
    const items = Object.fromEntries(mails.map(({ locale, data }) => [locale, data]))
    expect(items.fr).toMatchObject({
      reason: 'requested',
      items: [
        {
          title: 'Pièce d’identité – Jeanne Dupont',
          why: expect.stringContaining('expire le vendredi 12 mars 2027'),
          deadline: null,
          later: { from: '2027-02-10', until: '2027-03-12' },
        },
      ],
    })
    expect(items.en).toMatchObject({
      items: [{ why: expect.stringContaining('expires on Friday, 12 March 2027') }],
    })
    await day('2027-02-10')
    expect((await lastMails(made))[0]?.data).toMatchObject({
      reason: 'reminder',
      items: [{ deadline: '2027-03-12T22:59:59.999Z', later: null }],
    })
  })

  it('are written to once a day, not at weekends, and not while the fair clock stands still', async () => {
    const made = await scene()
    await addDocument(made, { documentType: 'activity_licence', expiresOn: '2027-03-14' })
    await addDocument(made, { documentType: 'bank_details', expiresOn: '2027-03-12' })
    await day('2027-01-11')
    await day('2027-01-11')
    expect((await noticesOf(database.db, made.account.id)).map((one) => one.requirementIds.length)).toEqual([
      2,
    ])
    // A Saturday, on which the licence is asked, and so on the next business day it is told.
    await day('2027-01-16')
    expect(await told(made)).toEqual(['2027-01-11'])
    const portal = await makeComponent(
      { ...made.as(made.officer), actor: { ...made.officer, role: 'publisher' } },
      { neededToSubmitDocuments: true },
    )
    const set = (status: string) =>
      write(made.as(made.officer), (tx) => tx.db('components').where({ id: portal }).update({ status }))
    await set('major_outage')
    await day('2027-01-18')
    expect(await told(made)).toEqual(['2027-01-11'])
    await set('operational')
    await day('2027-01-19')
    expect(await told(made)).toEqual(['2027-01-11', '2027-01-19'])
  })
})
