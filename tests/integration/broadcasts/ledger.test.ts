import { beforeAll, describe, expect, it } from 'vitest'
import { type Actor, nobody } from '#app/domain/access/actor.ts'
import { readBroadcast } from '#app/domain/broadcasts/read-broadcast.ts'
import { sendMissingAgain } from '#app/domain/broadcasts/send-missing-again.ts'
import { fixedClock, SECOND_MS } from '#app/domain/clock.ts'
import {
  countSubscribers,
  listSubscribers,
  SUBSCRIBERS_PER_PAGE,
} from '#app/domain/subscribers/list-subscribers.ts'
import { rows } from '#db/client.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Broadcast, Delivery, Subscriber } from '#db/models/mail.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { makeSubscriber, makeSubscribers } from '#tests/factories/subscriber.ts'
import { useDatabase } from '#tests/setup/database.ts'

const START = Date.parse('2026-11-23T10:00:00Z')
const database = useDatabase()
let publisher: Actor
let broadcastId: string
let ids: number[]

const at = (afterMs = 0, actor = publisher) =>
  statusContext(database.db, actor, fixedClock(new Date(START + afterMs)))
const patch = (places: number[], fields: Partial<Delivery>) =>
  Delivery.query(database.db)
    .findByIds(places.map((place) => ids[place] ?? 0))
    .patch(fields)

beforeAll(async () => {
  publisher = await createPublisher(database.db)
  await makeSubscribers(at(), 10, 'ledger')
  const cards = await makeComponent(at())
  const incidentId = await makeIncident(at(), { [cards]: 'major_outage' }, { notify: true })
  const [broadcast] = await rows<{ id: string }>(
    database.db,
    'select b.id from broadcasts b join incident_updates u on u.id = b.update_id where u.incident_id = :incidentId',
    { incidentId },
  )
  broadcastId = broadcast?.id ?? ''
  ids = (await Delivery.query(database.db).where({ broadcastId }).orderBy('id')).map(({ id }) => id)
})

describe('the ledger', () => {
  it('knows that nothing has been sent yet', async () => {
    expect(await readBroadcast(at(), broadcastId)).toMatchObject({
      incident: { kind: 'incident', nameFr: 'Paiements ralentis', nameEn: 'Slow payments' },
      status: 'investigating',
      recipients: 10,
      finishedAt: null,
      counts: { waiting: 10, sent: 0, failed: 0 },
      reached: { half: null, most: null, all: null },
      failures: [],
      missing: 0,
    })
  })

  it('counts every state and measures the shares among those to be reached', async () => {
    await patch([0], { status: 'skipped', providerResponse: 'left' })
    await patch([1], { status: 'skipped', providerResponse: 'overtaken' })
    for (const place of [2, 3, 4, 5]) {
      await patch([place], { status: 'sent', attempts: 1, sentAt: new Date(START + place * SECOND_MS) })
    }
    await patch([6, 7], { status: 'failed', attempts: 1 })
    await patch([6], { providerResponse: '550 5.1.1 <ledger-7@abonnes.test>: unknown' })
    await patch([7], { providerResponse: '550 5.1.1 <ledger-8@abonnes.test>: unknown' })
    await patch([8], { status: 'sending', attempts: 1 })
    await patch([9], { attempts: 1 })
    const report = await readBroadcast(at(), broadcastId)
    expect(report.counts).toEqual({
      waiting: 0,
      sending: 1,
      retrying: 1,
      sent: 4,
      failed: 2,
      left: 1,
      overtaken: 1,
      withdrawn: 0,
    })
    // Eight are to be reached: the fourth of them is half.
    expect(report.reached).toEqual({ half: 5, most: null, all: null })
    expect(report.failures).toEqual([{ reason: '550 5.1.1 …: unknown', count: 2 }])
    expect(report.missing).toBe(2)
  })

  it('reaches 95 % and all with the last of few', async () => {
    await patch([8, 9], { status: 'sent', sentAt: new Date(START + 20 * SECOND_MS) })
    await patch([6, 7], { status: 'sent', sentAt: new Date(START + 71 * SECOND_MS) })
    expect((await readBroadcast(at(), broadcastId)).reached).toEqual({ half: 5, most: 71, all: 71 })
    await patch([6, 7], { status: 'failed', sentAt: null })
  })

  it('is for publishers, and not found when there is none', async () => {
    await expect(readBroadcast(at(0, nobody), broadcastId)).rejects.toMatchObject({ kind: 'Forbidden' })
    const unknown = readBroadcast(at(), '00000000-0000-4000-8000-000000000000')
    await expect(unknown).rejects.toMatchObject({ kind: 'NotFound' })
  })
})

