import { beforeAll, describe, expect, it } from 'vitest'
import { type Actor, system } from '#app/domain/access/actor.ts'
import { archiveComponent } from '#app/domain/components/archive-component.ts'
import { advanceMaintenance } from '#app/domain/maintenance/advance-maintenance.ts'
import { cancelMaintenance } from '#app/domain/maintenance/cancel-maintenance.ts'
import { publishProgress } from '#app/domain/maintenance/publish-progress.ts'
import { rescheduleMaintenance } from '#app/domain/maintenance/reschedule-maintenance.ts'
import { replayActs } from '#app/domain/replay/replay-acts.ts'
import { Component, Incident, IncidentUpdate } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeMaintenance } from '#tests/factories/maintenance.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let publisher: Actor
beforeAll(async () => {
  publisher = await createPublisher(database.db)
})
const desk = (at = '2026-11-27T09:00:00.000Z') => statusContext(database.db, publisher, at)
const clock = (at: string) => statusContext(database.db, system('advance-maintenance'), at)
const eventOf = (id: string) => Incident.query(database.db).findById(id).throwIfNotFound()
const window = {
  scheduledFor: new Date('2026-12-01T01:00:00Z'),
  scheduledUntil: new Date('2026-12-01T03:00:00Z'),
}

describe('a maintenance that is to move', () => {
  const move = (maintenanceId: string, day: string, version = 1) =>
    rescheduleMaintenance(desk(), {
      maintenanceId,
      version,
      scheduledFor: new Date(`2026-12-${day}T01:00:00Z`),
      scheduledUntil: new Date(`2026-12-${day}T03:00:00Z`),
      bodyFr: 'Déplacée.',
      notify: true,
    })

  it('by two publishers at once is moved by one, and the other is told', async () => {
    const id = await makeMaintenance(desk(), window)
    const both = await Promise.allSettled([move(id, '02'), move(id, '03')])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { kind: 'Conflict', code: 'publish.incidentChangedBy', facts: { name: 'Paule Publication' } },
    })
    expect(await eventOf(id)).toMatchObject({
      version: 2,
      status: 'scheduled',
      announcedAt: desk().clock.now(),
    })
  })

  it('while it is cancelled is either moved or cancelled', async () => {
    const id = await makeMaintenance(desk(), window)
    const both = await Promise.allSettled([
      move(id, '02'),
      cancelMaintenance(desk(), { maintenanceId: id, version: 1, bodyFr: 'Annulée.', notify: false }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await eventOf(id)).version).toBe(2)
  })

  it('into the past, or ending before it begins, stays', async () => {
    const id = await makeMaintenance(desk(), window)
    const to = (scheduledFor: string, scheduledUntil: string) =>
      rescheduleMaintenance(desk(), {
        maintenanceId: id,
        version: 1,
        scheduledFor: new Date(scheduledFor),
        scheduledUntil: new Date(scheduledUntil),
        bodyFr: 'x',
        notify: false,
      })
    await expect(to('2026-11-27T08:00:00Z', '2026-11-27T09:00:00Z')).rejects.toMatchObject({
      code: 'publish.windowInPast',
    })
    await expect(to('2026-12-02T03:00:00Z', '2026-12-02T01:00:00Z')).rejects.toMatchObject({
      code: 'publish.windowEndsBeforeStart',
    })
    expect((await eventOf(id)).version).toBe(1)
  })
})

describe('a window that cannot be moved on', () => {
  it('is told of, and stops no other', async () => {
    const earlier = { ...window, scheduledFor: new Date('2026-12-01T00:00:00Z') }
    const broken = await makeMaintenance(desk(), earlier)
    const other = await makeMaintenance(desk(), window)
    await database.db.raw(
      `create function broken_window() returns trigger language plpgsql as $$ begin raise 'broken'; end $$;
       create trigger broken_window before update on incidents for each row when (old.id = '${broken}')
         execute function broken_window()`,
    )
    await expect(advanceMaintenance(clock('2026-12-01T01:00:00.000Z'))).rejects.toThrow('broken')
    expect((await eventOf(other)).status).toBe('in_progress')
    await database.db.raw('drop function broken_window cascade')
    await advanceMaintenance(clock('2026-12-01T03:00:00.000Z'))
    expect((await eventOf(broken)).status).toBe('completed')
  })
})

