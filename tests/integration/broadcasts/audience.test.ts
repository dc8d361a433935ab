import { beforeAll, describe, expect, it } from 'vitest'
import { type Actor, nobody } from '#app/domain/access/actor.ts'
import { countRecipients } from '#app/domain/broadcasts/audience.ts'
import { startBroadcast } from '#app/domain/broadcasts/start-broadcast.ts'
import { withTransaction } from '#app/domain/context.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { rows } from '#db/client.ts'
import { Broadcast, Delivery } from '#db/models/mail.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { makeSubscriber } from '#tests/factories/subscriber.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let publisher: Actor
let cards: string
let payouts: string
const people: Record<string, string> = {}
const desk = () => statusContext(database.db, publisher, '2026-11-23T10:00:00Z')

beforeAll(async () => {
  publisher = await createPublisher(database.db)
  cards = await makeComponent(desk())
  payouts = await makeComponent(desk())
  const wishes = {
    everything: {},
    cards: { components: [cards] },
    payouts: { components: [payouts] },
    maintenance: { wantsIncidents: false },
    pending: { status: 'pending' },
    left: { status: 'unsubscribed' },
    suppressed: { status: 'suppressed' },
  } as const
  for (const [name, wish] of Object.entries(wishes)) {
    people[(await makeSubscriber(desk(), wish)).id] = name
  }
})

async function recipientsOf(incidentId: string, updateAt = 0): Promise<string[]> {
  const found = await rows<{ subscriberId: string; updateId: string }>(
    database.db,
    `select d.subscriber_id, b.update_id from deliveries d join broadcasts b on b.id = d.broadcast_id
      where b.update_id = (select id from incident_updates where incident_id = :incidentId and notify
                            order by created_at, id offset :updateAt limit 1) order by d.id`,
    { incidentId, updateAt },
  )
  return found.map(({ subscriberId }) => people[subscriberId] ?? 'nobody known').sort()
}

describe('who receives an update', () => {
  it('are the confirmed who want incidents and one of its components', async () => {
    const incident = await makeIncident(desk(), { [cards]: 'partial_outage' }, { notify: true })
    expect(await recipientsOf(incident)).toEqual(['cards', 'everything'])
  })

  it('are those of the incident when the update names no component', async () => {
    const incident = await makeIncident(desk(), { [payouts]: 'partial_outage' })
    const later = statusContext(database.db, publisher, '2026-11-23T10:05:00Z')
    await publishUpdate(later, {
      incidentId: incident,
      version: 1,
      status: 'identified',
      bodyFr: 'Trouvé.',
      components: [],
      notify: true,
    })
    expect(await recipientsOf(incident)).toEqual(['everything', 'payouts'])
  })

  it('are only those who asked for everything when no component is touched at all', async () => {
    const incident = await makeIncident(desk(), {}, { notify: true })
    expect(await recipientsOf(incident)).toEqual(['everything'])
  })

  it('are counted beforehand as they are then chosen', async () => {
    const count = (kind: 'incident' | 'maintenance', componentIds: string[]) =>
      countRecipients(desk(), { kind, componentIds })
    expect(await count('incident', [cards])).toBe(2)
    expect(await count('incident', [cards, payouts])).toBe(3)
    expect(await count('maintenance', [payouts])).toBe(3)
    expect(await count('incident', [])).toBe(1)
    await expect(
      countRecipients({ ...desk(), actor: nobody }, { kind: 'incident', componentIds: [] }),
    ).rejects.toMatchObject({ kind: 'Forbidden' })
  })
})

describe('a broadcast', () => {
  it('is one per update', async () => {
    const incident = await makeIncident(desk(), { [cards]: 'partial_outage' }, { notify: true })
    const [update] = await rows<{ id: string }>(
      database.db,
      'select id from incident_updates where incident_id = :incident',
      { incident },
    )
    const again = withTransaction(desk(), (tx) => startBroadcast(tx, update?.id ?? ''))
    await expect(again).rejects.toThrow(/unique/)
  })

  it('of an unknown update is not found', async () => {
    const started = withTransaction(desk(), (tx) => startBroadcast(tx, 'aaaaaaaaaaaa'))
    await expect(started).rejects.toMatchObject({ kind: 'NotFound' })
  })

  it('without a recipient is finished as it begins, and queues nothing', async () => {
    await database.db('subscribers').where({ status: 'confirmed' }).update({ wantsIncidents: false })
    const incident = await makeIncident(desk(), { [cards]: 'partial_outage' }, { notify: true })
    const broadcast = await Broadcast.query(database.db)
      .joinRaw('join incident_updates u on u.id = update_id')
      .findOne('u.incidentId', incident)
      .select('broadcasts.*')
      .throwIfNotFound()
    expect(broadcast).toMatchObject({ recipients: 0, finishedAt: new Date('2026-11-23T10:00:00Z') })
    expect(await Delivery.query(database.db).where({ broadcastId: broadcast.id })).toEqual([])
    const jobs = await rows(
      database.db,
      `select 1 from graphile_worker.jobs where key = 'broadcast:' || :id`,
      { id: broadcast.id },
    )
    expect(jobs).toEqual([])
  })
})
