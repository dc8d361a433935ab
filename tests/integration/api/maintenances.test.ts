import { beforeAll, describe, expect, it } from 'vitest'
import { nobody, system } from '#app/domain/access/actor.ts'
import { advanceMaintenance } from '#app/domain/maintenance/advance-maintenance.ts'
import { Broadcast } from '#db/models/mail.ts'
import { Component, Incident, IncidentUpdate } from '#db/models/status.ts'
import { makeApiKey, openApi } from '#tests/factories/api.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-11-27T09:00:00.000Z'
let secret: string
let portal: string
beforeAll(async () => {
  secret = (await makeApiKey(statusContext(database.db, nobody, NOW), { name: 'GitLab' })).secret
  portal = await makeComponent(statusContext(database.db, await createPublisher(database.db), NOW))
})

const call = (what: string, body?: unknown, at = NOW) =>
  openApi(database.db, at).call(what, { key: secret, body })
const statusOf = async () => (await Component.query(database.db).findById(portal).throwIfNotFound()).status
const upgrade = () => ({
  name: { en: 'Upgrade' },
  body: { en: 'Payments stay accepted.' },
  scheduled_for: '2026-11-28T02:00:00+01:00',
  scheduled_until: '2026-11-28T03:00:00+01:00',
  component_ids: [portal],
})

