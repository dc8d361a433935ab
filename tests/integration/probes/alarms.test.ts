import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { createProbe } from '#app/domain/probes/create-probe.ts'
import { deleteProbe } from '#app/domain/probes/delete-probe.ts'
import { listAlerts } from '#app/domain/probes/list-alerts.ts'
import { listProbes } from '#app/domain/probes/list-probes.ts'
import { NEW_PROBE } from '#app/domain/probes/schemas.ts'
import { switchProbe } from '#app/domain/probes/switch-probe.ts'
import { updateProbe } from '#app/domain/probes/update-probe.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Broadcast } from '#db/models/mail.ts'
import { IncidentUpdate } from '#db/models/status.ts'
import { type AlarmScene, alarmScene } from '#tests/factories/alarm.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { makeProbe } from '#tests/factories/probe.ts'
import { addPerson } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: AlarmScene
beforeAll(async () => {
  scene = await alarmScene(database.db)
})
afterAll(() => scene.server.stop())
afterEach(async () => {
  const ctx = scene.at('09:00')
  for (const { id } of await listProbes(ctx)) await deleteProbe(ctx, id)
})

describe('a probe that opens incidents itself', () => {
  it('opens, watches and resolves one, each step once', async () => {
    const { failing, runs, incidentOf, statusOf, toldOf, at } = scene
    const { id, componentId } = await failing({ mode: 'open', notify: true, resolveAfterMinutes: 10 })
    await runs(503, '09:01', '09:02')
    const incident = await incidentOf(componentId)
    expect(incident).toMatchObject({
      nameFr: 'Paiements par carte : panne partielle',
      status: 'investigating',
      impact: 'major',
      startedAt: new Date('2026-11-23T09:00:00Z'),
    })
    expect(await statusOf(componentId)).toBe('partial_outage')
    await runs(200, '09:03', '09:04')
    expect(await statusOf(componentId)).toBe('operational')
    await runs(200, '09:12')
    expect((await incidentOf(componentId)).status).toBe('monitoring')
    await Promise.all([runs(200, '09:14'), runs(200, '09:14')])
    await runs(200, '09:30')
    expect(await toldOf(incident.id)).toEqual(['09:00 investigating', '09:04 monitoring', '09:14 resolved'])
    expect(await listAlerts(at('09:30'))).toMatchObject({ proposals: [], recovered: [] })
    const updates = await IncidentUpdate.query(database.db).where({ incidentId: incident.id })
    const ids = updates.map((update) => update.id)
    expect(await Broadcast.query(database.db).whereIn('updateId', ids).resultSize()).toBe(3)
    const audited = await AuditEntry.query(database.db).where({ subjectId: id }).orderBy('id')
    expect(audited.map(({ action, actorId }) => [action, actorId]).slice(1)).toEqual([
      ['probe.alarmed', 'run_probes'],
      ['probe.recovered', 'run_probes'],
      ['probe.resolved', 'run_probes'],
    ])
  })

  it('goes on with the same incident when the failure comes back, and waits anew', async () => {
    const { failing, runs, statusOf, incidentOf, toldOf } = scene
    const { componentId } = await failing({ mode: 'open' })
    await runs(200, '09:02', '09:03')
    await runs(503, '09:08', '09:09')
    expect(await statusOf(componentId)).toBe('partial_outage')
    await runs(200, '09:10', '09:11')
    // One failure is no alarm, but no quiet either.
    await runs(503, '09:15')
    await runs(200, '09:16', '09:21', '09:25')
    const incident = await incidentOf(componentId)
    expect(incident.status).toBe('monitoring')
    await runs(200, '09:26')
    expect(await toldOf(incident.id)).toEqual([
      '09:00 investigating',
      '09:03 monitoring',
      '09:09 investigating',
      '09:11 monitoring',
      '09:26 resolved',
    ])
  })

  it('leaves its incident to whoever has published there', async () => {
    const { failing, incidentOf, at, runs, toldOf, statusOf } = scene
    const { id, componentId } = await failing({ mode: 'open' })
    const incident = await incidentOf(componentId)
    await publishUpdate(at('09:02'), {
      incidentId: incident.id,
      version: 1,
      status: 'identified',
      bodyFr: 'La cause est trouvée.',
      components: [],
      notify: false,
    })
    await runs(200, '09:03', '09:04', '11:00')
    expect(await toldOf(incident.id)).toEqual(['09:00 investigating', '09:02 identified'])
    expect(await statusOf(componentId)).toBe('partial_outage')
    expect((await listAlerts(at('11:00'))).recovered).toMatchObject([
      { probeId: id, incidentId: incident.id, quietSince: new Date('2026-11-23T09:04:00Z') },
    ])
  })

  it('adds nothing to an incident that says as much already', async () => {
    const { at, server, runs, incidentOf, stateOf } = scene
    const componentId = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('08:30'), { [componentId]: 'major_outage' })
    const id = await makeProbe(at('08:00'), server.url(), { componentId, mode: 'open' })
    await runs(503, '09:00', '09:01')
    expect((await incidentOf(componentId)).id).toBe(incidentId)
    expect(await stateOf(id)).toMatchObject({ failing: true, incidentId })
  })

  it('opens its own beside one that says less', async () => {
    const { at, server, runs, incidentsOf, statusOf } = scene
    const componentId = await makeComponent(at('08:00'))
    await makeIncident(at('08:30'), { [componentId]: 'degraded_performance' })
    await makeProbe(at('08:00'), server.url(), { componentId, mode: 'open' })
    await runs(503, '09:00', '09:01')
    expect(await incidentsOf(componentId)).toHaveLength(2)
    expect(await statusOf(componentId)).toBe('partial_outage')
  })

  it('shares one incident with the other probes of its component, which the last of them ends', async () => {
    const { at, server, runs, incidentOf, stateOf, toldOf } = scene
    const componentId = await makeComponent(at('08:00'))
    const fields = { componentId, mode: 'open', successesToRecover: 1 } as const
    await makeProbe(at('08:00'), server.url(), fields)
    const stubborn = await makeProbe(at('08:00'), server.url(), { ...fields, successesToRecover: 3 })
    server.mood = 503
    await Promise.all([runs(503, '09:00'), runs(503, '09:00')])
    await Promise.all([runs(503, '09:01'), runs(503, '09:01')])
    const incident = await incidentOf(componentId)
    await runs(200, '09:02', '09:03')
    expect((await stateOf(stubborn)).failing).toBe(true)
    expect(await toldOf(incident.id)).toEqual(['09:00 investigating'])
    await runs(200, '09:04', '09:14')
    expect(await toldOf(incident.id)).toEqual(['09:00 investigating', '09:04 monitoring', '09:14 resolved'])
  })
})

