import { beforeAll, describe, expect, it } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { readEvent } from '#app/domain/incidents/read-event.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Broadcast } from '#db/models/mail.ts'
import { Component, Incident, IncidentUpdate } from '#db/models/status.ts'
import { makeApiKey, openApi } from '#tests/factories/api.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-11-27T09:00:00.000Z'
let key: { id: string; secret: string }
let cards: string
beforeAll(async () => {
  key = await makeApiKey(statusContext(database.db, nobody, NOW))
  cards = await makeComponent(await publisher())
})

const publisher = async (at = NOW) => statusContext(database.db, await createPublisher(database.db), at)
const call = (what: string, body?: unknown, secret = key.secret, at = NOW) =>
  openApi(database.db, at).call(what, { key: secret, body })
const statusOf = async (id: string) =>
  (await Component.query(database.db).findById(id).throwIfNotFound()).status

const outage = () => ({
  name: { fr: 'Paiements refusés', en: 'Payments refused' },
  status: 'identified',
  body: { fr: 'Cause trouvée.', en: 'Cause found.' },
  components: [{ id: cards, status: 'partial_outage' }],
})

describe('an incident', () => {
  it('is published with its components, its broadcast and the key as author', async () => {
    const made = await call('POST /incidents', outage())
    expect(made.status).toBe(201)
    expect(made.headers.get('cache-control')).toBe('no-store')
    expect(made.json).toEqual({
      object: 'incident',
      id: expect.stringMatching(/^[a-z0-9]{12}$/),
      livemode: true,
      name: { fr: 'Paiements refusés', en: 'Payments refused' },
      status: 'identified',
      impact: 'major',
      components: [
        { id: cards, name: { fr: 'Paiements par carte', en: 'Card payments' }, status: 'partial_outage' },
      ],
      started_at: NOW,
      monitoring_at: null,
      resolved_at: null,
      created_at: NOW,
      updated_at: NOW,
      version: 1,
    })
    expect(await statusOf(cards)).toBe('partial_outage')
    const { id } = made.json
    expect((await call(`GET /incidents/${id}`)).json).toEqual(made.json)
    const [update] = await IncidentUpdate.query(database.db).where({ incidentId: id })
    expect(update).toMatchObject({ createdBy: null, apiKeyId: key.id, notify: true })
    expect(await Broadcast.query(database.db).where({ updateId: update?.id }).resultSize()).toBe(1)
    expect(await AuditEntry.query(database.db).where({ subjectId: id })).toMatchObject([
      { action: 'incident.opened', actorKind: 'api_key', actorId: key.id },
    ])
    const desk = await readEvent(await publisher(), 'incident', id)
    expect(desk.updates).toMatchObject([{ author: 'Datadog', byApi: true }])
  })

  it('takes one text in one language, begins earlier and tells nobody, if told so', async () => {
    const { json } = await call('POST /incidents', {
      body: { en: 'Looking into it.' },
      components: [{ id: cards, status: 'degraded_performance' }],
      impact: 'critical',
      started_at: '2026-11-27T09:30:00+01:00',
      deliver_notifications: false,
    })
    expect(json).toMatchObject({
      status: 'investigating',
      impact: 'critical',
      name: { fr: 'Paiements par carte : performances dégradées' },
      started_at: '2026-11-27T08:30:00.000Z',
    })
    const [update] = await IncidentUpdate.query(database.db).where({ incidentId: json.id })
    expect(update).toMatchObject({
      bodyFr: 'Looking into it.',
      bodyEn: 'Looking into it.',
      bodyWrittenIn: 'en',
      notify: false,
    })
    expect(await Broadcast.query(database.db).where({ updateId: update?.id }).resultSize()).toBe(0)
  })

  it('is moved on to its end by updates, which are listed the newest first', async () => {
    const { json: incident } = await call('POST /incidents', outage())
    const path = `/incidents/${incident.id}/updates`
    const fixing = await call(
      `POST ${path}`,
      { status: 'monitoring', body: { en: 'Fixed.' } },
      key.secret,
      later(1),
    )
    expect(fixing.status).toBe(201)
    expect(fixing.json).toMatchObject({ object: 'update', incident_id: incident.id, affected_components: [] })
    const resolved = await call(
      `POST ${path}`,
      { status: 'resolved', body: { en: 'Over.' } },
      key.secret,
      later(2),
    )
    expect(resolved.json).toMatchObject({
      status: 'resolved',
      affected_components: [{ id: cards, old_status: 'partial_outage', new_status: 'operational' }],
    })
    const { json } = await call(`GET ${path}`)
    expect(json.data.map(({ status }: { status: string }) => status)).toEqual([
      'resolved',
      'monitoring',
      'identified',
    ])
    expect((await call(`GET /incidents/${incident.id}`)).json).toMatchObject({
      status: 'resolved',
      resolved_at: later(2),
      version: 3,
    })
    const tooLate = await call(`POST ${path}`, { status: 'identified', body: { en: 'Again.' } })
    expect(tooLate.status).toBe(412)
    expect(tooLate.json.type).toBe('urn:problem-type:vigie:publish.incidentOver')
  })

  it('is opened again when that is said outright, and only once it is resolved', async () => {
    const { json: incident } = await call('POST /incidents', outage())
    const path = `/incidents/${incident.id}/updates`
    const again = {
      ...{ status: 'investigating', reopen: true, body: { en: 'Again.' } },
      components: [{ id: cards, status: 'major_outage' }],
    }
    const open = await call(`POST ${path}`, again)
    expect([open.status, open.json.type]).toEqual([412, 'urn:problem-type:vigie:publish.notToReopen'])
    await call(`POST ${path}`, { status: 'resolved', body: { en: 'Over.' } }, key.secret, later(1))
    const reopened = await call(`POST ${path}`, again, key.secret, later(2))
    expect(reopened.json).toMatchObject({
      affected_components: [{ id: cards, old_status: 'operational', new_status: 'major_outage' }],
    })
    expect((await call(`GET /incidents/${incident.id}`)).json).toMatchObject({
      ...{ status: 'investigating', impact: 'critical', resolved_at: null },
    })
    await call(`POST ${path}`, { status: 'resolved', body: { en: 'Over.' } }, key.secret, later(3))
  })

  it('is taken back, open or over: nothing is left of it, and who was not written to will not be', async () => {
    const { json: incident } = await call('POST /incidents', outage())
    const path = `/incidents/${incident.id}`
    expect((await call(`DELETE ${path}?version=7`)).status).toBe(409)
    const gone = await call(`DELETE ${path}?version=1`)
    expect(gone.status).toBe(200)
    expect(gone.json).toEqual({ object: 'incident', id: incident.id, livemode: true, deleted: true })
    expect((await call(`GET ${path}`)).status).toBe(404)
    expect((await call(`DELETE ${path}`)).status).toBe(404)
    expect(
      await AuditEntry.query(database.db).findOne({ subjectId: incident.id, action: 'incident.deleted' }),
    ).toMatchObject({ actorKind: 'api_key', actorId: key.id, before: { status: 'identified' } })
    const { json: over } = await call('POST /incidents', outage())
    await call(`POST /incidents/${over.id}/updates`, { status: 'resolved', body: { en: 'Over.' } })
    expect((await call(`DELETE /incidents/${over.id}`)).status).toBe(200)
  })

  it.each(['version=0', 'version=x', 'version=99999999999', 'force=true'])(
    'is not taken back with ?%s, which is no parameter of ours',
    async (query) => {
      const { json: incident } = await call('POST /incidents', outage())
      const refused = await call(`DELETE /incidents/${incident.id}?${query}`)
      expect(refused.status).toBe(400)
      expect(refused.json.errors).toEqual([{ parameter: query.split('=')[0], detail: expect.any(String) }])
      expect((await call(`GET /incidents/${incident.id}`)).status).toBe(200)
    },
  )

  it('is renamed and given an impact without writing to anybody', async () => {
    const { json: incident } = await call('POST /incidents', outage())
    const changed = await call(`PATCH /incidents/${incident.id}`, {
      name: { en: 'Visa refused' },
      impact: 'minor',
    })
    expect(changed.json).toMatchObject({
      name: { fr: 'Paiements refusés', en: 'Visa refused' },
      impact: 'minor',
      version: 2,
    })
    expect(await IncidentUpdate.query(database.db).where({ incidentId: incident.id }).resultSize()).toBe(1)
    expect(
      await AuditEntry.query(database.db).findOne({ subjectId: incident.id, action: 'incident.edited' }),
    ).toMatchObject({ before: { impact: 'major' }, after: { impact: 'minor' } })
    // What a publisher, or a key, said of the impact stands.
    await call(`POST /incidents/${incident.id}/updates`, { status: 'monitoring', body: { en: 'Fixed.' } })
    expect((await call(`GET /incidents/${incident.id}`)).json.impact).toBe('minor')
  })

  it('named in one language alone takes another name in that one, or a translation', async () => {
    const { json: incident } = await call('POST /incidents', {
      ...outage(),
      name: { en: 'Payments refused' },
    })
    const change = async (body: object) => (await call(`PATCH /incidents/${incident.id}`, body)).json.name
    const kept = async () => (await Incident.query(database.db).findById(incident.id))?.nameWrittenIn
    expect(await change({ impact: 'minor' })).toEqual({ fr: 'Payments refused', en: 'Payments refused' })
    expect(await kept()).toBe('en')
    expect(await change({ name: { en: 'Visa refused' } })).toEqual({ fr: 'Visa refused', en: 'Visa refused' })
    expect(await kept()).toBe('en')
    expect(await change({ name: { fr: 'Visa refusée' } })).toEqual({ fr: 'Visa refusée', en: 'Visa refused' })
    expect(await kept()).toBeNull()
  })

  it('with a version that is not the present one is left alone, and of two at once one wins', async () => {
    const { json: incident } = await call('POST /incidents', outage())
    const change = (impact: string) => call(`PATCH /incidents/${incident.id}`, { impact, version: 1 })
    const both = await Promise.all([change('minor'), change('critical')])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const loser = both.find(({ status }) => status === 409)
    expect(loser?.json.type).toMatch(/publish\.incidentChanged/)
    const stale = { status: 'monitoring', body: { en: 'x' }, version: 1 }
    expect((await call(`POST /incidents/${incident.id}/updates`, stale)).status).toBe(409)
    expect((await call(`POST /incidents/${incident.id}/updates`, { ...stale, version: 2 })).status).toBe(201)
  })

  it('without a version is taken from its present one: updates at once follow one another', async () => {
    const { json: incident } = await call('POST /incidents', outage())
    const body = { status: 'monitoring', body: { en: 'Fixed.' } }
    const all = await Promise.all(
      Array.from({ length: 5 }, () => call(`POST /incidents/${incident.id}/updates`, body)),
    )
    expect(all.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
    expect((await call(`GET /incidents/${incident.id}`)).json.version).toBe(6)
  })

  it('that a person opened can be read and moved on; a maintenance is none', async () => {
    const id = await makeIncident(await publisher(), { [cards]: 'degraded_performance' })
    expect((await call(`GET /incidents/${id}`)).json.name.en).toBe('Slow payments')
    for (const what of [
      `GET /maintenances/${id}`,
      `GET /maintenances/${id}/updates`,
      'GET /incidents/NOT-AN-ID',
    ]) {
      expect((await call(what)).status, what).toBe(404)
    }
    const wrongKind = await call(`POST /maintenances/${id}/updates`, {
      status: 'completed',
      body: { en: 'x' },
    })
    expect(wrongKind.status).toBe(404)
  })
})

const later = (minutes: number) => new Date(Date.parse(NOW) + minutes * 60_000).toISOString()

describe('a test key', () => {
  it('is answered as if, and leaves nothing', async () => {
    const { secret } = await makeApiKey(statusContext(database.db, nobody, NOW), { mode: 'test' })
    const count = async () => [
      await Incident.query(database.db).resultSize(),
      await Broadcast.query(database.db).resultSize(),
      await AuditEntry.query(database.db).resultSize(),
      (await database.db.raw('select count(*) from idempotency_keys')).rows[0].count,
      await statusOf(cards),
    ]
    const before = await count()
    const client = openApi(database.db, NOW)
    const headers = { 'idempotency-key': 'rehearsal' }
    const tried = await client.call('POST /incidents', { key: secret, body: outage(), headers })
    expect(tried.status).toBe(201)
    expect(tried.json).toMatchObject({ object: 'incident', livemode: false, impact: 'major', version: 1 })
    expect((await call(`GET /incidents/${tried.json.id}`, undefined, secret)).status).toBe(404)
    const again = await client.call('POST /incidents', { key: secret, body: outage(), headers })
    expect(again.headers.get('idempotent-replayed')).toBeNull()
    const refused = { ...outage(), components: [{ id: 'aaaaaaaaaaaa', status: 'major_outage' }] }
    expect((await call('POST /incidents', refused, secret)).status).toBe(422)
    expect(await count()).toEqual(before)
  })

  it('reads what is really there', async () => {
    const { secret } = await makeApiKey(statusContext(database.db, nobody, NOW), { mode: 'test' })
    const { json: incident } = await call('POST /incidents', outage())
    const read = await call(`GET /incidents/${incident.id}`, undefined, secret)
    expect(read.json).toEqual({ ...incident, livemode: false })
    const moved = await call(
      `POST /incidents/${incident.id}/updates`,
      { status: 'resolved', body: { en: 'x' } },
      secret,
    )
    expect(moved.json).toMatchObject({ status: 'resolved', livemode: false })
    expect((await call(`GET /incidents/${incident.id}`)).json.status).toBe('identified')
  })
})
