import { beforeAll, describe, expect, it } from 'vitest'
import { advanceMaintenance } from '#app/domain/maintenance/advance-maintenance.ts'
import { cancelMaintenance } from '#app/domain/maintenance/cancel-maintenance.ts'
import { continueSeries } from '#app/domain/maintenance/continue-series.ts'
import { editSeries } from '#app/domain/maintenance/edit-series.ts'
import { rescheduleMaintenance } from '#app/domain/maintenance/reschedule-maintenance.ts'
import { stopSeries } from '#app/domain/maintenance/stop-series.ts'
import { lettersOf, occurrencesIn, subjectsOf, weekly } from '#tests/factories/maintenance.ts'
import {
  ids,
  LATER,
  NOW,
  type SeriesScene,
  seriesScene,
  starts,
  statuses,
} from '#tests/factories/maintenance-series.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: SeriesScene
beforeAll(async () => {
  scene = await seriesScene(database.db)
})

describe('editing a series', () => {
  const edited = (seriesId: string, fields: Partial<ReturnType<typeof weekly>>) =>
    editSeries(scene.desk(LATER), { ...weekly(fields), seriesId, version: 1, tell: true })

  it('moves what follows, leaves what was moved or cancelled by hand, and tells it once', () =>
    scene.withSeries({}, async (seriesId) => {
      const [, second, third] = await occurrencesIn(scene.desk(), seriesId)
      await rescheduleMaintenance(scene.desk(), {
        maintenanceId: second?.id ?? '',
        version: 1,
        scheduledFor: new Date('2026-12-09T12:00:00Z'),
        scheduledUntil: new Date('2026-12-09T13:00:00Z'),
        bodyFr: 'Un jour plus tard.',
        notify: false,
      })
      await cancelMaintenance(scene.desk(), {
        maintenanceId: third?.id ?? '',
        version: 1,
        bodyFr: 'Pas cette semaine.',
        notify: false,
      })
      await edited(seriesId, { localStart: '2026-12-01T03:00' })
      const after = await occurrencesIn(scene.desk(), seriesId)
      expect(starts(after).slice(0, 4)).toEqual([
        '2026-12-01T02:00',
        '2026-12-09T12:00',
        '2026-12-15T01:00',
        '2026-12-22T02:00',
      ])
      expect(statuses(after).slice(0, 4)).toEqual(['scheduled', 'scheduled', 'completed', 'scheduled'])
      const sent = await lettersOf(scene.reading(), ids(after))
      expect(sent.map(({ subject }) => subject)).toEqual(['Prévue – Correctifs', 'Déplacée – Correctifs'])
      expect(sent[1]?.text).toContain('Chaque mardi à 03:00')
      expect(await continueSeries(scene.clock(NOW))).toBe(0)
    }))

  it('to another weekday cancels the days it leaves and plans the new ones, and can come back', () =>
    scene.withSeries({}, async (seriesId) => {
      const thursday = { localStart: '2026-12-03T02:00', recurrence: { ...weekly().recurrence, count: 2 } }
      await edited(seriesId, thursday)
      const after = await occurrencesIn(scene.desk(), seriesId)
      expect(after.filter(({ status }) => status === 'completed')).toHaveLength(8)
      expect(starts(after.filter(({ status }) => status === 'scheduled'))).toEqual([
        '2026-12-03T01:00',
        '2026-12-10T01:00',
      ])
      const sent = await lettersOf(scene.reading(), ids(after))
      expect(sent.map(({ subject }) => subject)).toEqual(['Prévue – Correctifs', 'Annulée – Correctifs'])
      expect(sent[1]?.text).toContain('Cette maintenance se répète. Chaque jeudi')
      await editSeries(scene.desk(LATER), { ...weekly(), seriesId, version: 2, tell: false })
      const back = await occurrencesIn(scene.desk(), seriesId)
      expect(starts(back.filter(({ status }) => status === 'scheduled'))).toHaveLength(8)
    }))

  it('leaves alone what has begun', () =>
    scene.withSeries({}, async (seriesId) => {
      await advanceMaintenance(scene.clock('2026-12-01T01:30:00.000Z'))
      const later = '2026-12-01T01:31:00.000Z'
      await editSeries(scene.desk(later), {
        ...weekly({ localStart: '2026-12-01T05:00', nameFr: 'Autre nom' }),
        seriesId,
        version: 1,
        tell: false,
      })
      const [first, second] = await occurrencesIn(scene.desk(), seriesId)
      expect([first?.nameFr, second?.nameFr]).toEqual(['Correctifs', 'Autre nom'])
      expect(starts([first, second].filter((one) => one !== undefined))).toEqual([
        '2026-12-01T01:00',
        '2026-12-08T04:00',
      ])
      await advanceMaintenance(scene.clock('2026-12-01T05:00:00.000Z'))
    }))

  it('to an hour of today that is over cancels today instead of beginning it in the past', () =>
    scene.withSeries({}, async (seriesId) => {
      const afterwards = '2026-12-01T00:30:00.000Z'
      await editSeries(scene.desk(afterwards), {
        ...weekly({ localStart: '2026-12-01T00:15', durationMinutes: 60 }),
        seriesId,
        version: 1,
        tell: false,
      })
      const [first, second] = await occurrencesIn(scene.desk(), seriesId)
      expect([first?.status, second?.status]).toEqual(['completed', 'scheduled'])
    }))

  it('by two publishers at once is done by one', () =>
    scene.withSeries({}, async (seriesId) => {
      const both = await Promise.allSettled([
        edited(seriesId, { localStart: '2026-12-01T03:00' }),
        edited(seriesId, { localStart: '2026-12-01T04:00' }),
      ])
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { kind: 'Conflict', code: 'maintenance.seriesChanged' },
      })
    }))
})

