import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor, UserActor } from '#app/domain/access/actor.ts'
import { openSession } from '#app/domain/access/sessions.ts'
import { fixedClock } from '#app/domain/clock.ts'
import { createTemplate } from '#app/domain/templates/create-template.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import { action as correct } from '#app/routes/desk/incidents/correction.tsx'
import { action as edit, loader as editPage } from '#app/routes/desk/incidents/edit.tsx'
import { action as newIncident, loader as newIncidentPage } from '#app/routes/desk/incidents/new.tsx'
import { action as recordPast } from '#app/routes/desk/incidents/past.tsx'
import { loader as deskPage } from '#app/routes/desk/index.tsx'
import { loader as newMaintenancePage } from '#app/routes/desk/maintenances/new.tsx'
import { action as preview } from '#app/routes/desk/preview.ts'
import { action as deleteTemplate } from '#app/routes/desk/templates/delete.tsx'
import { action as newTemplate } from '#app/routes/desk/templates/new.tsx'
import { action as changeTemplate, loader as templatePage } from '#app/routes/desk/templates/template.tsx'
import { rows } from '#db/client.ts'
import { ComponentStatusChange, Incident, IncidentTemplate, IncidentUpdate } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { makeSubscriber } from '#tests/factories/subscriber.ts'
import { openSite } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-11-23T12:00:00.000Z'
let publisher: Actor
let cookie: string
let component: string

const ctx = (at = NOW) => statusContext(database.db, publisher, fixedClock(at))
const site = () => openSite(database.db, { publicUrl: 'http://vigie.test', at: NOW })

beforeAll(async () => {
  publisher = await createPublisher(database.db)
  const { userId: id, role } = publisher as UserActor
  const { token } = await openSession(ctx(), { id, role }, { address: '192.0.2.1', userAgent: 'test' })
  const serialized = await sessionCookie({ publicUrl: 'http://vigie.test' } as never).serialize(token)
  cookie = serialized.split(';')[0] ?? ''
  component = await makeComponent(ctx())
})

const send = (action: unknown, form: Record<string, string>, params: Record<string, string> = {}) =>
  site().visit(action, '/desk/incidents/x', { form, params, cookie })
const see = (loader: unknown, path: string, params: Record<string, string> = {}) =>
  site().visit(loader, path, { params, cookie })
const errorsOf = (answer: { body: unknown }) =>
  JSON.stringify((answer.body as { result?: { error?: object } }).result?.error ?? {})

describe('entering a past incident', () => {
  // 09:00 to 10:30 in Paris.
  const past = { beganAt: '2026-11-23T09:00', endedAt: '2026-11-23T10:30', nameFr: 'Panne', bodyFr: 'Texte.' }

  it('reads its times as Paris clocks', async () => {
    const answer = await send(recordPast, {
      ...past,
      'components[0].id': component,
      'components[0].status': 'major_outage',
    })
    expect(answer.status).toBe(302)
    const history = await ComponentStatusChange.query(database.db)
      .where({ componentId: component })
      .orderBy('at')
    expect(history.slice(1).map(({ at }) => at.toISOString())).toEqual([
      '2026-11-23T08:00:00.000Z',
      '2026-11-23T09:30:00.000Z',
    ])
  })

  it.each([
    [{ endedAt: '2026-11-23T08:59' }, 'La fin doit être après le début'],
    [{ endedAt: '2026-11-23T13:01' }, 'pas encore terminé'],
    [{ beganAt: '2026-02-30T02:00' }, 'n’existe pas'],
    [{ beganAt: '' }, 'field.required'],
    [{ bodyFr: '' }, 'Écrivez ce qui se passe'],
    [{ impact: 'apocalyptic' }, 'field.choice'],
  ])('refuses %j in words, and keeps the text', async (given, words) => {
    const before = await Incident.query(database.db).resultSize()
    const answer = await send(recordPast, { ...past, ...given })
    expect(answer.status).toBe(422)
    expect(errorsOf(answer)).toContain(words)
    expect(await Incident.query(database.db).resultSize()).toBe(before)
  })
})

