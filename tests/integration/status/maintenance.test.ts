import { beforeAll, describe, expect, it } from 'vitest'
import { type Actor, system } from '#app/domain/access/actor.ts'
import { advanceMaintenance } from '#app/domain/maintenance/advance-maintenance.ts'
import { publishProgress } from '#app/domain/maintenance/publish-progress.ts'
import { rescheduleMaintenance } from '#app/domain/maintenance/reschedule-maintenance.ts'
import {
  type ScheduleMaintenance,
  scheduleMaintenance,
} from '#app/domain/maintenance/schedule-maintenance.ts'
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
const at = (time: string, actor = publisher) => statusContext(database.db, actor, instant(time).toISOString())
const clock = (time: string) => at(time, system('advance-maintenance'))
const statusOf = async (id: string) =>
  (await Component.query(database.db).findById(id).throwIfNotFound()).status
const eventOf = (id: string) => Incident.query(database.db).findById(id).throwIfNotFound()
const toldOf = async (incidentId: string) =>
  (await IncidentUpdate.query(database.db).where({ incidentId }).orderBy(['displayAt', 'createdAt'])).map(
    ({ status, displayAt, notify }) =>
      `${displayAt.toISOString().slice(11, 16)} ${status}${notify ? ' told' : ''}`,
  )

async function plan(componentIds: string[], fields: Partial<ScheduleMaintenance> = {}): Promise<string> {
  const { incidentId } = await scheduleMaintenance(at('01:00'), {
    nameFr: 'Mise à jour',
    nameEn: 'Upgrade',
    bodyFr: 'Les paiements restent possibles.',
    bodyEn: 'Payments stay possible.',
    scheduledFor: instant('02:00'),
    scheduledUntil: instant('04:00'),
    componentIds,
    autoStart: true,
    autoEnd: true,
    notify: true,
    ...fields,
  })
  return incidentId
}

describe('a maintenance', () => {
  it('changes nothing before it begins, and begins and ends by itself, once', async () => {
    const cards = await makeComponent(at('00:00'))
    const id = await plan([cards])
    expect(await statusOf(cards)).toBe('operational')
    expect(await advanceMaintenance(clock('01:59'))).toBe(0)
    expect(await advanceMaintenance(clock('02:01'))).toBe(1)
    expect(await advanceMaintenance(clock('02:01'))).toBe(0)
    expect(await statusOf(cards)).toBe('under_maintenance')
    expect(await advanceMaintenance(clock('04:00'))).toBe(1)
    expect(await statusOf(cards)).toBe('operational')
    expect(await eventOf(id)).toMatchObject({ status: 'completed', resolvedAt: instant('04:00'), version: 3 })
    expect(await toldOf(id)).toEqual([
      '01:00 scheduled told',
      '02:00 in_progress told',
      '04:00 completed told',
    ])
    const updates = await IncidentUpdate.query(database.db).where({ incidentId: id })
    expect(
      await Broadcast.query(database.db)
        .whereIn(
          'updateId',
          updates.map((u) => u.id),
        )
        .resultSize(),
    ).toBe(3)
  })

  it('missed whole by the workers is written down as planned, and only its end is sent out', async () => {
    const cards = await makeComponent(at('00:00'))
    const id = await plan([cards])
    expect(await advanceMaintenance(clock('09:00'))).toBe(2)
    expect(await toldOf(id)).toEqual(['01:00 scheduled told', '02:00 in_progress', '04:00 completed told'])
    const history = await ComponentStatusChange.query(database.db).where({ componentId: cards }).orderBy('at')
    expect(history.slice(1).map(({ at, status }) => [at.toISOString().slice(11, 16), status])).toEqual([
      ['02:00', 'under_maintenance'],
      ['04:00', 'operational'],
    ])
  })

  it('of two workers is advanced by one', async () => {
    const id = await plan([])
    const steps = await Promise.all([advanceMaintenance(clock('02:01')), advanceMaintenance(clock('02:01'))])
    expect(steps.reduce((a, b) => a + b)).toBe(1)
    expect((await eventOf(id)).version).toBe(2)
    await advanceMaintenance(clock('05:00'))
  })

  it('waits for a person where it does not begin or end by itself', async () => {
    const id = await plan([], { autoStart: false, autoEnd: false })
    expect(await advanceMaintenance(clock('09:00'))).toBe(0)
    const step = { maintenanceId: id, bodyFr: 'Nous commençons.', notify: false }
    await publishProgress(at('02:10'), { ...step, version: 1, status: 'in_progress' })
    await publishProgress(at('02:20'), { ...step, version: 2, status: 'verifying' })
    await publishProgress(at('02:30'), { ...step, version: 3, status: 'completed' })
    expect(await eventOf(id)).toMatchObject({ status: 'completed', resolvedAt: instant('02:30') })
    await expect(
      publishProgress(at('02:40'), { ...step, version: 4, status: 'in_progress' }),
    ).rejects.toMatchObject({ kind: 'PreconditionFailed', code: 'publish.incidentOver' })
  })

  it('cancelled before it begins never touches its components', async () => {
    const cards = await makeComponent(at('00:00'))
    const id = await plan([cards])
    await publishProgress(at('01:30'), {
      maintenanceId: id,
      version: 1,
      status: 'completed',
      bodyFr: 'Annulée.',
      notify: true,
    })
    expect(await advanceMaintenance(clock('03:00'))).toBe(0)
    expect(await statusOf(cards)).toBe('operational')
    expect(await ComponentStatusChange.query(database.db).where({ componentId: cards }).resultSize()).toBe(1)
  })

  it('moves to another time while it has not begun', async () => {
    const id = await plan([])
    const move = { maintenanceId: id, bodyFr: 'Reportée.', notify: true }
    await rescheduleMaintenance(at('01:10'), {
      ...move,
      version: 1,
      scheduledFor: instant('12:00'),
      scheduledUntil: instant('13:00'),
    })
    expect(await advanceMaintenance(clock('05:00'))).toBe(0)
    expect(await advanceMaintenance(clock('12:00'))).toBe(1)
    await expect(
      rescheduleMaintenance(at('12:10'), {
        ...move,
        version: 3,
        scheduledFor: instant('14:00'),
        scheduledUntil: instant('15:00'),
      }),
    ).rejects.toMatchObject({ kind: 'PreconditionFailed' })
    await advanceMaintenance(clock('14:00'))
  })

  it('yields to a worse incident and comes back when that is over', async () => {
    const cards = await makeComponent(at('00:00'))
    await plan([cards])
    await advanceMaintenance(clock('02:00'))
    const incident = await makeIncident(at('02:30'), { [cards]: 'major_outage' })
    expect(await statusOf(cards)).toBe('major_outage')
    await resolveIncident(at('03:00'), incident)
    expect(await statusOf(cards)).toBe('under_maintenance')
    await advanceMaintenance(clock('04:00'))
  })

  it.each([
    ['04:00', '02:00', 'publish.windowEndsBeforeStart'],
    ['02:00', '02:00', 'publish.windowEndsBeforeStart'],
    ['00:10', '00:50', 'publish.windowInPast'],
  ])('from %s to %s is refused', async (from, to, code) => {
    const window = { scheduledFor: instant(from), scheduledUntil: instant(to) }
    await expect(plan([], window)).rejects.toMatchObject({ kind: 'Invalid', code })
  })

  it('refuses a component that is not there', async () => {
    await expect(plan(['aaaaaaaaaaaa'])).rejects.toMatchObject({
      kind: 'Invalid',
      code: 'publish.unknownComponent',
    })
  })
})