describe('stopping a series', () => {
  it('cancels what is planned with one mail, and plans nothing more', () =>
    scene.withSeries({}, async (seriesId) => {
      const stop = {
        seriesId,
        version: 1,
        planned: 'cancel',
        bodyFr: 'Fin de la série.',
        notify: true,
      } as const
      expect(await stopSeries(scene.desk(LATER), stop)).toBe(8)
      const after = await occurrencesIn(scene.desk(), seriesId)
      expect(new Set(statuses(after))).toEqual(new Set(['completed']))
      expect(await subjectsOf(scene.reading(), ids(after))).toEqual([
        'Prévue – Correctifs',
        'Annulée – Correctifs',
      ])
      expect(await continueSeries(scene.clock('2026-12-05T09:00:00.000Z'))).toBe(0)
      await expect(stopSeries(scene.desk(), { ...stop, version: 2 })).rejects.toMatchObject({
        kind: 'PreconditionFailed',
        code: 'maintenance.seriesStopped',
      })
      await expect(
        editSeries(scene.desk(), { ...weekly(), seriesId, version: 2, tell: false }),
      ).rejects.toMatchObject({ code: 'maintenance.seriesStopped' })
    }))

  it('cancels no window whose hour has come, although no worker has written that down', () =>
    scene.withSeries({}, async (seriesId) => {
      const stop = { seriesId, version: 1, planned: 'cancel', bodyFr: 'Fin.', notify: false } as const
      expect(await stopSeries(scene.desk('2026-12-01T01:10:00.000Z'), stop)).toBe(7)
      await advanceMaintenance(scene.clock('2026-12-01T03:00:00.000Z'))
      const [first, second] = await occurrencesIn(scene.desk(), seriesId)
      expect([first?.version, second?.version]).toEqual([3, 2])
    }))

  it('or keeps what is planned, which then still begins by itself', () =>
    scene.withSeries({}, async (seriesId) => {
      expect(await stopSeries(scene.desk(), { seriesId, version: 1, planned: 'keep', notify: false })).toBe(0)
      await advanceMaintenance(scene.clock('2026-12-01T01:00:00.000Z'))
      expect(statuses(await occurrencesIn(scene.desk(), seriesId)).slice(0, 2)).toEqual([
        'in_progress',
        'scheduled',
      ])
      expect(await continueSeries(scene.clock('2026-12-05T09:00:00.000Z'))).toBe(0)
    }))
})