describe('editing and deleting', () => {
  it('go through one page, each by its intent', async () => {
    const id = await makeIncident(ctx('2026-11-23T11:00:00Z'), {})
    const renamed = await send(
      edit,
      { intent: 'edit', version: '1', nameFr: 'سلام 👋', impact: 'major' },
      { id },
    )
    expect(renamed.status).toBe(302)
    expect(await Incident.query(database.db).findById(id)).toMatchObject({
      nameFr: 'سلام 👋',
      impact: 'major',
    })
    const stale = await send(edit, { intent: 'delete', version: '1' }, { id })
    expect([stale.status, errorsOf(stale)]).toEqual([409, expect.stringContaining('Paule Publication')])
    const gone = await send(edit, { intent: 'delete', version: '2' }, { id })
    expect([gone.status, gone.headers.get('location')]).toEqual([302, '/desk'])
    expect((await see(editPage, `/desk/incidents/${id}/edit`, { id })).status).toBe(404)
    expect((await send(edit, { intent: 'delete', version: '3' }, { id })).status).toBe(404)
  })

  it.each([
    [{ intent: 'edit', version: '1', nameFr: 'Panne\r\nBcc: tous@exemple.fr' }],
    [{ intent: 'edit', version: '1', nameFr: 'x'.repeat(201) }],
    [{ intent: 'edit', version: '1' }],
    [{ intent: 'edit', version: '2147483648', nameFr: 'x' }],
    [{ intent: 'delete' }],
    [{ intent: 'explode', version: '1' }],
    [{ intent: 'delete', version: '1', surprise: '1' }],
  ])('refuse %j', async (form) => {
    const id = await makeIncident(ctx('2026-11-23T11:00:00Z'), {})
    expect((await send(edit, form as unknown as Record<string, string>, { id })).status).toBe(422)
    expect(await Incident.query(database.db).findById(id)).toMatchObject({ version: 1, deletedAt: null })
  })
})

describe('correcting', () => {
  it('moves an update to a time in Paris, within its neighbours', async () => {
    const id = await makeIncident(ctx('2026-11-23T09:00:00Z'), {})
    await resolveIncident(ctx('2026-11-23T10:00:00Z'), id)
    const { id: updateId } = await IncidentUpdate.query(database.db)
      .findOne({ incidentId: id, status: 'investigating' })
      .throwIfNotFound()
    const at = (displayAt: string) =>
      send(correct, { updateId, version: '2', bodyFr: 'Texte.', displayAt }, { id, updateId })
    const late = await at('2026-11-23T11:01')
    expect([late.status, errorsOf(late)]).toEqual([422, expect.stringContaining('entre celle de')])
    expect((await at('2026-11-23T08:30')).status).toBe(302)
    expect(await Incident.query(database.db).findById(id)).toMatchObject({
      startedAt: new Date('2026-11-23T07:30:00Z'),
    })
  })
})

describe('templates', () => {
  const fields = {
    kind: 'incident',
    name: 'Cartes',
    titleFr: 'Cartes ralenties',
    bodyFr: 'Lent.',
    notify: 'on',
  }
  const made = () =>
    createTemplate(ctx(), {
      kind: 'incident',
      name: 'Modèle',
      titleFr: 'Nom public',
      bodyFr: 'Texte prêt.',
      status: 'monitoring',
      components: [{ id: component, status: 'degraded_performance' }],
      notify: false,
    })

  it('fill the whole form of an incident, without a script', async () => {
    const id = await made()
    const { body } = await see(newIncidentPage, `/desk/incidents/new?template=${id}`)
    expect(body).toMatchObject({
      chosen: { [component]: 'degraded_performance' },
      begin: {
        id,
        values: { nameFr: 'Nom public', bodyFr: 'Texte prêt.', status: 'monitoring', notify: false },
      },
    })
  })

  it('that are unknown, or of another kind, are not found', async () => {
    const id = await made()
    for (const template of ['aaaaaaaaaaaa', 'x', '', "'; drop table incidents"]) {
      const path = `/desk/incidents/new?template=${encodeURIComponent(template)}`
      expect((await see(newIncidentPage, path)).status).toBe(404)
    }
    expect((await see(newMaintenancePage, `/desk/maintenances/new?template=${id}`)).status).toBe(404)
    expect((await see(templatePage, '/desk/templates/x', { id: 'aaaaaaaaaaaa' })).status).toBe(404)
    expect((await send(changeTemplate, fields, { id: 'aaaaaaaaaaaa' })).status).toBe(404)
    expect((await send(deleteTemplate, {}, { id: 'aaaaaaaaaaaa' })).status).toBe(404)
  })

  it('are added, changed and deleted', async () => {
    expect((await send(newTemplate, fields)).status).toBe(302)
    const { id } = await IncidentTemplate.query(database.db).findOne({ name: 'Cartes' }).throwIfNotFound()
    expect((await send(changeTemplate, { ...fields, name: 'Cartes 2' }, { id })).status).toBe(302)
    expect(await IncidentTemplate.query(database.db).findById(id)).toMatchObject({ name: 'Cartes 2' })
    expect((await send(deleteTemplate, {}, { id })).status).toBe(302)
    expect(await IncidentTemplate.query(database.db).findById(id)).toBeUndefined()
  })

  it('refuse what is too long or of two lines', async () => {
    expect((await send(newTemplate, { ...fields, name: 'a\nb' })).status).toBe(422)
    expect((await send(newTemplate, { ...fields, bodyFr: 'x'.repeat(10_001) })).status).toBe(422)
    expect((await send(newTemplate, { ...fields, bodyFr: 'x'.repeat(1024 * 1024) })).status).toBe(413)
  })
})

