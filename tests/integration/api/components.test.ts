import { beforeAll, describe, expect, it } from 'vitest'
import { type Actor, nobody } from '#app/domain/access/actor.ts'
import { archiveComponent } from '#app/domain/components/archive-component.ts'
import { deleteIncident } from '#app/domain/incidents/delete-incident.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { Broadcast } from '#db/models/mail.ts'
import { Incident, IncidentUpdate } from '#db/models/status.ts'
import { makeApiKey, openApi } from '#tests/factories/api.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-11-27T09:00:00.000Z'
const minute = (n: number) => new Date(Date.parse(NOW) + n * 60_000).toISOString()
let publisher: Actor
let key: { id: string; secret: string }
let everything: { secret: string }
beforeAll(async () => {
  publisher = await createPublisher(database.db)
  // The least scope: a monitor publishes nothing but this.
  key = await makeApiKey(statusContext(database.db, nobody, NOW), { scopes: ['components:write'] })
  everything = await makeApiKey(statusContext(database.db, nobody, NOW))
})

const ctx = (at = NOW) => statusContext(database.db, publisher, at)
const call = (what: string, body?: unknown, at = NOW, secret = key.secret) =>
  openApi(database.db, at).call(what, { key: secret, body })
const report = (id: string, status: string, at = NOW, more: object = {}) =>
  call(`PATCH /components/${id}`, { status, ...more }, at)
const incidentsOf = (id: string) =>
  Incident.query(database.db).where({ reportedComponent: id }).orderBy('startedAt')
const updatesOf = (incidentId: string) =>
  IncidentUpdate.query(database.db).where({ incidentId }).orderBy('displayAt')

describe('a component', () => {
  it('is read with its names, its place and its status', async () => {
    const id = await makeComponent(ctx(), { nameEn: 'Cards', descriptionFr: 'Visa', shown: false })
    const { json } = await call(`GET /components/${id}`)
    expect(json).toEqual({
      object: 'component',
      id,
      livemode: true,
      name: { fr: 'Paiements par carte', en: 'Cards' },
      description: { fr: 'Visa', en: '' },
      status: 'operational',
      reported_incident_id: null,
      group_id: null,
      position: expect.any(Number),
      showcase: false,
      start_date: '2025-01-01',
      created_at: '2025-01-01T00:00:00.000Z',
      updated_at: '2025-01-01T00:00:00.000Z',
    })
    await archiveComponent(ctx(), id)
    expect((await call(`GET /components/${id}`)).status).toBe(404)
    expect((await report(id, 'major_outage')).status).toBe(404)
    expect(await incidentsOf(id)).toEqual([])
  })
})

