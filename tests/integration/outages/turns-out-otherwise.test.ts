import { beforeEach, describe, expect, it } from 'vitest'
import { updateComponent } from '#app/domain/components/update-component.ts'
import { deleteIncident } from '#app/domain/incidents/delete-incident.ts'
import { cancelMaintenance } from '#app/domain/maintenance/cancel-maintenance.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import { Component } from '#db/models/status.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { makeMaintenance } from '#tests/factories/maintenance.ts'
import { at, type OutageScene, outageScene } from '#tests/factories/outage.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: OutageScene
beforeEach(async () => {
  scene = await outageScene(database.db)
})

describe('when the incident turns out otherwise', () => {
  it('longer, the difference is added; shorter or deleted, nothing is taken back', async () => {
    const { request, outage, settle, lastDay, moveStart, given, desk, versionOf, record } = scene
    const id = await request()
    const incidentId = await outage('2026-02-10T09:00', '2026-02-11T09:00')
    await settle('2026-02-11T10:00')
    expect(await lastDay(id)).toBe('2026-03-05')
    await moveStart(incidentId, '2026-02-08T09:00', '2026-02-12T09:00')
    expect(await settle('2026-02-12T10:00')).toBe(1)
    expect(await given(id)).toEqual([
      { days: 1, incidentId },
      { days: 2, incidentId },
    ])
    await moveStart(incidentId, '2026-02-11T08:00', '2026-02-13T09:00')
    await settle('2026-02-13T10:00')
    await deleteIncident(desk('2026-02-14T09:00'), { incidentId, version: await versionOf(incidentId) })
    await settle('2026-02-14T10:00')
    expect(await given(id)).toHaveLength(2)
    expect(await lastDay(id)).toBe('2026-03-09')
    // Entered anew, as it first was: these days were given.
    await record('2026-02-08T09:00', '2026-02-11T09:00', '2026-02-15T09:00')
    expect(await settle('2026-02-15T10:00')).toBe(0)
    await record('2026-02-16T09:00', '2026-02-16T10:00', '2026-02-17T09:00')
    expect(await settle('2026-02-17T10:00')).toBe(1)
  })

  it('opened again, what it lasts longer is added once it is over, and nothing is withheld meanwhile', async () => {
    const { request, outage, settle, lastDay, given, say, portal, desk } = scene
    const id = await request()
    const incidentId = await outage('2026-02-10T09:00', '2026-02-11T09:00')
    await settle('2026-02-11T10:00')
    await say(incidentId, '2026-02-12T09:00', 'monitoring', { [portal]: 'major_outage' }, true)
    expect(await fairClockPauses(desk('2026-02-12T10:00'))).toBe(true)
    expect(await settle('2026-02-12T10:00')).toBe(0)
    await say(incidentId, '2026-02-14T09:00', 'resolved')
    expect(await settle('2026-02-14T10:00')).toBe(1)
    expect(await settle('2026-02-14T10:00')).toBe(0)
    expect(await given(id)).toEqual([
      { days: 1, incidentId },
      { days: 2, incidentId },
    ])
    expect(await lastDay(id)).toBe('2026-03-09')
  })

  it('entered when it was long over, it counts from its real beginning', async () => {
    const { request, record, settle, lastDay } = scene
    const id = await request()
    const later = await request({ documentType: 'sirene_notice' })
    await record('2026-02-03T09:00', '2026-02-03T12:00', '2026-02-20T09:00')
    await settle('2026-02-20T10:00')
    expect(await lastDay(id)).toBe('2026-03-05')
    expect(await lastDay(later)).toBe('2026-03-05')
  })

  it('told late, its days keep the clock running into an outage that was settled before', async () => {
    const { request, record, settle, lastDay } = scene
    // Until Monday 9 February.
    const id = await request({ deadline: '2026-02-09' })
    await record('2026-02-10T09:00', '2026-02-10T12:00', '2026-02-10T13:00')
    expect(await settle('2026-02-10T13:01')).toBe(0)
    await record('2026-02-06T09:00', '2026-02-06T12:00', '2026-02-11T09:00')
    expect(await settle('2026-02-11T09:01')).toBe(2)
    expect(await lastDay(id)).toBe('2026-02-11')
  })

  it('its components change: one is brought in later, and what recovers first ends for itself', async () => {
    const { desk, request, down, say, portal, settle, given } = scene
    const other = await makeComponent(desk('2026-01-01T00:00'))
    const id = await request()
    const incidentId = await down('2026-02-10T09:00', 'major_outage', [other])
    await say(incidentId, '2026-02-12T09:00', 'monitoring', { [portal]: 'partial_outage' })
    await say(incidentId, '2026-02-13T08:00', 'monitoring', { [portal]: 'operational' })
    // The incident goes on, but not for those who send documents.
    expect(await settle('2026-02-13T09:00')).toBe(1)
    expect(await given(id)).toEqual([{ days: 1, incidentId }])
    // Down again: a second part of one incident, rounded up together.
    await say(incidentId, '2026-02-14T09:00', 'monitoring', { [portal]: 'partial_outage' })
    expect(await settle('2026-02-14T10:00')).toBe(0)
    expect(await fairClockPauses(desk('2026-02-14T10:00'))).toBe(true)
    await say(incidentId, '2026-02-14T10:00', 'resolved')
    expect(await settle('2026-02-14T10:01')).toBe(0)
    expect(await fairClockPauses(desk('2026-02-14T10:02'))).toBe(false)
  })

  it('a component that is marked afterwards counts too, for the incidents of the last week', async () => {
    const { desk, request, say, down, settle, given } = scene
    const upload = await makeComponent(desk('2026-01-01T00:00'))
    const id = await request()
    await say(await down('2026-02-10T09:00', 'major_outage', [upload]), '2026-02-10T10:00', 'resolved')
    expect(await settle('2026-02-11T09:00')).toBe(0)
    const { id: componentId, ...fields } = await Component.query(database.db)
      .findById(upload)
      .throwIfNotFound()
    await updateComponent(desk('2026-02-11T10:00'), {
      componentId,
      nameFr: fields.nameFr,
      nameEn: fields.nameEn,
      descriptionFr: '',
      descriptionEn: '',
      shown: true,
      startDate: fields.startDate,
      neededToSubmitDocuments: true,
    })
    expect(await settle('2026-02-11T10:01')).toBe(1)
    expect(await given(id)).toHaveLength(1)
  })
})

