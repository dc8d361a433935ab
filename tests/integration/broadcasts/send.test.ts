import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, nobody } from '#app/domain/access/actor.ts'
import { MAX_ATTEMPTS } from '#app/domain/broadcasts/delivery-ledger.ts'
import { readBroadcast } from '#app/domain/broadcasts/read-broadcast.ts'
import { recoverDeliveries } from '#app/domain/broadcasts/recover-deliveries.ts'
import { sendBroadcast } from '#app/domain/broadcasts/send-broadcast.ts'
import { sendMissingAgain } from '#app/domain/broadcasts/send-missing-again.ts'
import { fixedClock, HOUR_MS } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import { deleteIncident } from '#app/domain/incidents/delete-incident.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { rows } from '#db/client.ts'
import { Broadcast, Delivery, Subscriber } from '#db/models/mail.ts'
import { Incident } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { mailContext, makeSubscriber, makeSubscribers } from '#tests/factories/subscriber.ts'
import { useDatabase } from '#tests/setup/database.ts'
import { useMailer } from '#tests/setup/mailer.ts'
import { parseMail } from '#tests/setup/smtp.ts'

const START = Date.parse('2026-11-23T10:00:00Z')
const database = useDatabase()
let publisher: Actor
const post = useMailer()
let cards: string

beforeAll(async () => {
  publisher = await createPublisher(database.db)
  cards = await makeComponent(desk(0))
})
afterEach(async () => {
  await database.db('subscribers').update({ status: 'unsubscribed' })
})

const at = (afterMs: number) => fixedClock(new Date(START + afterMs))
const desk = (afterMs: number) => statusContext(database.db, publisher, at(afterMs))
const job = (afterMs = 0): Context => mailContext(database.db, post.mailer, { clock: at(afterMs) })

/** An incident whose first update is broadcast. */
async function announce(): Promise<{ incidentId: string; broadcastId: string }> {
  const incidentId = await makeIncident(
    desk(0),
    { [cards]: 'partial_outage' },
    { notify: true, nameFr: 'Paiements refusés', nameEn: 'Payments refused', bodyEn: 'We are looking.' },
  )
  return { incidentId, broadcastId: await broadcastOf(incidentId) }
}

async function broadcastOf(incidentId: string): Promise<string> {
  const [newest] = await rows<{ id: string }>(
    database.db,
    `select b.id from broadcasts b join incident_updates u on u.id = b.update_id
      where u.incident_id = :incidentId order by b.created_at desc limit 1`,
    { incidentId },
  )
  return newest?.id ?? ''
}

async function followUp(incidentId: string, afterMs: number): Promise<string> {
  const { version } = await Incident.query(database.db).findById(incidentId).throwIfNotFound()
  await publishUpdate(desk(afterMs), {
    incidentId,
    version,
    status: 'resolved',
    bodyFr: 'Rétabli.',
    bodyEn: 'Back.',
    components: [],
    notify: true,
  })
  return broadcastOf(incidentId)
}

const deliveries = (broadcastId: string) => Delivery.query(database.db).where({ broadcastId }).orderBy('id')
const finishedAt = async (id: string) =>
  (await Broadcast.query(database.db).findById(id).throwIfNotFound()).finishedAt
const queuedRun = async (broadcastId: string) =>
  rows<{ runAt: Date }>(
    database.db,
    `select run_at from graphile_worker.jobs where key = 'broadcast:' || :broadcastId`,
    { broadcastId },
  )