describe('a reported status', () => {
  it('is one incident of the key, from the first bad one to operational; the same again is nothing', async () => {
    const id = await makeComponent(ctx())
    expect((await report(id, 'operational')).json.status).toBe('operational')
    expect(await incidentsOf(id)).toEqual([])

    const bad = await report(id, 'partial_outage', minute(1))
    expect(bad.json).toMatchObject({ status: 'partial_outage', reported_incident_id: expect.any(String) })
    await report(id, 'partial_outage', minute(2))
    await report(id, 'major_outage', minute(3), { body: { en: 'All card payments fail.' } })
    await report(id, 'major_outage', minute(4))
    const good = await report(id, 'operational', minute(5))
    expect(good.json).toMatchObject({ status: 'operational', reported_incident_id: null })
    await report(id, 'operational', minute(6))

    const [incident, ...others] = await incidentsOf(id)
    expect(others).toEqual([])
    expect(incident).toMatchObject({
      id: bad.json.reported_incident_id,
      nameEn: 'Card payments: partial outage',
      status: 'resolved',
      impact: 'critical',
      reportedBy: key.id,
      resolvedAt: new Date(minute(5)),
    })
    const updates = await updatesOf(incident?.id ?? '')
    expect(updates.map(({ status, bodyFr, bodyEn }) => [status, bodyFr, bodyEn])).toEqual([
      ['investigating', expect.stringMatching(/surveillance/), expect.stringMatching(/monitoring/)],
      ['investigating', 'All card payments fail.', 'All card payments fail.'],
      ['resolved', expect.stringMatching(/normale/), expect.stringMatching(/normal/)],
    ])
    expect(
      await Broadcast.query(database.db)
        .whereIn(
          'updateId',
          updates.map((update) => update.id),
        )
        .resultSize(),
    ).toBe(3)

    await report(id, 'degraded_performance', minute(7), { deliver_notifications: false })
    expect(await incidentsOf(id)).toHaveLength(2)
  })

  it('ten times at once is one incident', async () => {
    const id = await makeComponent(ctx())
    const all = await Promise.all(Array.from({ length: 10 }, () => report(id, 'major_outage')))
    expect(new Set(all.map(({ json }) => json.reported_incident_id)).size).toBe(1)
    const [incident, ...others] = await incidentsOf(id)
    expect(others).toEqual([])
    expect(await updatesOf(incident?.id ?? '')).toHaveLength(1)
  })

  it('of two keys is two incidents: the component is as bad as the worst of them says', async () => {
    const id = await makeComponent(ctx())
    const other = await makeApiKey(ctx(), { name: 'Pingdom', scopes: ['components:write'] })
    await report(id, 'degraded_performance')
    await call(`PATCH /components/${id}`, { status: 'major_outage' }, NOW, other.secret)
    expect(await incidentsOf(id)).toHaveLength(2)
    const recovered = await call(
      `PATCH /components/${id}`,
      { status: 'operational' },
      minute(1),
      other.secret,
    )
    expect(recovered.json).toMatchObject({ status: 'degraded_performance', reported_incident_id: null })
    expect((await call(`GET /components/${id}`)).json.reported_incident_id).not.toBeNull()
  })

  it('leaves what people publish alone', async () => {
    const [id, second] = [await makeComponent(ctx()), await makeComponent(ctx())]
    const theirs = await makeIncident(ctx(), { [id]: 'partial_outage' })
    expect((await report(id, 'operational')).json.status).toBe('partial_outage')
    const mine = (await report(id, 'major_outage', minute(1))).json.reported_incident_id
    // A person takes the key's incident further: another component, another status.
    const version = (await Incident.query(database.db).findById(mine).throwIfNotFound()).version
    await publishUpdate(ctx(minute(2)), {
      incidentId: mine,
      version,
      status: 'identified',
      bodyEn: 'Cause found.',
      components: [{ id: second, status: 'degraded_performance' }],
      notify: false,
    })
    await report(id, 'operational', minute(3))
    expect(await Incident.query(database.db).findById(mine)).toMatchObject({ status: 'identified' })
    expect((await call(`GET /components/${second}`)).json.status).toBe('degraded_performance')
    await resolveIncident(ctx(minute(4)), mine)
    await resolveIncident(ctx(minute(4)), theirs)
    expect((await call(`GET /components/${id}`)).json.status).toBe('operational')
    // What a person has resolved is over: the next bad status is a new incident.
    const next = await report(id, 'partial_outage', minute(5))
    expect(next.json.reported_incident_id).not.toBe(mine)
    // What a person has deleted was never there.
    const deleted = next.json.reported_incident_id
    await deleteIncident(ctx(minute(6)), { incidentId: deleted, version: 1 })
    expect((await call(`GET /components/${id}`)).json).toMatchObject({
      status: 'operational',
      reported_incident_id: null,
    })
    const again = await report(id, 'partial_outage', minute(7))
    expect(again.json.reported_incident_id).not.toBe(deleted)
    for (const what of ['GET /incidents/', 'PATCH /incidents/']) {
      const body = what.startsWith('PATCH') ? { impact: 'minor' } : undefined
      expect((await call(what + deleted, body, NOW, everything.secret)).status).toBe(404)
    }
  })

  it('opens no other door', async () => {
    const id = await makeComponent(ctx())
    const incident = { body: { en: 'x' }, components: [{ id, status: 'major_outage' }] }
    expect((await call('POST /incidents', incident)).status).toBe(403)
    await report(id, 'major_outage')
    const [mine] = await incidentsOf(id)
    const update = { status: 'resolved', body: { en: 'x' } }
    expect((await call(`POST /incidents/${mine?.id}/updates`, update)).status).toBe(403)
    for (const status of ['under_maintenance', 'down', '', null]) {
      expect((await call(`PATCH /components/${id}`, { status })).status).toBe(422)
    }
  })
})