describe('a maintenance', () => {
  it('is announced, and begins and ends by itself', async () => {
    const made = await call('POST /maintenances', upgrade())
    expect(made.status).toBe(201)
    expect(made.json).toEqual({
      object: 'maintenance',
      id: expect.stringMatching(/^[a-z0-9]{12}$/),
      livemode: true,
      name: { fr: 'Upgrade', en: 'Upgrade' },
      status: 'scheduled',
      components: [
        { id: portal, name: { fr: 'Paiements par carte', en: 'Card payments' }, status: 'operational' },
      ],
      scheduled_for: '2026-11-28T01:00:00.000Z',
      scheduled_until: '2026-11-28T02:00:00.000Z',
      scheduled_auto_in_progress: true,
      scheduled_auto_completed: true,
      series_id: null,
      resolved_at: null,
      created_at: NOW,
      updated_at: NOW,
      version: 1,
    })
    expect(await statusOf()).toBe('operational')
    const { id } = made.json
    await advanceMaintenance(statusContext(database.db, system('test'), '2026-11-28T01:00:00.000Z'))
    expect((await call(`GET /maintenances/${id}`)).json).toMatchObject({
      status: 'in_progress',
      components: [{ id: portal, status: 'under_maintenance' }],
    })
    expect(await statusOf()).toBe('under_maintenance')
    await advanceMaintenance(statusContext(database.db, system('test'), '2026-11-28T02:00:00.000Z'))
    expect((await call(`GET /maintenances/${id}`)).json.status).toBe('completed')
    expect(await statusOf()).toBe('operational')
  })

  it('is moved without a word, and the new dates are said', async () => {
    const { json } = await call('POST /maintenances', upgrade())
    const moved = await call(`PATCH /maintenances/${json.id}`, {
      scheduled_until: '2026-11-28T04:00:00+01:00',
    })
    expect(moved.status).toBe(200)
    const { data } = (await call(`GET /maintenances/${json.id}/updates`)).json
    expect(data.map((update: { body: unknown }) => update.body)).toContainEqual({
      fr: 'Nouvelles dates\u202f: samedi 28 novembre 2026, de 02:00 à 04:00 (heure de Paris).',
      en: 'New times: Saturday, 28 November 2026, 02:00 to 04:00 (Paris time).',
    })
  })

  it('is moved, wholly or at one end, until it begins; each move is told', async () => {
    const { json } = await call('POST /maintenances', upgrade())
    const path = `/maintenances/${json.id}`
    const longer = await call(`PATCH ${path}`, {
      scheduled_until: '2026-11-28T04:00:00+01:00',
      body: { en: 'One hour more.' },
    })
    expect(longer.json).toMatchObject({
      scheduled_for: '2026-11-28T01:00:00.000Z',
      scheduled_until: '2026-11-28T03:00:00.000Z',
      version: 2,
    })
    const backwards = { scheduled_until: '2026-11-28T01:00:00Z', body: { en: 'x' } }
    expect((await call(`PATCH ${path}`, backwards)).json.type).toMatch(/publish\.windowEndsBeforeStart$/)
    const stale = { scheduled_until: '2026-11-28T05:00:00Z', body: { en: 'x' }, version: 1 }
    expect((await call(`PATCH ${path}`, stale)).status).toBe(409)
    const begun = await call(
      `POST ${path}/updates`,
      { status: 'in_progress', body: { en: 'Begun.' } },
      '2026-11-28T01:00:00.000Z',
    )
    expect(begun.json).toMatchObject({
      object: 'update',
      incident_id: json.id,
      affected_components: [{ id: portal, old_status: 'operational', new_status: 'under_maintenance' }],
    })
    expect((await call(`PATCH ${path}`, { ...stale, version: undefined })).status).toBe(412)
    await call(
      `POST ${path}/updates`,
      { status: 'completed', body: { en: 'Done.' }, deliver_notifications: false },
      '2026-11-28T01:10:00.000Z',
    )
    const { data } = (await call(`GET ${path}/updates`)).json
    expect(data.map((update: { body: { en: string } }) => update.body.en)).toEqual(
      expect.arrayContaining(['Payments stay accepted.', 'One hour more.', 'Begun.', 'Done.']),
    )
    const told = await Broadcast.query(database.db)
      .whereIn('updateId', IncidentUpdate.query(database.db).where({ incidentId: json.id }).select('id'))
      .resultSize()
    expect(told).toBe(3)
    expect(await statusOf()).toBe('operational')
  })

  it('is called off until it begins, with or without a word to subscribers', async () => {
    const toldOf = (id: string) =>
      Broadcast.query(database.db)
        .whereIn('updateId', IncidentUpdate.query(database.db).where({ incidentId: id }).select('id'))
        .resultSize()
    const { json: told } = await call('POST /maintenances', upgrade())
    expect((await call(`DELETE /maintenances/${told.id}?version=2`)).status).toBe(409)
    const off = await call(`DELETE /maintenances/${told.id}`)
    expect(off.json).toMatchObject({ object: 'maintenance', id: told.id, status: 'completed', version: 2 })
    const { data } = (await call(`GET /maintenances/${told.id}/updates`)).json
    expect(data.map((update: { body: { en: string } }) => update.body.en)).toContain(
      'This maintenance is cancelled. Your services work as usual.',
    )
    expect(await toldOf(told.id)).toBe(2)
    expect((await call(`DELETE /maintenances/${told.id}`)).status).toBe(412)
    const { json: quiet } = await call('POST /maintenances', upgrade())
    await call(`DELETE /maintenances/${quiet.id}?deliver_notifications=false`)
    expect(await toldOf(quiet.id)).toBe(1)
    const { json: begun } = await call('POST /maintenances', upgrade())
    const late = '2026-11-28T01:00:00.000Z'
    await call(`POST /maintenances/${begun.id}/updates`, { status: 'in_progress', body: { en: 'x' } }, late)
    expect((await call(`DELETE /maintenances/${begun.id}`, undefined, late)).status).toBe(412)
    expect((await call('DELETE /maintenances/aaaaaaaaaaaa')).status).toBe(404)
    expect((await call(`DELETE /maintenances/${begun.id}?deliver_notifications=no`)).status).toBe(400)
  })
})