describe('sending the missing ones again', () => {
  it('takes those that failed and still want to hear, once', async () => {
    await Subscriber.query(database.db)
      .findOne({ email: 'ledger-7@abonnes.test' })
      .patch({ status: 'suppressed' })
    const gone = await Subscriber.query(database.db)
      .findOne({ email: 'ledger-7@abonnes.test' })
      .throwIfNotFound()
    await Delivery.query(database.db).where({ broadcastId, status: 'failed' }).first().patch({ attempts: 1 })
    const failed = await Delivery.query(database.db).where({ broadcastId, status: 'failed' })
    const expected = failed.filter(({ subscriberId }) => subscriberId !== gone.id).map(({ id }) => id)
    await expect(sendMissingAgain(at(0, nobody), broadcastId)).rejects.toMatchObject({ kind: 'Forbidden' })

    const asked = await Promise.allSettled([1, 2].map(() => sendMissingAgain(at(90_000), broadcastId)))
    expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(asked.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { kind: 'PreconditionFailed', code: 'nothingMissing' },
    })
    const queued = await Delivery.query(database.db).where({ broadcastId, status: 'queued' })
    expect(queued.map(({ id, attempts }) => [id, attempts])).toEqual(expected.map((id) => [id, 0]))
    expect((await Broadcast.query(database.db).findById(broadcastId))?.finishedAt).toBeNull()
    const entries = await AuditEntry.query(database.db).where({
      subjectId: broadcastId,
      action: 'broadcast.resumed',
    })
    expect(entries).toMatchObject([{ after: { deliveries: expected.length } }])
  })
})

describe('the list of subscribers', () => {
  it('goes through all of them by address, a page at a time', async () => {
    await makeSubscribers(at(), SUBSCRIBERS_PER_PAGE + 5, 'page')
    const seen: string[] = []
    let after: string | null = ''
    while (after !== null) {
      const page: Awaited<ReturnType<typeof listSubscribers>> = await listSubscribers(at(), { after })
      expect(page.subscribers.length).toBeLessThanOrEqual(SUBSCRIBERS_PER_PAGE)
      seen.push(...page.subscribers.map(({ email }) => email))
      after = page.next
    }
    expect(new Set(seen).size).toBe(seen.length)
    const { confirmed, pending, unsubscribed, suppressed } = await countSubscribers(at())
    expect(seen).toHaveLength(confirmed + pending + unsubscribed + suppressed)
    expect(suppressed).toBe(1)
  })

  it('finds by a part of the address, which is text and no pattern', async () => {
    await makeSubscriber(at(), { email: 'marie_curie@example.fr' })
    const find = async (search: string) =>
      (await listSubscribers(at(), { search })).subscribers.map(({ email }) => email)
    expect(await find(' Marie_C ')).toEqual(['marie_curie@example.fr'])
    expect(await find('marie%')).toEqual([])
  })

  it('is for publishers', async () => {
    await expect(listSubscribers(at(0, nobody), {})).rejects.toMatchObject({ kind: 'Forbidden' })
    await expect(countSubscribers(at(0, nobody))).rejects.toMatchObject({ kind: 'Forbidden' })
  })
})
