import { describe, expect, it } from 'vitest'
import { nobody, type UserActor } from '#app/domain/access/actor.ts'
import { mailLinks, readLink } from '#app/domain/access/links.ts'
import { DAY_MS, fixedClock, MINUTE_MS } from '#app/domain/clock.ts'
import { correctAddress } from '#app/domain/contacts/correct-address.ts'
import { contactTaskOf, listContactTasks } from '#app/domain/contacts/list-contact-tasks.ts'
import { markReached } from '#app/domain/contacts/mark-reached.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { extendDeadline } from '#app/domain/extensions/extend-deadline.ts'
import { reportBounce, sendMail } from '#app/domain/mails/send-mail.ts'
import { cancelRequirement } from '#app/domain/requirements/cancel.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { rows } from '#db/client.ts'
import { User } from '#db/models/access.ts'
import { Mail } from '#db/models/mail.ts'
import { ContactTask } from '#db/models/tasks.ts'
import { runCommandLine } from '#jobs/cli/run.ts'
import { addAccount } from '#tests/factories/account.ts'
import { ask, openRestrictions, sweepContext, TOLD } from '#tests/factories/overdue.ts'
import { auditOf } from '#tests/factories/requirement.ts'
import { mailContext } from '#tests/factories/subscriber.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'
import { useMailer } from '#tests/setup/mailer.ts'
import { parseMail } from '#tests/setup/smtp.ts'

const START = Date.parse('2026-03-10T09:00:00Z')
const GONE = '550 5.1.1 no such user here'
const database = useDatabase()
const post = useMailer()

const at = (afterMs = 0, actor?: Context['actor']) =>
  mailContext(database.db, post.mailer, { clock: fixedClock(new Date(START + afterMs)), actor })

async function scene(members = 1) {
  const officer = await addUser(at(), 'officer')
  const account = await addAccount(at())
  const people: UserActor[] = []
  for (let each = 0; each < members; each++) {
    people.push(await addUser(at(), 'member', { accountId: account.id }))
  }
  const desk = (afterMs = 0) => at(afterMs, officer)
  const addresses = people.map(({ userId }) => `${userId}@vigie.test`)
  return { officer, account, people, addresses, desk }
}

const request = (ctx: Context, accountId: string, documentType = 'bank_details') =>
  requestRequirement(ctx, { accountId, documentType })
const mailsTo = (toAddress: string) => Mail.query(database.db).where({ toAddress }).orderBy('createdAt')
/** As the worker sends what is queued for these addresses; each twice, as a queue may. */
async function deliver(afterMs: number, ...addresses: string[]) {
  for (const address of addresses) {
    for (const { id } of await mailsTo(address)) {
      await sendMail(at(afterMs), id)
      await sendMail(at(afterMs), id)
    }
  }
}
const tasksOf = (accountId: string) => ContactTask.query(database.db).where({ accountId }).orderBy('openedAt')
const refuse = (...addresses: string[]) => {
  for (const address of addresses) post.smtp.behaviours.set(address, { refuse: GONE })
}

