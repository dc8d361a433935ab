import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, system, type UserActor } from '#app/domain/access/actor.ts'
import { openSession } from '#app/domain/access/sessions.ts'
import { runProbes } from '#app/domain/probes/run-probes.ts'
import { NEW_PROBE } from '#app/domain/probes/schemas.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import { loader as incidentForm, action as newIncident } from '#app/routes/desk/incidents/new.tsx'
import { loader as desk } from '#app/routes/desk/index.tsx'
import { action as dismiss } from '#app/routes/desk/probes/dismiss-proposal.tsx'
import { action as edit, loader as editPage } from '#app/routes/desk/probes/edit.tsx'
import { loader as list } from '#app/routes/desk/probes/list.tsx'
import { action as newProbe } from '#app/routes/desk/probes/new.tsx'
import { action as command, loader as probePage } from '#app/routes/desk/probes/probe.tsx'
import { Probe, ProbeProposal, ProbeResult } from '#db/models/probes.ts'
import { Incident } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { type MoodyServer, startMoodyServer } from '#tests/factories/moody-server.ts'
import { makeProbe } from '#tests/factories/probe.ts'
import { type Answer, openSite } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-11-23T09:00:00.000Z'
const LATER = '2026-11-23T09:10:00.000Z'
let server: MoodyServer
let publisher: Actor
let cookie: string

const ctx = () => statusContext(database.db, publisher, NOW)
type Visit = Parameters<ReturnType<typeof openSite>['visit']>[2]
const visit = (handler: unknown, path: string, more: Visit = {}): Promise<Answer> =>
  openSite(database.db, { publicUrl: 'http://vigie.test', at: LATER }).visit(handler, path, {
    cookie,
    ...more,
  })

beforeAll(async () => {
  server = await startMoodyServer()
  publisher = await createPublisher(database.db)
  const { userId: id, role } = publisher as UserActor
  const { token } = await openSession(ctx(), { id, role }, { address: '192.0.2.1', userAgent: 'test' })
  const serialized = await sessionCookie({ publicUrl: 'http://vigie.test' } as never).serialize(token)
  cookie = serialized.split(';')[0] ?? ''
})
afterAll(() => server.stop())

const typed = (fields: Record<string, string> = {}): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(NEW_PROBE).flatMap(([name, value]) =>
      typeof value === 'boolean' ? [] : [[name, String(value)]],
    ),
  ),
  name: 'API de paiement',
  url: 'https://api.exemple.fr/ping',
  ...fields,
})

describe('the pages of probes', () => {
  it('set one up, show it, and change it', async () => {
    const componentId = await makeComponent(ctx())
    const made = await visit(newProbe, '/desk/probes/new', { form: typed({ componentId, notify: 'on' }) })
    expect(made.status).toBe(302)
    const id = /probes\/([a-z0-9]{12})$/.exec(made.headers.get('location') ?? '')?.[1] ?? ''
    expect(await Probe.query(database.db).findById(id)).toMatchObject({ notify: true, tellPublishers: false })
    expect((await visit(editPage, '/desk/probes/x/edit', { params: { id } })).body).toMatchObject({
      values: { name: 'API de paiement', intervalSeconds: 60, notify: true },
    })
    const form = typed({ componentId, intervalSeconds: '30', expectedText: 'pong' })
    expect((await visit(edit, '/desk/probes/x/edit', { form, params: { id } })).status).toBe(302)
    expect((await visit(probePage, '/desk/probes/x', { params: { id } })).body).toMatchObject({
      probe: { component: 'Paiements par carte', outcome: null },
      settings: { intervalSeconds: 30, expectedText: 'pong' },
    })
  })

  it.each([
    ['url', 'file:///etc/passwd'],
    ['url', 'http://anna:secret@exemple.fr/'],
    ['url', 'http://169.254.169.254/latest/'],
    ['componentId', 'aaaaaaaaaaaa'],
    ['expectedUntil', '199'],
    ['timeoutSeconds', '0'],
    ['timeoutSeconds', '31'],
    ['intervalSeconds', '29'],
    ['intervalSeconds', '3601'],
    ['failuresToAlarm', '1.5'],
    ['mode', 'shout'],
    ['surprise', 'x'],
    ['name', 'API\r\nBcc: tous@exemple.fr'],
  ])('refuse %s = %s', async (field, value) => {
    const form = typed({ componentId: await makeComponent(ctx()), [field]: value })
    expect((await visit(newProbe, '/desk/probes/new', { form })).status).toBe(422)
  })

  it('refuse a text in the answer to HEAD', async () => {
    const form = typed({ componentId: await makeComponent(ctx()), method: 'HEAD', expectedText: 'pong' })
    const answer = await visit(newProbe, '/desk/probes/new', { form })
    expect(answer.body).toMatchObject({ result: { error: { expectedText: ['probe.textNeedsGet'] } } })
  })

  it('check now, stop, start and delete', async () => {
    const id = await makeProbe(ctx(), server.url('/503'))
    const order = (intent: string) =>
      visit(command, `/desk/probes/${id}`, { form: { intent }, params: { id } })
    expect((await order('check')).body).toMatchObject({ check: { outcome: 'status', httpStatus: 503 } })
    expect(await ProbeResult.query(database.db).where({ probeId: id }).resultSize()).toBe(0)
    expect((await order('disable')).status).toBe(302)
    expect((await order('disable')).status).toBe(409)
    expect((await order('enable')).status).toBe(302)
    expect((await order('explode')).status).toBe(422)
    expect((await order('delete')).headers.get('location')).toBe('/desk/probes')
    expect((await order('check')).status).toBe(404)
    expect((await visit(list, '/desk/probes')).body).toMatchObject({ title: 'Sondes' })
  })
})

