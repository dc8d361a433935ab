import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#app/domain/access/actor.ts'
import { archiveComponent } from '#app/domain/components/archive-component.ts'
import { correctUpdate } from '#app/domain/incidents/correct-update.ts'
import { deleteIncident } from '#app/domain/incidents/delete-incident.ts'
import { editIncident } from '#app/domain/incidents/edit-incident.ts'
import { listEvents } from '#app/domain/incidents/list-events.ts'
import { openIncident } from '#app/domain/incidents/open-incident.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { readEvent } from '#app/domain/incidents/read-event.ts'
import { recordIncident } from '#app/domain/incidents/record-incident.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { statuspageDocuments } from '#app/domain/snapshot/statuspage.ts'
import { rows } from '#db/client.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Broadcast } from '#db/models/mail.ts'
import { Component, ComponentStatusChange, Incident, IncidentUpdate } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let publisher: Actor
beforeAll(async () => {
  publisher = await createPublisher(database.db)
})

const instant = (time: string) => new Date(`2026-11-23T${time}:00.000Z`)
const at = (time: string, actor = publisher) =>
  statusContext(database.db, actor, `2026-11-23T${time}:00.000Z`)
const statusOf = async (id: string) =>
  (await Component.query(database.db).findById(id).throwIfNotFound()).status
const incidentOf = (id: string) => Incident.query(database.db).findById(id).throwIfNotFound()
const historyOf = async (componentId: string) =>
  (await ComponentStatusChange.query(database.db).where({ componentId }).orderBy(['at', 'id']))
    .slice(1)
    .map((change) => `${change.at.toISOString().slice(11, 16)} ${change.status}`)
const updateOf = (incidentId: string) =>
  IncidentUpdate.query(database.db).findOne({ incidentId }).throwIfNotFound()
const auditOf = (subjectId: string, action: string) =>
  AuditEntry.query(database.db).findOne({ subjectId, action }).throwIfNotFound()

describe('deleting an incident', () => {
  it('takes it from page, API, desk and history, and keeps it in the audit', async () => {
    const cards = await makeComponent(at('08:00'))
    const other = await makeIncident(at('08:30'), { [cards]: 'degraded_performance' })
    const wrong = await makeIncident(at('09:00'), { [cards]: 'major_outage' }, { nameEn: 'Wrong alarm' })
    await deleteIncident(at('09:10'), { incidentId: wrong, version: 1 })

    const status = await buildPublicStatus(at('09:10'))
    expect(status.incidents.map(({ id }) => id)).toEqual([other])
    expect(status).toMatchObject({ indicator: 'minor' })
    expect(status.components.find(({ id }) => id === cards)).toMatchObject({
      status: 'degraded_performance',
      outages: {},
    })
    const fresh = { confirmedAt: instant('09:10'), staleMinutes: 0 }
    expect(JSON.stringify(statuspageDocuments(status, fresh))).not.toContain('Wrong alarm')
    expect(await statusOf(cards)).toBe('degraded_performance')
    expect(await historyOf(cards)).toEqual(['08:30 degraded_performance'])
    const { open } = await listEvents(at('09:10'))
    expect(open.map(({ incident }) => incident.id)).not.toContain(wrong)
    await expect(readEvent(at('09:10'), 'incident', wrong)).rejects.toMatchObject({ kind: 'NotFound' })
    expect(await auditOf(wrong, 'incident.deleted')).toMatchObject({
      before: { nameEn: 'Wrong alarm', status: 'investigating', impact: 'critical' },
    })
    await resolveIncident(at('09:20'), other)
    expect(await historyOf(cards)).toEqual(['08:30 degraded_performance', '09:20 operational'])
  })

  it('works on what is over as well', async () => {
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'major_outage' })
    await resolveIncident(at('10:00'), incidentId)
    await deleteIncident(at('11:00'), { incidentId, version: 2 })
    expect(await historyOf(cards)).toEqual([])
  })

  it('is done once, and leaves nothing that could go on', async () => {
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'major_outage' })
    const { id: updateId } = await updateOf(incidentId)
    const both = await Promise.allSettled(
      [1, 2].map(() => deleteIncident(at('09:10'), { incidentId, version: 1 })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((one) => one.status === 'rejected')?.reason).toMatchObject({ kind: 'NotFound' })
    const gone = { kind: 'NotFound' }
    const text = { bodyFr: 'Suite.', version: 2 }
    await expect(
      publishUpdate(at('09:20'), { ...text, incidentId, status: 'resolved', components: [], notify: false }),
    ).rejects.toMatchObject(gone)
    await expect(correctUpdate(at('09:20'), { ...text, updateId })).rejects.toMatchObject(gone)
    await expect(editIncident(at('09:20'), { incidentId, version: 2, nameFr: 'x' })).rejects.toMatchObject(
      gone,
    )
  })

  it('loses against an update that the publisher has not seen', async () => {
    const incidentId = await makeIncident(at('09:00'), {})
    await resolveIncident(at('09:05'), incidentId)
    await expect(deleteIncident(at('09:10'), { incidentId, version: 1 })).rejects.toMatchObject({
      kind: 'Conflict',
      facts: { name: 'Paule Publication' },
    })
    expect((await incidentOf(incidentId)).deletedAt).toBeNull()
  })

  it('is for publishers alone', async () => {
    const officer = { ...publisher, role: 'officer' } as Actor
    const incidentId = await makeIncident(at('09:00'), {})
    await expect(deleteIncident(at('09:10', officer), { incidentId, version: 1 })).rejects.toMatchObject({
      kind: 'Forbidden',
    })
  })
})

