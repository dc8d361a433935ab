import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { sendBroadcast } from '#app/domain/broadcasts/send-broadcast.ts'
import type { Delivery } from '#db/models/mail.ts'
import { type BroadcastScene, broadcastScene, START } from '#tests/factories/broadcast.ts'
import { makeSubscriber, makeSubscribers } from '#tests/factories/subscriber.ts'
import { useDatabase } from '#tests/setup/database.ts'
import { useMailer } from '#tests/setup/mailer.ts'
import { parseMail } from '#tests/setup/smtp.ts'

const database = useDatabase()
const post = useMailer()
let scene: BroadcastScene
beforeAll(async () => {
  scene = await broadcastScene(database.db, post.mailer)
})
afterEach(async () => {
  await database.db('subscribers').update({ status: 'unsubscribed' })
})

describe('sending a broadcast', () => {
  it('reaches everybody once in their language, however many workers send it', async () => {
    const { desk, announce, job, deliveries, finishedAt } = scene
    const people = await makeSubscribers(desk(0), 60, 'all')
    const { broadcastId } = await announce()
    const options = { batchSize: 7, concurrency: 4 }
    await Promise.all([1, 2, 3].map(() => sendBroadcast(job(), broadcastId, options)))
    expect(post.smtp.received.map(({ to }) => to).sort()).toEqual([...people].sort())
    expect(await deliveries(broadcastId)).toSatisfy((all: Delivery[]) =>
      all.every(({ status, attempts, claimedBy }) => status === 'sent' && attempts === 1 && !claimedBy),
    )
    expect(await finishedAt(broadcastId)).toEqual(new Date(START))
    await sendBroadcast(job(), broadcastId)
    expect(post.smtp.received).toHaveLength(60)

    const french = await parseMail(post.smtp.mailsTo('all-1@abonnes.test')[0])
    const english = await parseMail(post.smtp.mailsTo('all-2@abonnes.test')[0])
    expect(french.subject).toBe('Recherche en cours – Paiements refusés')
    expect(english.subject).toBe('Investigating – Payments refused')
  })

  it('gives each its own way out, in the headers and in both texts', async () => {
    const { desk, announce, job } = scene
    const people = await Promise.all([makeSubscriber(desk(0)), makeSubscriber(desk(0), { locale: 'en' })])
    const { broadcastId, incidentId } = await announce()
    await sendBroadcast(job(), broadcastId)
    for (const { id, email, locale } of people) {
      const mail = await parseMail(post.smtp.mailsTo(email)[0])
      const list = mail.headers.get('list') as unknown as {
        unsubscribe: { url: string }
        'unsubscribe-post': { name: string }
      }
      const link = list.unsubscribe.url
      expect(link).toMatch(new RegExp(`^https://status\\.vigie\\.test/status/subscription/${id}/[\\w-]{43}$`))
      expect(list['unsubscribe-post'].name).toBe('List-Unsubscribe=One-Click')
      expect(mail.text).toContain(`${link}?lang=${locale}`)
      expect(mail.html).toContain(`href="${link}?lang=${locale}"`)
      const page = locale === 'en' ? '/status/en/incidents' : '/status/incidents'
      expect(mail.text).toContain(`https://status.vigie.test${page}/${incidentId}`)
      const others = people.filter((person) => person.id !== id)
      for (const other of others) expect(`${mail.text}${mail.html}`).not.toContain(other.id)
      expect(Buffer.byteLength(post.smtp.mailsTo(email)[0]?.raw ?? '')).toBeLessThan(102 * 1024)
    }
  })

  it('makes one thread of one incident and another of the next', async () => {
    const { desk, announce, job, followUp, deliveries } = scene
    const { email } = await makeSubscriber(desk(0))
    const first = await announce()
    await sendBroadcast(job(), first.broadcastId)
    await sendBroadcast(job(60_000), await followUp(first.incidentId, 60_000))
    await sendBroadcast(job(), (await announce()).broadcastId)
    const mails = await Promise.all(post.smtp.mailsTo(email).map(parseMail))
    const root = `<incident.${first.incidentId}@vigie.test>`
    expect(mails.map(({ inReplyTo }) => inReplyTo === root)).toEqual([true, true, false])
    expect(mails.map(({ references }) => references === root)).toEqual([true, true, false])
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(3)
    const [delivery] = await deliveries(first.broadcastId)
    expect(mails[0]?.messageId).toBe(`<${delivery?.id}.${first.broadcastId}@vigie.test>`)
  })

  it('is for jobs alone', async () => {
    const { announce, job } = scene
    const { broadcastId } = await announce()
    await expect(sendBroadcast({ ...job(), actor: nobody }, broadcastId)).rejects.toMatchObject({
      kind: 'Forbidden',
    })
  })

  it('stops when told, gives back what it holds and loses nothing', async () => {
    const { desk, announce, job, deliveries } = scene
    const people = await makeSubscribers(desk(0), 30, 'stop')
    const { broadcastId } = await announce()
    const stop = new AbortController()
    post.smtp.onMail = (count) => count === 5 && stop.abort()
    await sendBroadcast(job(), broadcastId, { signal: stop.signal, concurrency: 2 })
    const first = post.smtp.received.length
    expect(first).toBeLessThan(10)
    const left = (await deliveries(broadcastId)).filter(({ status }) => status === 'queued')
    expect(left).toHaveLength(30 - first)
    expect(left.every(({ attempts }) => attempts === 0)).toBe(true)
    await sendBroadcast(job(), broadcastId)
    expect(post.smtp.received.map(({ to }) => to).sort()).toEqual([...people].sort())
  })
})
