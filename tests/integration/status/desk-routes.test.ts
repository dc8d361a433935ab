import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor, UserActor } from '#app/domain/access/actor.ts'
import { openSession } from '#app/domain/access/sessions.ts'
import { fixedClock } from '#app/domain/clock.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import { loader as incidentPage, action as nextUpdate } from '#app/routes/desk/incidents/incident.tsx'
import { loader as everyIncident } from '#app/routes/desk/incidents/list.tsx'
import { action as newIncident } from '#app/routes/desk/incidents/new.tsx'
import { action as preview } from '#app/routes/desk/preview.ts'
import { Incident, IncidentUpdate } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { type Answer, openSite } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-11-23T09:00:00.000Z'
let publisher: Actor
let cookie: string
let component: string

const ctx = () => statusContext(database.db, publisher, fixedClock(NOW))
const site = () => openSite(database.db, { publicUrl: 'http://vigie.test', at: NOW })

beforeAll(async () => {
  publisher = await createPublisher(database.db)
  const { userId: id, role } = publisher as UserActor
  const { token } = await openSession(ctx(), { id, role }, { address: '192.0.2.1', userAgent: 'test' })
  const serialized = await sessionCookie({ publicUrl: 'http://vigie.test' } as never).serialize(token)
  cookie = serialized.split(';')[0] ?? ''
  component = await makeComponent(ctx())
})

const open = (form: Record<string, string>): Promise<Answer> =>
  site().visit(newIncident, '/desk/incidents/new', { form, cookie })

describe('the desk', () => {
  it('publishes an incident from one text and one component', async () => {
    const answer = await open({
      bodyFr: 'Les paiements échouent.',
      'components[0].id': component,
      'components[0].status': 'major_outage',
      notify: 'on',
    })
    expect(answer.status).toBe(302)
    const id = /incidents\/([a-z0-9]{12})$/.exec(answer.headers.get('location') ?? '')?.[1] ?? ''
    expect(await Incident.query(database.db).findById(id)).toMatchObject({
      nameFr: 'Paiements par carte : panne majeure',
      status: 'investigating',
      impact: 'critical',
    })
  })

  it.each([
    [{ bodyFr: '' }, 422],
    [{ bodyFr: 'x', nameFr: 'Panne\r\nBcc: tous@exemple.fr' }, 422],
    [{ bodyFr: 'x', nameFr: 'Panne', surprise: 'x' }, 422],
    [{ bodyFr: 'x', nameFr: 'Panne', status: 'resolved' }, 422],
    [{ bodyFr: 'x'.repeat(10_001), nameFr: 'Panne' }, 422],
    [{ bodyFr: 'x'.repeat(1024 * 1024), nameFr: 'Panne' }, 413],
    [{ bodyFr: 'x', nameFr: 'Panne', displayAt: '2026-02-30T02:00' }, 422],
  ])('refuses %#', async (form, status) => {
    const before = await Incident.query(database.db).resultSize()
    expect((await open(form as Record<string, string>)).status).toBe(status)
    expect(await Incident.query(database.db).resultSize()).toBe(before)
  })

  it('keeps the draft of the slower of two publishers', async () => {
    const id = await makeIncident(ctx(), { [component]: 'partial_outage' })
    const publish = (bodyFr: string) =>
      site().visit(nextUpdate, `/desk/incidents/${id}`, {
        form: { version: '1', status: 'identified', bodyFr },
        params: { id },
        cookie,
      })
    expect((await publish('La cause est trouvée.')).status).toBe(302)
    const slower = await publish('Mon long texte.')
    expect(slower.status).toBe(409)
    expect(slower.body).toMatchObject({ result: { initialValue: { bodyFr: 'Mon long texte.' } } })
    expect(await IncidentUpdate.query(database.db).where({ incidentId: id }).resultSize()).toBe(2)
  })

  it('previews what is typed and stores nothing', async () => {
    const answer = await site().visit(preview, '/desk/preview', {
      form: {
        bodyFr: '**Gras** <script>x</script> [ici](javascript:alert(1))',
        status: 'identified',
        'components[0].id': component,
        'components[0].status': 'partial_outage',
      },
      cookie,
    })
    const shown = JSON.parse(String(answer.body))
    expect(shown).toMatchObject({
      recipients: 0,
      page: { name: 'Paiements par carte : panne partielle', status: 'identified', impact: 'major' },
      other: { locale: 'en', name: 'Card payments: partial outage' },
      mail: {
        fr: { subject: 'Cause identifiée – Paiements par carte : panne partielle' },
        en: { subject: 'Identified – Card payments: partial outage' },
      },
      posts: { x: { maxLength: 280, isCut: false }, mastodon: {}, bluesky: {} },
    })
    expect(shown.page.updates.shown[0].html).toBe(
      '<p><strong>Gras</strong>  <a rel="nofollow noopener">ici</a></p>',
    )
    expect(shown.posts.x.text).toContain('Cause identifiée – Paiements par carte\n\nGras')
    expect(JSON.stringify(shown)).not.toMatch(/<script|javascript:/)
    expect(await Incident.query(database.db).where({ nameFr: shown.page.name })).toEqual([])
  })

  it('shows what was said as the page does, and lists every incident', async () => {
    const name = { nameFr: 'Texte gras', nameEn: 'Bold text' }
    const id = await makeIncident(ctx(), {}, { ...name, bodyFr: '**Gras** <script>x</script>' })
    const page = await site().visit(incidentPage, `/desk/incidents/${id}`, { params: { id }, cookie })
    const html = '<p><strong>Gras</strong> </p>'
    expect(page.body).toMatchObject({ updates: [{ html: { fr: html, en: html } }] })
    const list = await site().visit(everyIncident, '/desk/incidents?search=gras&state=open', { cookie })
    expect(list.body).toMatchObject({ events: [{ id, cancelled: false }], first: null, next: null })
  })

  it('does not know incidents that do not exist', async () => {
    for (const id of ['aaaaaaaaaaaa', '../etc', '%00']) {
      const answer = await site().visit(incidentPage, '/desk/incidents/x', { params: { id }, cookie })
      expect(answer.status).toBe(404)
    }
  })

  it('asks nobody in', async () => {
    const answer = await site().visit(newIncident, '/desk/incidents/new', { form: { bodyFr: 'x' } })
    expect([answer.status, answer.headers.get('location')?.startsWith('/sign-in')]).toEqual([302, true])
  })
})
