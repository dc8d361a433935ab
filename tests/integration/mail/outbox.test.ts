import { describe, expect, it } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import { reopenAccount } from '#app/domain/accounts/reopen-account.ts'
import { DAY_MS, fixedClock, MINUTE_MS } from '#app/domain/clock.ts'
import { withTransaction } from '#app/domain/context.ts'
import { queueMails } from '#app/domain/mails/queue-mail.ts'
import { recoverMails, retryDelayMs, sendMail } from '#app/domain/mails/send-mail.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { accountTimeline } from '#app/domain/timeline/account-timeline.ts'
import { rows } from '#db/client.ts'
import { Mail } from '#db/models/mail.ts'
import { addAccount } from '#tests/factories/account.ts'
import { mailContext } from '#tests/factories/subscriber.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'
import { useMailer } from '#tests/setup/mailer.ts'
import { parseMail } from '#tests/setup/smtp.ts'

const START = Date.parse('2026-11-23T10:00:00Z')
const database = useDatabase()
const post = useMailer()
let number = 0

const at = (afterMs = 0) =>
  mailContext(database.db, post.mailer, { clock: fixedClock(new Date(START + afterMs)) })

async function queue({ secret = false } = {}): Promise<{ id: string; to: string }> {
  const to = `boite-${++number}@example.fr`
  const [id = ''] = await withTransaction(at(), (tx) =>
    queueMails(tx, [
      {
        template: 'subscription_confirm',
        to: { email: to, locale: 'fr' },
        data: { url: 'https://status.vigie.test/status/confirm/abc', days: 7 },
        secret,
      },
    ]),
  )
  return { id, to }
}

const stored = (id: string) => Mail.query(database.db).findById(id).throwIfNotFound()
const runsOf = (id: string) =>
  rows<{ runAt: Date }>(
    database.db,
    `select run_at from graphile_worker.jobs where key like 'mail:' || cast(:id as text) || '%' and run_at > now() - interval '1 day' order by run_at`,
    { id },
  )