describe('a notice that reaches nobody', () => {
  it('opens one task for the account, with what the mail server said, however many fail', async () => {
    const { account, addresses, people, desk } = await scene()
    refuse(...addresses)
    await request(desk(), account.id)
    await deliver(0, ...addresses)
    await request(desk(DAY_MS), account.id, 'articles_of_association')
    await deliver(DAY_MS, ...addresses)
    const [task, ...more] = await tasksOf(account.id)
    expect(more).toEqual([])
    expect(await auditOf(database.db, task?.id ?? '')).toEqual([
      'contact_task.opened',
      'contact_task.failed_again',
    ])
    const { tasks } = await listContactTasks(desk())
    expect(tasks.find(({ accountId }) => accountId === account.id)).toMatchObject({
      accountName: 'Boulangerie Dupont',
      noticeKind: 'requested',
      openedAt: new Date(START),
      members: [{ userId: people[0]?.userId, address: addresses[0], status: 'failed', response: GONE }],
    })
  })

  it('opens none while one member of several was reached, or may still be', async () => {
    const { account, addresses, desk } = await scene(2)
    const [dead = '', alive = ''] = addresses
    refuse(dead)
    await request(desk(), account.id)
    await deliver(0, dead)
    expect(await tasksOf(account.id)).toEqual([])
    await deliver(0, alive)
    expect(await tasksOf(account.id)).toEqual([])
  })

  it('opens one when the last two members fail at the same moment', async () => {
    const { account, addresses, desk } = await scene(2)
    refuse(...addresses)
    await request(desk(), account.id)
    await Promise.all(addresses.map((address) => deliver(0, address)))
    expect(await tasksOf(account.id)).toHaveLength(1)
  })

  it('opens none for a notice that fails after a later one has arrived', async () => {
    const { account, addresses, desk } = await scene()
    const [address = ''] = addresses
    post.smtp.behaviours.set(address, { refuse: '450 4.2.0 later' })
    await request(desk(), account.id)
    await deliver(0, address)
    post.smtp.behaviours.clear()
    await request(desk(DAY_MS), account.id, 'articles_of_association')
    const [first, second] = await mailsTo(address)
    await sendMail(at(DAY_MS), second?.id ?? '')
    refuse(address)
    await sendMail(at(DAY_MS + MINUTE_MS), first?.id ?? '')
    expect((await mailsTo(address)).map(({ status }) => status)).toEqual(['failed', 'sent'])
    expect(await tasksOf(account.id)).toEqual([])
  })

  it('opens one also when the address turns out dead after it was accepted', async () => {
    const { account, addresses, desk } = await scene()
    await request(desk(), account.id)
    await deliver(0, ...addresses)
    expect(await tasksOf(account.id)).toEqual([])
    const [mail] = await mailsTo(addresses[0] ?? '')
    const bounce = { mailId: mail?.id ?? '', response: '5.1.1 mailbox gone' }
    const said: string[] = []
    const vigie = (...args: string[]) =>
      runCommandLine(args, {
        out: (line) => said.push(line),
        error: (line) => said.push(line),
        withContext: (work) => work(at(MINUTE_MS)),
      })
    expect(await vigie('mail', 'bounced', '--id', 'x')).toBe(2)
    expect(await vigie('mail', 'bounced', '--id', account.id)).toBe(1)
    expect(await vigie('mail', 'bounced', '--id', bounce.mailId, '--response', bounce.response)).toBe(0)
    await reportBounce(at(MINUTE_MS), bounce)
    expect(await tasksOf(account.id)).toHaveLength(1)
    const accepted = await rows(
      database.db,
      `select 1 from accepted_notices n join requirements q on q.id = n.requirement_id where q.account_id = :id`,
      { id: account.id },
    )
    expect(accepted).toEqual([])
    await expect(reportBounce(at(), { ...bounce, mailId: account.id })).rejects.toMatchObject({
      kind: 'NotFound',
    })
    await expect(reportBounce(at(0, nobody), bounce)).rejects.toMatchObject({ kind: 'Forbidden' })
  })
})

const LATE = '2026-03-10T08:00:00Z'

describe('while the task is open', () => {
  it('nothing is withheld for overdue documents; once reached otherwise, it is', async () => {
    const { account, addresses, desk } = await scene()
    refuse(...addresses)
    const merchant = { accountId: account.id, email: addresses[0] ?? '' }
    await ask(database.db, [merchant], {
      deadline: '2026-02-13',
      documentType: 'articles_of_association',
      notices: TOLD,
    })
    await request(desk(), account.id)
    await deliver(0, ...addresses)
    const sweep = async () => {
      const report = await runSweep(sweepContext(database.db, LATE))
      return report.restrictions.some(({ accountId }) => accountId === account.id)
    }
    expect(await sweep()).toBe(false)
    expect(await openRestrictions(database.db, account.id)).toEqual({})
    const [task] = await tasksOf(account.id)
    const taskId = task?.id ?? ''
    await markReached(desk(), { taskId, note: 'Vu avec Mme Dupont au téléphone.' })
    await expect(markReached(desk(), { taskId, note: 'encore' })).rejects.toMatchObject({ kind: 'Conflict' })
    expect(await sweep()).toBe(true)
    expect((await tasksOf(account.id))[0]).toMatchObject({
      outcome: 'reached_otherwise',
      note: 'Vu avec Mme Dupont au téléphone.',
    })
  })

  it('is shown to the account itself and to no other', async () => {
    const { account, addresses, people, desk } = await scene()
    const other = await scene()
    refuse(...addresses)
    await request(desk(), account.id)
    await deliver(0, ...addresses)
    const member = people[0] as UserActor
    expect((await contactTaskOf(at(0, member), account.id))?.members[0]?.address).toBe(addresses[0])
    expect(await contactTaskOf(at(0, other.people[0]), account.id)).toBeNull()
    await expect(listContactTasks(at(0, member))).rejects.toMatchObject({ kind: 'Forbidden' })
    await expect(markReached(at(0, member), { taskId: account.id, note: 'x' })).rejects.toMatchObject({
      kind: 'Forbidden',
    })
  })

  it('closes when a later notice is accepted', async () => {
    const { account, addresses, desk } = await scene()
    refuse(...addresses)
    await request(desk(), account.id)
    await deliver(0, ...addresses)
    post.smtp.behaviours.clear()
    await request(desk(DAY_MS), account.id, 'articles_of_association')
    await deliver(DAY_MS, ...addresses)
    expect(await tasksOf(account.id)).toMatchObject([
      { outcome: 'mail_accepted', closedBy: 'test', closedAt: new Date(START + DAY_MS) },
    ])
  })
})