describe('backdating an update', () => {
  it('moves the beginning, and the history with it, to both sides', async () => {
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'major_outage' })
    const { id: updateId } = await updateOf(incidentId)
    const move = (version: number, time: string) =>
      correctUpdate(at('12:00'), { updateId, version, bodyFr: 'Panne.', displayAt: instant(time) })
    await move(1, '08:20')
    expect(await historyOf(cards)).toEqual(['08:20 major_outage'])
    expect((await incidentOf(incidentId)).startedAt).toEqual(instant('08:20'))
    await move(2, '09:30')
    expect(await historyOf(cards)).toEqual(['09:30 major_outage'])
    expect(await incidentOf(incidentId)).toMatchObject({ startedAt: instant('09:30'), version: 3 })
    expect(await auditOf(incidentId, 'incident.update_corrected')).toMatchObject({
      before: { displayAt: '2026-11-23T09:00:00.000Z' },
      after: { displayAt: '2026-11-23T08:20:00.000Z' },
    })
  })

  it('moves the end', async () => {
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'major_outage' })
    await resolveIncident(at('11:00'), incidentId)
    const [last] = await IncidentUpdate.query(database.db).where({ incidentId, status: 'resolved' })
    await correctUpdate(at('12:00'), {
      updateId: last?.id ?? '',
      version: 2,
      bodyFr: 'Rétabli.',
      displayAt: instant('10:15'),
    })
    expect(await historyOf(cards)).toEqual(['09:00 major_outage', '10:15 operational'])
    expect((await incidentOf(incidentId)).resolvedAt).toEqual(instant('10:15'))
  })

  it.each([
    ['10:01', 'publish.displayAtOutOfOrder'],
    ['12:01', 'publish.displayAtInFuture'],
  ])('of the first of two updates (09:00, 10:00) to %s is refused', async (time, code) => {
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'major_outage' })
    const { id: updateId } = await updateOf(incidentId)
    await resolveIncident(at('10:00'), incidentId)
    await expect(
      correctUpdate(at('12:00'), { updateId, version: 2, bodyFr: 'x', displayAt: instant(time) }),
    ).rejects.toMatchObject({ kind: 'Invalid', code })
    expect(await historyOf(cards)).toEqual(['09:00 major_outage', '10:00 operational'])
  })

  it('leaves the time alone when only the text is mended', async () => {
    const incidentId = await makeIncident(at('09:00'), {})
    const { id: updateId } = await updateOf(incidentId)
    await correctUpdate(at('09:30'), { updateId, version: 1, bodyFr: 'Juste.' })
    expect(await updateOf(incidentId)).toMatchObject({
      displayAt: instant('09:00'),
      correctedAt: instant('09:30'),
    })
  })
})