describe('the desk', () => {
  /** A proposal of a probe that has just failed. */
  async function proposal(): Promise<{ id: string; componentId: string }> {
    const componentId = await makeComponent(ctx(), { capability: 'payouts' })
    const probeId = await makeProbe(ctx(), server.url('/503'), { componentId, failuresToAlarm: 1 })
    await runProbes(statusContext(database.db, system('run_probes'), NOW))
    const { id } = await ProbeProposal.query(database.db).findOne({ probeId }).throwIfNotFound()
    return { id, componentId }
  }

  it('shows a proposal, whose form is filled in and becomes one incident', async () => {
    const { id, componentId } = await proposal()
    expect((await visit(desk, '/desk')).body).toMatchObject({
      probes: { proposals: [{ id, status: 'partial_outage', since: NOW, httpStatus: 503 }] },
    })
    const path = `/desk/incidents/new?proposal=${id}`
    expect((await visit(incidentForm, path)).body).toMatchObject({
      chosen: { [componentId]: 'partial_outage' },
      begin: { values: { bodyFr: expect.stringContaining('versements'), displayAt: '2026-11-23T10:00' } },
    })
    const form = {
      bodyFr: 'Les versements partiront en retard.',
      displayAt: '2026-11-23T10:00',
      'components[0].id': componentId,
      'components[0].status': 'partial_outage',
    }
    const published = await visit(newIncident, path, { form })
    const incidentId = published.headers.get('location')?.slice(-12) ?? ''
    expect(await Incident.query(database.db).findById(incidentId)).toMatchObject({ startedAt: new Date(NOW) })
    expect(await ProbeProposal.query(database.db).findById(id)).toMatchObject({ incidentId })
    expect((await visit(newIncident, path, { form })).status).toBe(409)
    expect((await visit(incidentForm, path)).status).toBe(409)
  })

  it('puts one aside, once', async () => {
    const { id } = await proposal()
    const aside = () =>
      visit(dismiss, `/desk/proposals/${id}/dismiss`, { form: { note: 'Essai' }, params: { id } })
    expect((await aside()).headers.get('location')).toBe('/desk')
    expect((await aside()).status).toBe(409)
    expect(await ProbeProposal.query(database.db).findById(id)).toMatchObject({ note: 'Essai' })
  })

  it('does not know proposals that do not exist', async () => {
    for (const id of ['aaaaaaaaaaaa', '../etc', '%00']) {
      const path = `/desk/incidents/new?proposal=${encodeURIComponent(id)}`
      expect((await visit(incidentForm, path)).status).toBe(404)
      expect((await visit(newIncident, path, { form: { bodyFr: 'x', nameFr: 'x' } })).status).toBe(404)
    }
  })
})