describe('the configuration', () => {
  it('that changes what is asked starts afresh; another name does not', async () => {
    const { failing, server, at, stateOf, proposalOf } = scene
    const { id, componentId } = await failing()
    const fields = { ...NEW_PROBE, componentId, url: server.url(), failuresToAlarm: 2, notify: false }
    await updateProbe(at('09:02'), { ...fields, probeId: id, name: 'Autre nom' })
    expect(await stateOf(id)).toMatchObject({ failing: true })
    await updateProbe(at('09:02'), { ...fields, probeId: id, name: 'Autre nom', url: server.url('/ok') })
    expect(await stateOf(id)).toMatchObject({ failing: false, failures: 0, checkedAt: null })
    expect(await proposalOf(id)).toMatchObject({ closedAs: 'stopped' })
    expect(
      await AuditEntry.query(database.db).where({ action: 'probe.changed', subjectId: id }),
    ).toMatchObject([
      { before: { name: 'API de paiement' }, after: { name: 'Autre nom' } },
      { before: { url: server.url() }, after: { url: server.url('/ok') } },
    ])
  })

  it('of two who switch, one is told that the other was faster', async () => {
    const { failing, at, proposalOf, runs, stateOf } = scene
    const { id } = await failing()
    const results = await Promise.allSettled([
      switchProbe(at('09:02'), id, false),
      switchProbe(at('09:02'), id, false),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await proposalOf(id)).toMatchObject({ closedAs: 'stopped' })
    await switchProbe(at('09:03'), id, true)
    await runs(200, '09:03')
    expect(await stateOf(id)).toMatchObject({ outcome: 'ok' })
  })

  it('refuses what no probe may do, and whoever may not set one up', async () => {
    const { at, server } = scene
    const componentId = await makeComponent(at('08:00'))
    const fields = { ...NEW_PROBE, name: 'x', componentId, url: 'http://169.254.169.254/' }
    await expect(createProbe(at('09:00'), fields)).rejects.toMatchObject({ code: 'probe.forbiddenAddress' })
    const unknown = { ...fields, url: server.url(), componentId: 'aaaaaaaaaaaa' }
    await expect(createProbe(at('09:00'), unknown)).rejects.toMatchObject({
      code: 'publish.unknownComponent',
    })
    const officer = (await addPerson(at('08:00'), { role: 'officer' })).actor
    await expect(createProbe(at('09:00', officer), fields)).rejects.toMatchObject({ kind: 'Forbidden' })
    await expect(deleteProbe(at('09:00'), 'aaaaaaaaaaaa')).rejects.toMatchObject({ kind: 'NotFound' })
  })
})
