import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MAX_ATTEMPTS } from '#app/domain/broadcasts/delivery-ledger.ts'
import { recoverDeliveries } from '#app/domain/broadcasts/recover-deliveries.ts'
import { sendBroadcast } from '#app/domain/broadcasts/send-broadcast.ts'
import { HOUR_MS } from '#app/domain/clock.ts'
import { Delivery, Subscriber } from '#db/models/mail.ts'
import { type BroadcastScene, broadcastScene, START } from '#tests/factories/broadcast.ts'
import { makeSubscriber, makeSubscribers } from '#tests/factories/subscriber.ts'
import { useDatabase } from '#tests/setup/database.ts'
import { useMailer } from '#tests/setup/mailer.ts'

const database = useDatabase()
const post = useMailer()
let scene: BroadcastScene
beforeAll(async () => {
  scene = await broadcastScene(database.db, post.mailer)
})
afterEach(async () => {
  await database.db('subscribers').update({ status: 'unsubscribed' })
})

describe('a mailbox that does not answer', () => {
  it('waits in the lane of retries, and the mail comes under the same Message-ID', async () => {
    const { desk, announce, job, deliveries, queuedRun, finishedAt } = scene
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
    const { desk, announce, job } = scene
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
    const { desk, announce, job, deliveries, finishedAt } = scene
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
    const { desk, announce, job, deliveries } = scene
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

describe('recovering', () => {
  it('leaves a running lease alone and puts an expired one back, twice at once or not', async () => {
    const { desk, announce, job, deliveries, queuedRun } = scene
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
    const { desk, announce, job, queuedRun, finishedAt } = scene
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
    const { desk, announce, job, deliveries } = scene
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