describe('cancelling', () => {
  const cancel = (maintenanceId: string, version: number, at?: string) =>
    cancelMaintenance(desk(at), { maintenanceId, version, bodyFr: 'Annulée.', notify: false })

  it('is refused once it has begun, once it is cancelled, and for what is no maintenance', async () => {
    const id = await makeMaintenance(desk(), window)
    await advanceMaintenance(clock('2026-12-01T01:00:00.000Z'))
    await expect(cancel(id, 2, '2026-12-01T01:10:00.000Z')).rejects.toMatchObject({
      kind: 'PreconditionFailed',
      code: 'maintenance.notPlanned',
    })
    await advanceMaintenance(clock('2026-12-01T03:00:00.000Z'))
    const other = await makeMaintenance(desk(), window)
    await cancel(other, 1)
    await expect(cancel(other, 2)).rejects.toMatchObject({ code: 'maintenance.notPlanned' })
    await expect(cancel('aaaaaaaaaaaa', 1)).rejects.toMatchObject({ kind: 'NotFound' })
  })

  it('is refused from its own hour on, as is moving it, although no worker has written the beginning down', async () => {
    const id = await makeMaintenance(desk(), window)
    const inside = '2026-12-01T01:10:00.000Z'
    await expect(cancel(id, 1, inside)).rejects.toMatchObject({ code: 'maintenance.notPlanned' })
    const later = {
      maintenanceId: id,
      version: 1,
      scheduledFor: new Date('2026-12-05T01:00:00Z'),
      scheduledUntil: new Date('2026-12-05T02:00:00Z'),
      notify: false,
    }
    await expect(rescheduleMaintenance(desk(inside), later)).rejects.toMatchObject({
      code: 'publish.statusNotNext',
    })
    await advanceMaintenance(clock('2026-12-01T03:00:00.000Z'))
    expect(await eventOf(id)).toMatchObject({ status: 'completed', version: 3 })
    const byHand = await makeMaintenance(desk(), { ...window, autoStart: false })
    await cancel(byHand, 1, inside)
  })

  it('is not what happens to a window that is ended before a worker has written its beginning down', async () => {
    const id = await makeMaintenance(desk(), window)
    await publishProgress(desk('2026-12-01T01:10:00.000Z'), {
      maintenanceId: id,
      version: 1,
      status: 'completed',
      bodyFr: 'Plus tôt que prévu.',
      notify: false,
    })
    expect(await eventOf(id)).toMatchObject({ status: 'completed', version: 3 })
    const updates = await IncidentUpdate.query(database.db).where({ incidentId: id }).orderBy('displayAt')
    expect(updates.slice(1).map(({ status, displayAt }) => [status, displayAt.toISOString()])).toEqual([
      ['in_progress', window.scheduledFor.toISOString()],
      ['completed', '2026-12-01T01:10:00.000Z'],
    ])
    expect((await replayActs({ ...desk(), actor: system('test') })).ok).toBe(true)
  })

  it('by somebody who did not see the latest word is a conflict', async () => {
    const id = await makeMaintenance(desk(), window)
    await expect(cancel(id, 7)).rejects.toMatchObject({ kind: 'Conflict' })
    await cancel(id, 1)
  })

  it('needs a text', async () => {
    const id = await makeMaintenance(desk(), window)
    await expect(
      cancelMaintenance(desk(), { maintenanceId: id, version: 1, bodyFr: ' ', notify: false }),
    ).rejects.toMatchObject({ code: 'publish.textMissing' })
    await cancel(id, 1)
  })
})

describe('a component that is archived', () => {
  it('before a maintenance of it begins keeps it from nothing', async () => {
    const [cards, archived] = [await makeComponent(desk()), await makeComponent(desk())]
    const id = await makeMaintenance(desk(), { ...window, componentIds: [cards, archived] })
    const cancelled = await makeMaintenance(desk(), { ...window, componentIds: [archived] })
    await archiveComponent(desk(), archived)
    await cancelMaintenance(desk(), {
      maintenanceId: cancelled,
      version: 1,
      bodyFr: 'Annulée.',
      notify: false,
    })
    expect(await advanceMaintenance(clock('2026-12-01T01:00:00.000Z'))).toBe(1)
    const statusOf = async (one: string) => (await Component.query(database.db).findById(one))?.status
    expect([await statusOf(cards), await statusOf(archived)]).toEqual(['under_maintenance', 'operational'])
    expect(await advanceMaintenance(clock('2026-12-01T03:00:00.000Z'))).toBe(1)
    expect((await eventOf(id)).status).toBe('completed')
  })

  it('during it does not keep it from ending', async () => {
    const cards = await makeComponent(desk())
    const id = await makeMaintenance(desk(), { ...window, componentIds: [cards] })
    await advanceMaintenance(clock('2026-12-01T01:00:00.000Z'))
    await archiveComponent(desk('2026-12-01T02:00:00.000Z'), cards)
    expect(await advanceMaintenance(clock('2026-12-01T03:00:00.000Z'))).toBe(1)
    expect((await eventOf(id)).status).toBe('completed')
    expect((await Component.query(database.db).findById(cards).throwIfNotFound()).status).toBe('operational')
  })
})