describe('entering an incident after the fact', () => {
  const past = {
    nameFr: 'Versements en retard',
    bodyFr: 'Le fichier de la banque est arrivé en retard.',
    beganAt: instant('06:00'),
    endedAt: instant('07:30'),
  }

  it('writes its whole history and tells nobody', async () => {
    const payouts = await makeComponent(at('05:00'))
    const incidentId = await recordIncident(at('12:00'), {
      ...past,
      components: [{ id: payouts, status: 'major_outage' }],
    })
    expect(await incidentOf(incidentId)).toMatchObject({
      status: 'resolved',
      impact: 'critical',
      startedAt: past.beganAt,
      resolvedAt: past.endedAt,
    })
    expect(await historyOf(payouts)).toEqual(['06:00 major_outage', '07:30 operational'])
    const updates = await IncidentUpdate.query(database.db).where({ incidentId }).orderBy('displayAt')
    expect(updates.map(({ bodyFr }) => bodyFr)).toEqual([past.bodyFr, expect.stringContaining('après coup')])
    const told = await Broadcast.query(database.db).whereIn(
      'updateId',
      updates.map(({ id }) => id),
    )
    expect(told).toEqual([])
  })

  it('keeps the impact that was chosen', async () => {
    const incidentId = await recordIncident(at('12:00'), { ...past, impact: 'minor', components: [] })
    expect((await incidentOf(incidentId)).impact).toBe('minor')
  })

  it.each([
    [{ endedAt: past.beganAt }, 'publish.endsBeforeStart'],
    [{ endedAt: instant('05:00') }, 'publish.endsBeforeStart'],
    [{ endedAt: new Date(instant('12:00').getTime() + 1) }, 'publish.endInFuture'],
    [{ bodyFr: ' ' }, 'publish.textMissing'],
    [{ nameFr: undefined }, 'publish.nameMissing'],
    [{ components: [{ id: 'aaaaaaaaaaaa', status: 'major_outage' as const }] }, 'publish.unknownComponent'],
  ])('refuses %j and leaves nothing behind', async (fields, code) => {
    const before = await Incident.query(database.db).resultSize()
    await expect(recordIncident(at('12:00'), { ...past, components: [], ...fields })).rejects.toMatchObject({
      kind: 'Invalid',
      code,
    })
    expect(await Incident.query(database.db).resultSize()).toBe(before)
  })
})

describe('editing an incident', () => {
  it('renames it and weighs it anew, and back from its components', async () => {
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'partial_outage' })
    await editIncident(at('09:05'), { incidentId, version: 1, nameFr: 'Café ☕ مقهى', impact: 'critical' })
    expect(await incidentOf(incidentId)).toMatchObject({
      nameFr: 'Café ☕ مقهى',
      nameEn: 'Café ☕ مقهى',
      impact: 'critical',
      impactOverridden: true,
      version: 2,
    })
    await editIncident(at('09:06'), {
      incidentId,
      version: 2,
      nameFr: 'Cartes',
      nameEn: 'Cards',
      impact: 'auto',
    })
    expect(await incidentOf(incidentId)).toMatchObject({
      nameEn: 'Cards',
      impact: 'major',
      impactOverridden: false,
    })
    expect(await auditOf(incidentId, 'incident.edited')).toMatchObject({
      before: { nameFr: 'Paiements ralentis', impact: 'major' },
      after: { nameFr: 'Café ☕ مقهى', impact: 'critical' },
    })
  })

  it('of two editors lets one through', async () => {
    const incidentId = await makeIncident(at('09:00'), {})
    const both = await Promise.allSettled(
      ['A', 'B'].map((nameFr) => editIncident(at('09:05'), { incidentId, version: 1, nameFr })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((one) => one.status === 'rejected')?.reason).toMatchObject({ kind: 'Conflict' })
  })
})

describe('a component archived while its incident is open', () => {
  it('leaves page, API and indicator, and its incident goes on and is resolved', async () => {
    const cards = await makeComponent(at('08:00'), { nameEn: 'Cards' })
    const payouts = await makeComponent(at('08:00'), { nameEn: 'Payouts' })
    const incidentId = await makeIncident(at('09:00'), {
      [cards]: 'major_outage',
      [payouts]: 'degraded_performance',
    })
    await archiveComponent(at('09:10'), cards)
    const during = await buildPublicStatus(at('09:20'))
    expect(during.components.map(({ id }) => id)).not.toContain(cards)
    const shown = during.incidents.find(({ id }) => id === incidentId)
    expect(shown).toMatchObject({ status: 'investigating', componentIds: [payouts] })
    await publishUpdate(at('09:30'), {
      incidentId,
      version: 1,
      status: 'identified',
      bodyFr: 'Suite.',
      components: [{ id: payouts, status: 'partial_outage' }],
      notify: false,
    })
    await resolveIncident(at('10:00'), incidentId)
    expect(await incidentOf(incidentId)).toMatchObject({ status: 'resolved', impact: 'critical' })
    expect(await historyOf(payouts)).toEqual([
      '09:00 degraded_performance',
      '09:30 partial_outage',
      '10:00 operational',
    ])
    const open = await rows(
      database.db,
      `select 1 from incident_components where incident_id = :incidentId and status <> 'operational'`,
      { incidentId },
    )
    expect(open).toEqual([])
  })

  it('cannot be drawn into a new one', async () => {
    const cards = await makeComponent(at('08:00'))
    await archiveComponent(at('08:10'), cards)
    await expect(
      openIncident(at('09:00'), {
        bodyFr: 'x',
        nameFr: 'x',
        status: 'investigating',
        components: [{ id: cards, status: 'major_outage' }],
        notify: false,
      }),
    ).rejects.toMatchObject({ kind: 'Invalid', code: 'publish.unknownComponent' })
  })
})