describe('sending a broadcast', () => {
  it('reaches everybody once in their language, however many workers send it', async () => {
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
    const { broadcastId } = await announce()
    await expect(sendBroadcast({ ...job(), actor: nobody }, broadcastId)).rejects.toMatchObject({
      kind: 'Forbidden',
    })
  })

  it('stops when told, gives back what it holds and loses nothing', async () => {
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

describe('a mailbox that does not answer', () => {
  it('waits in the lane of retries, and the mail comes under the same Message-ID', async () => {
    const dead = await makeSubscriber(desk(0))
    const fine = await makeSubscriber(desk(0))
    post.smtp.behaviours.set(dead.email, 'drop')
    const { broadcastId } = await announce()
    await sendBroadcast(job(), broadcastId)
    const [waiting, sent] = await deliveries(broadcastId)
    expect([waiting, sent].map((row) => row?.status).sort()).toEqual(['queued', 'sent'])
    const retry = (await deliveries(broadcastId)).find(({ status }) => status === 'queued')
    expect(retry).toMatchObject({ subscriberId: dead.id, attempts: 1 })
    const delay = (retry?.nextAttemptAt.getTime() ?? 0) - START
    expect(delay).toBeGreaterThanOrEqual(40_000)
    expect(delay).toBeLessThanOrEqual(60_000)
    expect(await queuedRun(broadcastId)).toEqual([{ runAt: retry?.nextAttemptAt }])
    expect(await finishedAt(broadcastId)).toBeNull()

    post.smtp.behaviours.clear()
    await sendBroadcast(job(delay - 1), broadcastId)
    expect(post.smtp.mailsTo(dead.email)).toHaveLength(1)
    await sendBroadcast(job(delay), broadcastId)
    const mails = post.smtp.mailsTo(dead.email)
    expect(mails).toHaveLength(2)
    expect(mails[1]?.messageId).toBe(mails[0]?.messageId)
    expect(post.smtp.mailsTo(fine.email)).toHaveLength(1)
    expect(await finishedAt(broadcastId)).toEqual(new Date(START + delay))
  })

  it('delays nobody: first attempts come before retries that are due', async () => {
    const dead = await makeSubscribers(desk(0), 5, 'dead')
    const { broadcastId } = await announce()
    for (const email of dead) post.smtp.behaviours.set(email, { refuse: '450 4.2.1 Busy' })
    await sendBroadcast(job(), broadcastId)
    // Further recipients who have not been tried, as when a worker stopped in the middle.
    const fresh = await makeSubscribers(desk(0), 5, 'fresh')
    await database.db.raw(
      `insert into deliveries (broadcast_id, subscriber_id, next_attempt_at)
       select ?, id, ? from subscribers where email like 'fresh-%'`,
      [broadcastId, new Date(START)],
    )
    post.smtp.reset()
    await sendBroadcast(job(HOUR_MS), broadcastId, { concurrency: 1, batchSize: 2 })
    const order = post.smtp.received.map(({ to }) => to)
    expect(order.slice(0, 5).sort()).toEqual([...fresh].sort())
    expect(order.slice(5).sort()).toEqual([...dead].sort())
  })

  it('is given up after the last attempt and counts as failed', async () => {
    const dead = await makeSubscriber(desk(0))
    post.smtp.behaviours.set(dead.email, { refuse: '451 4.3.0 Not now' })
    const { broadcastId } = await announce()
    await Delivery.query(database.db)
      .where({ broadcastId })
      .patch({ attempts: MAX_ATTEMPTS - 2 })
    await sendBroadcast(job(), broadcastId)
    expect(await deliveries(broadcastId)).toMatchObject([{ status: 'queued', attempts: MAX_ATTEMPTS - 1 }])
    await sendBroadcast(job(3 * HOUR_MS), broadcastId)
    expect(await deliveries(broadcastId)).toMatchObject([
      { status: 'failed', attempts: MAX_ATTEMPTS, providerResponse: '451 4.3.0 Not now' },
    ])
    expect((await Subscriber.query(database.db).findById(dead.id))?.status).toBe('confirmed')
    expect(await finishedAt(broadcastId)).toEqual(new Date(START + 3 * HOUR_MS))
  })

  it('that does not exist is suppressed, a refusal for policy is not', async () => {
    const gone = await makeSubscriber(desk(0))
    const blocked = await makeSubscriber(desk(0))
    post.smtp.behaviours.set(gone.email, { refuse: '550 5.1.1 No such user' })
    post.smtp.behaviours.set(blocked.email, { refuse: '550 5.7.1 Blocked by policy' })
    const { broadcastId } = await announce()
    await sendBroadcast(job(), broadcastId)
    expect((await deliveries(broadcastId)).map(({ status }) => status)).toEqual(['failed', 'failed'])
    expect(await Subscriber.query(database.db).findById(gone.id)).toMatchObject({
      status: 'suppressed',
      endReason: '550 5.1.1 No such user',
    })
    expect((await Subscriber.query(database.db).findById(blocked.id))?.status).toBe('confirmed')
  })
})

describe('what changed since publication', () => {
  it('who left in between is skipped', async () => {
    const left = await makeSubscriber(desk(0))
    const { broadcastId } = await announce()
    await Subscriber.query(database.db).findById(left.id).patch({ status: 'unsubscribed' })
    await sendBroadcast(job(), broadcastId)
    expect(post.smtp.received).toEqual([])
    expect(await deliveries(broadcastId)).toMatchObject([{ status: 'skipped', providerResponse: 'left' }])
    expect(await finishedAt(broadcastId)).not.toBeNull()
  })

  it('who waits for an update that is overtaken gets the newer one alone', async () => {
    const { email } = await makeSubscriber(desk(0))
    const { broadcastId, incidentId } = await announce()
    const newer = await followUp(incidentId, 1_000)
    await sendBroadcast(job(2_000), broadcastId)
    await sendBroadcast(job(2_000), newer)
    expect(post.smtp.mailsTo(email)).toHaveLength(1)
    expect((await parseMail(post.smtp.mailsTo(email)[0])).subject).toBe('Résolu – Paiements refusés')
    expect(await deliveries(broadcastId)).toMatchObject([
      { status: 'skipped', providerResponse: 'overtaken' },
    ])
    expect(await finishedAt(broadcastId)).not.toBeNull()
  })

  it('who waits for an incident that is deleted gets nothing, also what was to be tried again', async () => {
    const [waiting, wire, failed] = [1, 2, 3].map(() => makeSubscriber(desk(0)))
    const people = await Promise.all([waiting, wire, failed])
    const { broadcastId, incidentId } = await announce()
    const of = (person: Subscriber | undefined) =>
      Delivery.query(database.db).where({ broadcastId, subscriberId: person?.id ?? '' })
    const claimedUntil = new Date(START + 300_000)
    await of(people[1]).patch({ status: 'sending', attempts: 1, claimedUntil, claimedBy: 'other' })
    await of(people[2]).patch({ status: 'failed', attempts: 1 })
    await deleteIncident(desk(1_000), { incidentId, version: 1 })
    expect(await queuedRun(broadcastId)).toHaveLength(1)
    await recoverDeliveries(job(300_001))
    await sendBroadcast(job(300_001), broadcastId)
    await sendBroadcast(job(300_001), broadcastId)
    expect(post.smtp.received).toEqual([])
    const withdrawn = { status: 'skipped', providerResponse: 'withdrawn' }
    expect(await of(people[0])).toMatchObject([withdrawn])
    expect(await of(people[1])).toMatchObject([withdrawn])
    expect(await finishedAt(broadcastId)).not.toBeNull()
    const report = await readBroadcast(desk(300_002), broadcastId)
    expect(report).toMatchObject({
      incident: { deleted: true },
      missing: 0,
      counts: { withdrawn: 2, failed: 1 },
    })
    await expect(sendMissingAgain(desk(300_002), broadcastId)).rejects.toMatchObject({
      kind: 'PreconditionFailed',
    })
  })

  it('an older update on the wire is settled before the newer one goes, and is not tried again', async () => {
    const { email } = await makeSubscriber(desk(0))
    const { broadcastId, incidentId } = await announce()
    await Delivery.query(database.db)
      .where({ broadcastId })
      .patch({ status: 'sending', attempts: 1, claimedUntil: new Date(START + 300_000), claimedBy: 'other' })
    const newer = await followUp(incidentId, 1_000)
    await sendBroadcast(job(2_000), newer)
    expect(post.smtp.mailsTo(email)).toEqual([])
    expect(await queuedRun(newer)).toEqual([{ runAt: new Date(START + 3_000) }])
    // Its worker died: the lease ends, the older one is skipped, the newer one goes.
    await recoverDeliveries(job(300_001))
    await sendBroadcast(job(300_001), newer)
    await sendBroadcast(job(300_001), broadcastId)
    expect(await deliveries(broadcastId)).toMatchObject([{ status: 'skipped' }])
    expect(post.smtp.mailsTo(email)).toHaveLength(1)
  })
})

describe('recovering', () => {
  it('leaves a running lease alone and puts an expired one back, twice at once or not', async () => {
    await makeSubscriber(desk(0))
    const { broadcastId } = await announce()
    const claimedUntil = new Date(START + 1_000)
    await Delivery.query(database.db)
      .where({ broadcastId })
      .patch({ status: 'sending', attempts: 1, claimedUntil, claimedBy: 'dead' })
    expect(await recoverDeliveries(job(1_000))).toBe(0)
    const recovered = await Promise.all([recoverDeliveries(job(1_001)), recoverDeliveries(job(1_001))])
    expect(recovered[0] + recovered[1]).toBe(1)
    expect(await deliveries(broadcastId)).toMatchObject([{ status: 'queued', attempts: 1, claimedBy: null }])
    expect(await queuedRun(broadcastId)).toHaveLength(1)
  })

  it('closes a broadcast whose last worker died before it could', async () => {
    await makeSubscriber(desk(0))
    const { broadcastId } = await announce()
    await Delivery.query(database.db)
      .where({ broadcastId })
      .patch({ status: 'sent', sentAt: new Date(START) })
    await database.db.raw(`select graphile_worker.remove_job('broadcast:' || ?)`, [broadcastId])
    await recoverDeliveries(job())
    expect(await queuedRun(broadcastId)).toHaveLength(1)
    await sendBroadcast(job(), broadcastId)
    expect(await finishedAt(broadcastId)).not.toBeNull()
  })

  it('gives up what takes its worker down every time', async () => {
    await makeSubscriber(desk(0))
    const { broadcastId } = await announce()
    await Delivery.query(database.db)
      .where({ broadcastId })
      .patch({ status: 'sending', attempts: MAX_ATTEMPTS, claimedUntil: new Date(START), claimedBy: 'dead' })
    await recoverDeliveries(job(1))
    expect(await deliveries(broadcastId)).toMatchObject([
      { status: 'failed', providerResponse: 'worker lost' },
    ])
  })
})