describe('correcting the address', () => {
  async function unreached() {
    const made = await scene()
    const { account, addresses, people, desk } = made
    refuse(...addresses)
    const requirementId = await request(desk(), account.id)
    await deliver(0, ...addresses)
    const userId = people[0]?.userId ?? ''
    return { ...made, requirementId, userId, email: `juste-${userId}@vigie.test` }
  }

  it('sends the notice again, and the task closes once the mail server takes it', async () => {
    const { account, addresses, userId, email, desk, requirementId } = await unreached()
    await correctAddress(desk(MINUTE_MS), account.id, { userId, email })
    expect(await tasksOf(account.id)).toMatchObject([{ closedAt: null }])
    await deliver(2 * MINUTE_MS, email)
    const sent = post.smtp.mailsTo(email)
    // Never activated: the link to do so as well.
    expect(sent).toHaveLength(2)
    const subjects = await Promise.all(sent.map(async (mail) => (await parseMail(mail)).subject))
    expect(subjects.join()).toContain('un document à nous envoyer')
    expect(await tasksOf(account.id)).toMatchObject([{ outcome: 'mail_accepted' }])
    const accepted = await rows(
      database.db,
      'select accepted_at from accepted_notices where requirement_id = :requirementId',
      { requirementId },
    )
    expect(accepted).toEqual([{ acceptedAt: new Date(START + 2 * MINUTE_MS) }])
    expect(await auditOf(database.db, userId)).toContain('user.address_corrected')
    expect(post.smtp.mailsTo(addresses[0] ?? '')).toEqual([])
  })

  it('says no more of a suspension that a deadline is over which was moved meanwhile', async () => {
    const { account, addresses, people, desk } = await scene()
    const order = { deadline: '2026-02-13', documentType: 'articles_of_association', notices: TOLD }
    const merchant = { accountId: account.id, email: addresses[0] ?? '' }
    const [requirementId = ''] = await ask(database.db, [merchant], order)
    await runSweep(sweepContext(database.db, LATE))
    refuse(...addresses)
    await deliver(0, ...addresses)
    await extendDeadline(desk(), { requirementId, days: 30, reason: 'Chez le notaire.' })
    const userId = people[0]?.userId ?? ''
    const email = `juste-${userId}@vigie.test`
    await correctAddress(desk(MINUTE_MS), account.id, { userId, email })
    const [, again] = await Mail.query(database.db)
      .where({ accountId: account.id, template: 'account_restricted' })
      .orderBy('createdAt')
    expect(again).toMatchObject({
      toAddress: email,
      data: { items: [{ overdue: false, deadline: '2026-03-16T22:59:59.999Z' }] },
    })
  })

  it('leaves the task open, with the new answer, when the new address fails too', async () => {
    const { account, userId, email, desk } = await unreached()
    await correctAddress(desk(MINUTE_MS), account.id, { userId, email })
    refuse(email)
    await deliver(2 * MINUTE_MS, email)
    expect((await contactTaskOf(desk(), account.id))?.members).toMatchObject([
      { address: email, status: 'failed', response: GONE },
    ])
  })

  it('closes the task at once when nothing is left to tell', async () => {
    const { account, userId, email, desk, requirementId } = await unreached()
    await cancelRequirement(desk(), { requirementId, reason: 'Demandé par erreur.' })
    await correctAddress(desk(), account.id, { userId, email })
    expect(await tasksOf(account.id)).toMatchObject([{ outcome: 'address_corrected' }])
  })

  it('makes links useless that went to the old address', async () => {
    const { account, userId, email, desk } = await unreached()
    const member = await User.query(database.db).findById(userId).throwIfNotFound()
    await withTransaction(desk(), (tx) => mailLinks(tx, 'password_reset', [{ ...member, accountName: null }]))
    const [mail] = await Mail.query(database.db).where({
      toAddress: member.email,
      template: 'password_reset',
    })
    const { url = '' } = (mail?.data ?? {}) as { url?: string }
    const token = url.split('/').at(-1) ?? ''
    expect((await readLink(at(), 'password_reset', token))?.state).toBe('valid')
    await correctAddress(desk(), account.id, { userId, email })
    expect((await readLink(at(), 'password_reset', token))?.state).toBe('used')
  })

  it('refuses an address in use, the same again, strangers, the disabled and the unauthorised', async () => {
    const { account, userId, email, addresses, desk, people } = await unreached()
    const other = await scene()
    const refused = (accountId: string, input: { userId: string; email: string }, ctx = desk()) =>
      expect(correctAddress(ctx, accountId, input)).rejects
    await refused(account.id, { userId, email: other.addresses[0] ?? '' }).toMatchObject({
      code: 'emailTaken',
    })
    await refused(account.id, { userId, email: addresses[0] ?? '' }).toMatchObject({ kind: 'Conflict' })
    await refused(other.account.id, { userId, email }).toMatchObject({ kind: 'NotFound' })
    await refused(account.id, { userId, email }, at(0, people[0])).toMatchObject({ kind: 'Forbidden' })
    const gone = await addUser(at(), 'member', { accountId: account.id, disabledAt: new Date(START) })
    await refused(account.id, { userId: gone.userId, email }).toMatchObject({ kind: 'PreconditionFailed' })
  })
})