describe('a maintenance that recurs', () => {
  const weekly = (recurrence: object, fields: object = {}) => ({ ...upgrade(), recurrence, ...fields })

  it('is planned as a series: the answer is its first window, the next ones are in the list', async () => {
    const start = { scheduled_for: '2027-03-16T02:00:00+01:00', scheduled_until: '2027-03-16T03:30:00+01:00' }
    const rule = { frequency: 'weekly', weekdays: ['TU'], count: 4 }
    const made = await openApi(database.db, '2027-03-01T09:00:00.000Z').call('POST /maintenances', {
      key: secret,
      body: weekly(rule, start),
      headers: { 'idempotency-key': 'weekly' },
    })
    expect(made.status).toBe(201)
    expect(made.json).toMatchObject({ scheduled_for: '2027-03-16T01:00:00.000Z', status: 'scheduled' })
    const again = await openApi(database.db, '2027-03-01T09:00:00.000Z').call('POST /maintenances', {
      key: secret,
      body: weekly(rule, start),
      headers: { 'idempotency-key': 'weekly' },
    })
    expect(again.json).toEqual(made.json)
    const { data } = (await call('GET /maintenances?limit=100')).json
    const windows = data
      .filter((one: { series_id: string }) => one.series_id === made.json.series_id)
      .map((one: { scheduled_for: string; scheduled_until: string }) => [
        one.scheduled_for,
        one.scheduled_until,
      ])
      .sort()
    // Two in the morning in Paris, before and after summer time begins.
    expect(windows).toEqual([
      ['2027-03-16T01:00:00.000Z', '2027-03-16T02:30:00.000Z'],
      ['2027-03-23T01:00:00.000Z', '2027-03-23T02:30:00.000Z'],
      ['2027-03-30T00:00:00.000Z', '2027-03-30T01:30:00.000Z'],
      ['2027-04-06T00:00:00.000Z', '2027-04-06T01:30:00.000Z'],
    ])
  })

  it('is read as one series, and stopped: once, with those planned called off and told in one message', async () => {
    const { json: first } = await call('POST /maintenances', weekly({ frequency: 'weekly', count: 12 }))
    const path = `/maintenances/series/${first.series_id}`
    const read = await call(`GET ${path}`)
    expect(read.json).toEqual({
      ...{ object: 'maintenance_series', id: first.series_id, livemode: true, version: 1 },
      name: { fr: 'Upgrade', en: 'Upgrade' },
      recurrence: {
        ...{ frequency: 'weekly', interval: 1, weekdays: ['SA'], monthly_by: 'day', until: null, count: 12 },
      },
      duration_minutes: 60,
      component_ids: [portal],
      ...{ stopped_at: null, created_at: NOW, updated_at: NOW },
    })
    const windows = async () => {
      const { data } = (await call('GET /maintenances?limit=100')).json
      return data.filter((one: { series_id: string }) => one.series_id === first.series_id)
    }
    const broadcasts = () => Broadcast.query(database.db).resultSize()
    const before = await broadcasts()
    expect((await call(`POST ${path}/stop`, { planned: 'cancel', version: 7 })).status).toBe(409)
    const stop = () =>
      openApi(database.db, NOW).call(`POST ${path}/stop`, {
        ...{ key: secret, body: { planned: 'cancel', body: { en: 'No longer needed.' } } },
        headers: { 'idempotency-key': 'stop' },
      })
    const [stopped, again] = [await stop(), await stop()]
    expect(stopped.status).toBe(200)
    expect(stopped.json).toEqual({ ...read.json, stopped_at: NOW, version: 2 })
    expect(again.json).toEqual(stopped.json)
    expect((await windows()).length).toBeGreaterThan(1)
    for (const one of await windows()) {
      expect(one.status).toBe('completed')
      const [last] = (await call(`GET /maintenances/${one.id}/updates`)).json.data
      expect(last.body).toEqual({ fr: 'No longer needed.', en: 'No longer needed.' })
    }
    expect(await broadcasts()).toBe(before + 1)
    const late = await call(`POST ${path}/stop`, { planned: 'cancel' })
    expect(late.status).toBe(412)
    expect(late.json.type).toMatch(/seriesStopped$/)
  })

  it('is stopped with its windows kept, and said so in our words where no others are given', async () => {
    const plan = weekly({ frequency: 'weekly', count: 3 })
    const [kept, dropped] = [await call('POST /maintenances', plan), await call('POST /maintenances', plan)]
    await call(`POST /maintenances/series/${kept.json.series_id}/stop`, { planned: 'keep' })
    expect((await call(`GET /maintenances/${kept.json.id}`)).json.status).toBe('scheduled')
    await call(`POST /maintenances/series/${dropped.json.series_id}/stop`, {
      planned: 'cancel',
      deliver_notifications: false,
    })
    const [last] = (await call(`GET /maintenances/${dropped.json.id}/updates`)).json.data
    expect(last).toMatchObject({
      body: { en: 'This regular maintenance comes to its end: this date and those after it are cancelled.' },
      deliver_notifications: false,
    })
  })

  it('is stopped by nobody who may only read, and not where there is none', async () => {
    const { json } = await call('POST /maintenances', weekly({ frequency: 'weekly', count: 3 }))
    const admin = statusContext(database.db, nobody, NOW)
    const { secret: reader } = await makeApiKey(admin, { name: 'Reader', scopes: ['maintenances:read'] })
    const path = `/maintenances/series/${json.series_id}`
    const asReader = (what: string, body?: object) =>
      openApi(database.db, NOW).call(what, { key: reader, body })
    expect((await asReader(`GET ${path}`)).status).toBe(200)
    expect((await asReader(`POST ${path}/stop`, { planned: 'cancel' })).status).toBe(403)
    for (const body of [{ planned: 'both' }, {}]) {
      expect((await call(`POST ${path}/stop`, body)).status).toBe(422)
    }
    expect((await call(`POST /maintenances/series/${json.id}/stop`, { planned: 'keep' })).status).toBe(404)
    expect((await call('GET /maintenances/series/x')).status).toBe(404)
    expect((await call(`GET ${path}`)).json.stopped_at).toBeNull()
  })

  it.each<[string, object, object, string]>([
    ['no end', { frequency: 'weekly' }, {}, '#/recurrence/until'],
    ['two ends', { frequency: 'weekly', until: '2027-01-01', count: 3 }, {}, '#/recurrence/until'],
    ['another frequency', { frequency: 'yearly', count: 3 }, {}, '#/recurrence/frequency'],
    [
      'a weekday that is none',
      { frequency: 'weekly', count: 3, weekdays: ['XX'] },
      {},
      '#/recurrence/weekdays/0',
    ],
    ['an end that is none', { frequency: 'daily', until: '2027-02-29' }, {}, '#/recurrence/until'],
    ['an unknown field', { frequency: 'daily', count: 3, rrule: 'x' }, {}, '#/recurrence/rrule'],
    ['a rule as text', 'FREQ=DAILY' as never, {}, '#/recurrence'],
    ['seconds', { frequency: 'daily', count: 3 }, { scheduled_for: '2026-11-28T01:00:30Z' }, '#/recurrence'],
    ['too many windows', { frequency: 'daily', count: 401 }, {}, '#/recurrence'],
    ['more than two years', { frequency: 'weekly', until: '2029-11-27' }, {}, '#/recurrence'],
    ['an end before its start', { frequency: 'daily', until: '2026-11-27' }, {}, '#/recurrence'],
    [
      'windows that overlap',
      { frequency: 'daily', count: 3 },
      { scheduled_until: '2026-11-30T01:00:00Z' },
      '#/recurrence',
    ],
  ])('with %s is refused at its place, and nothing is planned', async (_, rule, fields, pointer) => {
    const before = await Incident.query(database.db).resultSize()
    const answer = await call('POST /maintenances', weekly(rule, fields))
    expect(answer.status).toBe(422)
    expect(answer.json.errors).toContainEqual({ pointer, detail: expect.any(String) })
    expect(await Incident.query(database.db).resultSize()).toBe(before)
  })

  it('whose window ends before it begins, or that is over, is refused', async () => {
    const backwards = { scheduled_until: '2026-11-28T00:00:00Z' }
    const daily = { frequency: 'daily', count: 2 }
    expect((await call('POST /maintenances', weekly(daily, backwards))).status).toBe(422)
    const past = { scheduled_for: '2026-01-01T01:00:00Z', scheduled_until: '2026-01-01T02:00:00Z' }
    expect((await call('POST /maintenances', weekly(daily, past))).json.type).toMatch(/windowInPast$/)
  })
})