describe('the outbox', () => {
  it('queues the sending with the change, or neither', async () => {
    await expect(
      withTransaction(at(), async (tx) => {
        await queueMails(tx, [
          {
            template: 'subscription_known',
            to: { email: 'rolled@example.fr', locale: 'fr' },
            data: { url: 'https://a.test' },
          },
        ])
        throw new Error('the change failed')
      }),
    ).rejects.toThrow('the change failed')
    expect(await Mail.query(database.db).where({ toAddress: 'rolled@example.fr' })).toEqual([])
    const { id } = await queue()
    expect(await runsOf(id)).toHaveLength(1)
  })

  it('sends a mail once, told twice and at once', async () => {
    const { id, to } = await queue()
    await Promise.all([sendMail(at(), id), sendMail(at(), id)])
    await sendMail(at(), id)
    expect(post.smtp.mailsTo(to)).toHaveLength(1)
    expect(await stored(id)).toMatchObject({
      status: 'sent',
      attempts: 1,
      sentAt: new Date(START),
      claimedUntil: null,
    })
    expect((await parseMail(post.smtp.mailsTo(to)[0])).subject).toContain('Confirmez votre abonnement')
  })

  it('forgets a link that opens something once it is sent, and not before', async () => {
    const { id, to } = await queue({ secret: true })
    post.smtp.behaviours.set(to, { refuse: '450 4.2.0 later' })
    await sendMail(at(), id)
    expect((await stored(id)).data).not.toBeNull()
    post.smtp.behaviours.clear()
    await sendMail(at(MINUTE_MS), id)
    expect(await stored(id)).toMatchObject({ status: 'sent', data: null })
  })

  it('tries again later what was not answered, under the same Message-ID', async () => {
    const { id, to } = await queue()
    post.smtp.behaviours.set(to, 'drop')
    await sendMail(at(), id)
    expect(await stored(id)).toMatchObject({ status: 'queued', attempts: 1 })
    const retry = await rows(
      database.db,
      `select 1 from graphile_worker.jobs where key = :key and run_at = :runAt`,
      { key: `mail:${id}:1`, runAt: new Date(START + MINUTE_MS) },
    )
    expect(retry).toHaveLength(1)
    post.smtp.behaviours.clear()
    await sendMail(at(MINUTE_MS), id)
    const [first, second] = post.smtp.mailsTo(to)
    expect(first?.messageId).toBe(`<${id}@vigie.test>`)
    expect(second?.messageId).toBe(first?.messageId)
  })

  it('gives up at once what the server refuses for good', async () => {
    const { id, to } = await queue()
    post.smtp.behaviours.set(to, { refuse: '550 5.1.1 unknown' })
    await sendMail(at(), id)
    await sendMail(at(MINUTE_MS), id)
    expect(await stored(id)).toMatchObject({
      status: 'failed',
      attempts: 1,
      providerResponse: '550 5.1.1 unknown',
    })
  })

  it('gives up after the sixteenth attempt', async () => {
    const { id, to } = await queue()
    post.smtp.behaviours.set(to, { refuse: '450 4.2.0 later' })
    await Mail.query(database.db).findById(id).patch({ attempts: 14 })
    await sendMail(at(), id)
    expect((await stored(id)).status).toBe('queued')
    await sendMail(at(), id)
    expect(await stored(id)).toMatchObject({ status: 'failed', attempts: 16 })
  })

  it('takes over from a worker that died, when its lease has ended and not before', async () => {
    const { id, to } = await queue()
    await Mail.query(database.db)
      .findById(id)
      .patch({ status: 'sending', attempts: 1, claimedUntil: new Date(START + 2 * MINUTE_MS) })
    await sendMail(at(2 * MINUTE_MS), id)
    expect(await recoverMails(at(2 * MINUTE_MS))).toBe(0)
    expect(post.smtp.mailsTo(to)).toEqual([])
    expect(await recoverMails(at(2 * MINUTE_MS + 1))).toBe(1)
    await sendMail(at(2 * MINUTE_MS + 1), id)
    expect(post.smtp.mailsTo(to)).toHaveLength(1)
    expect((await stored(id)).status).toBe('sent')
  })

  it('gives up what took its worker down at every attempt', async () => {
    const { id, to } = await queue()
    await Mail.query(database.db)
      .findById(id)
      .patch({ status: 'sending', attempts: 16, claimedUntil: new Date(START) })
    await sendMail(at(1), id)
    expect(post.smtp.mailsTo(to)).toEqual([])
    expect(await stored(id)).toMatchObject({ status: 'failed', providerResponse: 'worker lost' })
  })

  it('withdraws notices that the closing of their account has overtaken, also after a reopening', async () => {
    const officer = await addUser(at(), 'officer')
    const { id: accountId } = await addAccount(at())
    const { userId } = await addUser(at(), 'member', { accountId })
    const to = `${userId}@vigie.test`
    const desk = (days: number) => ({ ...at(days * DAY_MS), actor: officer })
    const mailsOf = () => Mail.query(database.db).where({ accountId }).orderBy(['createdAt', 'template'])
    const sendAll = async (days: number) => {
      for (const { id } of await mailsOf()) await sendMail(at(days * DAY_MS), id)
    }
    await requestRequirement(desk(0), { accountId, documentType: 'bank_details' })
    post.smtp.behaviours.set(to, { refuse: '450 4.2.0 later' })
    await sendAll(0)
    await requestRequirement(desk(1), { accountId, documentType: 'articles_of_association' })
    post.smtp.behaviours.clear()
    await closeAccount(desk(2), { accountId, reason: 'Fin de contrat.' })
    const [first] = await mailsOf()
    await sendMail(at(2 * DAY_MS), first?.id ?? '')
    await reopenAccount(desk(3), { accountId, reason: 'Il revient.' })
    await sendAll(3)
    await sendAll(3)
    expect((await mailsOf()).map(({ template, status }) => `${template} ${status}`)).toEqual([
      'requirements_due withdrawn',
      'requirements_due withdrawn',
      'account_closed sent',
      'account_reopened sent',
      'requirements_due sent',
    ])
    expect(post.smtp.mailsTo(to)).toHaveLength(3)
    const { entries } = await accountTimeline(desk(3), accountId, { kind: 'notices' })
    expect(entries.at(-1)?.deliveries).toMatchObject([{ result: 'withdrawn' }])
  })

  it('is for jobs alone', async () => {
    const { id } = await queue()
    await expect(sendMail({ ...at(), actor: nobody }, id)).rejects.toMatchObject({ kind: 'Forbidden' })
  })
})

it.each([
  [1, 1],
  [2, 2],
  [9, 256],
  [10, 360],
  [16, 360],
])('after attempt %i the next waits %i minutes', (attempts, minutes) => {
  expect(retryDelayMs(attempts)).toBe(minutes * MINUTE_MS)
})
