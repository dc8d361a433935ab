import { beforeAll, describe, expect, it } from 'vitest'
import { nobody, system } from '#app/domain/access/actor.ts'
import { advanceMaintenance } from '#app/domain/maintenance/advance-maintenance.ts'
import { Broadcast } from '#db/models/mail.ts'
import { Component, IncidentUpdate } from '#db/models/status.ts'
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
})