describe('what is published', () => {
  it('is as harmless as it was hostile', async () => {
    const hostile = '[x](javascript:alert(1))<img src=x onerror=alert(1)><script>alert(1)</script>**gras**'
    const answer = await send(newIncident, {
      nameFr: '<b>‮Panne</b> 🔥',
      bodyFr: hostile,
    })
    expect(answer.status).toBe(302)
    const shown = await send(preview, {
      nameFr: '<b>‮Panne</b> 🔥',
      bodyFr: hostile,
    })
    const { page, mail } = JSON.parse(String(shown.body))
    expect(page.updates.shown[0].html).toBe('<p><a rel="nofollow noopener">x</a><strong>gras</strong></p>')
    expect(mail.fr.html).not.toMatch(/<script|javascript:|<img|<b>/)
    expect(mail.fr.subject).toBe('Recherche en cours – <b>‮Panne</b> 🔥')
  })

  it('is previewed with those it would reach, whatever the form holds', async () => {
    await makeSubscriber(ctx(), { components: [component] })
    const id = await makeIncident(ctx('2026-11-23T11:00:00Z'), { [component]: 'major_outage' })
    const of = async (form: Record<string, string>, search = '') => {
      const answer = await site().visit(preview, `/desk/preview${search}`, { form, cookie })
      expect(answer.status).toBe(200)
      return JSON.parse(String(answer.body))
    }
    const row = { 'components[0].id': component, 'components[0].status': 'partial_outage' }
    expect((await of({ bodyFr: 'x', ...row })).recipients).toBe(1)
    expect((await of({ bodyFr: 'x' })).recipients).toBe(0)
    // An update that names no component speaks for all of its incident.
    const resolved = await of({ bodyFr: 'x', status: 'resolved' }, `?incident=${id}`)
    expect(resolved).toMatchObject({
      recipients: 1,
      page: {
        status: 'resolved',
        startsAt: '2026-11-23T11:00:00.000Z',
        resolvedAt: NOW,
        components: { shown: ['Paiements par carte'], others: 0 },
      },
      mail: { fr: { subject: 'Résolu – Paiements ralentis' } },
    })
    const odd = await of(
      { bodyFr: 'x', status: 'nonsense', scheduledFor: '2026-02-30T02:00', 'components[0].status': 'sad' },
      '?incident=%00&status=neither',
    )
    expect(odd.page).toMatchObject({ kind: 'maintenance', status: 'scheduled', window: null })
  })
})

describe('the desk', () => {
  it('says of what goes on how long, how silent, and how far the last word went', async () => {
    const id = await makeIncident(
      ctx('2026-11-23T11:00:00Z'),
      { [component]: 'major_outage' },
      { notify: true },
    )
    await rows(database.db, `update deliveries set status = 'sent'`)
    const { body } = await see(deskPage, '/desk')
    const { ongoing } = body as { ongoing: { id: string }[] }
    expect(ongoing.find((one) => one.id === id)).toMatchObject({
      lastsSeconds: 3_600,
      silentSeconds: 3_600,
      told: { settled: 1, recipients: 1 },
    })
  })
})