describe('maintenance', () => {
  it('counts by its own times, also when no worker wrote it down, and once beside an incident', async () => {
    const { request, desk, portal, settle, given, record, moveStart, lastDay } = scene
    const id = await request()
    const maintenanceId = await makeMaintenance(desk('2026-02-05T09:00'), {
      scheduledFor: at('2026-02-10T22:00'),
      scheduledUntil: at('2026-02-11T06:00'),
      componentIds: [portal],
      notify: false,
    })
    expect(await settle('2026-02-12T09:00')).toBe(1)
    expect(await given(id)).toEqual([{ days: 1, incidentId: maintenanceId }])
    // The work went wrong: an incident from within it, until the next noon.
    const incidentId = await record('2026-02-11T05:00', '2026-02-11T12:00', '2026-02-12T10:00')
    expect(await settle('2026-02-12T10:01')).toBe(0)
    await moveStart(incidentId, '2026-02-10T20:00', '2026-02-12T11:00')
    expect(await settle('2026-02-12T11:01')).toBe(0)
    expect(await lastDay(id)).toBe('2026-03-05')
  })

  it('that is called off gives nothing', async () => {
    const { request, desk, portal, settle } = scene
    await request()
    const maintenanceId = await makeMaintenance(desk('2026-02-05T09:00'), {
      scheduledFor: at('2026-02-10T22:00'),
      scheduledUntil: at('2026-02-11T06:00'),
      componentIds: [portal],
      notify: false,
    })
    await cancelMaintenance(desk('2026-02-06T09:00'), {
      maintenanceId,
      version: 1,
      bodyFr: 'Annulée.',
      notify: false,
    })
    expect(await settle('2026-02-12T09:00')).toBe(0)
  })
})
