import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readBroadcast } from '#app/domain/broadcasts/read-broadcast.ts'
import { recoverDeliveries } from '#app/domain/broadcasts/recover-deliveries.ts'
import { sendBroadcast } from '#app/domain/broadcasts/send-broadcast.ts'
import { sendMissingAgain } from '#app/domain/broadcasts/send-missing-again.ts'
import { deleteIncident } from '#app/domain/incidents/delete-incident.ts'
import { Delivery, Subscriber } from '#db/models/mail.ts'
import { type BroadcastScene, broadcastScene, START } from '#tests/factories/broadcast.ts'
import { makeSubscriber } from '#tests/factories/subscriber.ts'
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

describe('what changed since publication', () => {
  it('who left in between is skipped', async () => {
    const { desk, announce, job, deliveries, finishedAt } = scene
    const left = await makeSubscriber(desk(0))
    const { broadcastId } = await announce()
    await Subscriber.query(database.db).findById(left.id).patch({ status: 'unsubscribed' })
    await sendBroadcast(job(), broadcastId)
    expect(post.smtp.received).toEqual([])
    expect(await deliveries(broadcastId)).toMatchObject([{ status: 'skipped', providerResponse: 'left' }])
    expect(await finishedAt(broadcastId)).not.toBeNull()
  })

  it('who waits for an update that is overtaken gets the newer one alone', async () => {
    const { desk, announce, followUp, job, deliveries, finishedAt } = scene
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
    const { desk, announce, queuedRun, job, finishedAt } = scene
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
    const { desk, announce, followUp, job, queuedRun, deliveries } = scene
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
