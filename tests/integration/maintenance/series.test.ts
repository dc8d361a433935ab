import { beforeAll, describe, expect, it } from 'vitest'
import { archiveComponent } from '#app/domain/components/archive-component.ts'
import { advanceMaintenance } from '#app/domain/maintenance/advance-maintenance.ts'
import { continueSeries } from '#app/domain/maintenance/continue-series.ts'
import { sendReminders } from '#app/domain/maintenance/send-reminders.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { statusView } from '#app/routes/status/view.server.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { lettersOf, makeSeries, occurrencesIn, subjectsOf, weekly } from '#tests/factories/maintenance.ts'
import { ids, NOW, type SeriesScene, seriesScene, starts } from '#tests/factories/maintenance-series.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: SeriesScene
beforeAll(async () => {
  scene = await seriesScene(database.db)
})

describe('a series', () => {
  it('stands on the page eight weeks ahead, and tells subscribers its whole rule in one mail', () =>
    scene.withSeries({}, async (seriesId) => {
      const planned = await occurrencesIn(scene.desk(), seriesId)
      expect(starts(planned)).toEqual([
        '2026-12-01T01:00',
        '2026-12-08T01:00',
        '2026-12-15T01:00',
        '2026-12-22T01:00',
        '2026-12-29T01:00',
        '2027-01-05T01:00',
        '2027-01-12T01:00',
        '2027-01-19T01:00',
      ])
      const sent = await lettersOf(scene.reading(), ids(planned))
      expect(sent.map(({ subject }) => subject)).toEqual(['Prévue – Correctifs'])
      expect(sent[0]?.text).toContain(
        'Cette maintenance se répète. Chaque mardi à 02:00 (heure de Paris), 10 fois.',
      )
      const [english] = await lettersOf(scene.reading(), ids(planned), 'en')
      expect(english?.text).toContain(
        'This maintenance recurs. Every Tuesday at 02:00 (Paris time), 10 times.',
      )
    }))

  it('is one entry of the status page: the next window, and when it comes again', () =>
    scene.withSeries({}, async () => {
      const { upcoming } = statusView(await buildPublicStatus(scene.desk()), 'fr', new Date(NOW))
      expect(upcoming.shown.map(({ window, later }) => [window?.from.slice(0, 10), later])).toEqual([
        [
          '2026-12-01',
          {
            shown: ['2026-12-08', '2026-12-15', '2026-12-22'].map((day) => `${day}T01:00:00.000Z`),
            others: 4,
          },
        ],
      ])
      expect(upcoming.others).toBe(0)
    }))

  it('goes on by the clock, once, from however many workers, and mails nobody for it', () =>
    scene.withSeries({}, async (seriesId) => {
      expect(await continueSeries(scene.clock(NOW))).toBe(0)
      const later = '2026-12-05T09:00:00.000Z'
      const planned = await Promise.all([1, 2, 3].map(() => continueSeries(scene.clock(later))))
      expect(planned.sort()).toEqual([0, 0, 1])
      expect(await continueSeries(scene.clock(later))).toBe(0)
      const all = await occurrencesIn(scene.desk(), seriesId)
      expect(starts(all).at(-1)).toBe('2027-01-26T01:00')
      expect(await subjectsOf(scene.reading(), ids(all))).toHaveLength(1)
      // The last one is not followed by another.
      expect(await continueSeries(scene.clock('2027-01-24T09:00:00.000Z'))).toBe(1)
      expect(await continueSeries(scene.clock('2027-02-24T09:00:00.000Z'))).toBe(0)
    }))

  it('after a standstill goes on with what is to come; what nobody heard of is not made up for', () =>
    scene.withSeries({ recurrence: { ...weekly().recurrence, count: 40 } }, async (seriesId) => {
      await continueSeries(scene.clock('2027-06-01T00:30:00.000Z'))
      const after = (await occurrencesIn(scene.desk(), seriesId)).slice(8)
      expect(starts(after).slice(0, 2)).toEqual(['2027-06-01T00:00', '2027-06-08T00:00'])
    }))

  it('has its next occurrence planned however far off it is', () =>
    scene.withSeries({ localStart: '2027-09-07T02:00' }, async (seriesId) => {
      expect(starts(await occurrencesIn(scene.desk(), seriesId))).toEqual(['2027-09-07T00:00'])
    }))

  it('of every day does not fill the page', () =>
    scene.withSeries(
      { recurrence: { ...weekly().recurrence, frequency: 'daily', count: 100 } },
      async (seriesId) => {
        expect(await occurrencesIn(scene.desk(), seriesId)).toHaveLength(8)
      },
    ))

  it('is told of by the reminders of each date, and by its beginning and end', () =>
    scene.withSeries({ reminderMinutes: [60] }, async (seriesId) => {
      const [first, second] = await occurrencesIn(scene.desk(), seriesId)
      for (const day of ['2026-12-01', '2026-12-08']) {
        expect(await sendReminders(scene.clock(`${day}T00:00:00.000Z`))).toBe(1)
        await advanceMaintenance(scene.clock(`${day}T01:00:00.000Z`))
        await advanceMaintenance(scene.clock(`${day}T03:00:00.000Z`))
      }
      expect(
        await subjectsOf(scene.reading(), ids([first, second].filter((one) => one !== undefined))),
      ).toEqual([
        'Prévue – Correctifs',
        'Rappel – Correctifs',
        'En cours – Correctifs',
        'Terminée – Correctifs',
        'Rappel – Correctifs',
        'En cours – Correctifs',
        'Terminée – Correctifs',
      ])
    }))

  it('that is told to nobody tells nobody, neither first nor later', () =>
    scene.withSeries({ notify: false, reminderMinutes: [60] }, async (seriesId) => {
      expect(await sendReminders(scene.clock('2026-12-01T00:00:00.000Z'))).toBe(0)
      await advanceMaintenance(scene.clock('2026-12-01T01:00:00.000Z'))
      expect(await subjectsOf(scene.reading(), ids(await occurrencesIn(scene.desk(), seriesId)))).toEqual([])
    }))

  it('goes on without a component that was archived', async () => {
    const { desk, withSeries, clock } = scene
    const kept = await makeComponent(desk())
    const archived = await makeComponent(desk())
    await withSeries({ componentIds: [kept, archived] }, async (seriesId) => {
      await archiveComponent(desk(), archived)
      await continueSeries(clock('2026-12-05T09:00:00.000Z'))
      const last = (await occurrencesIn(desk(), seriesId)).at(-1)
      const claimed = await database
        .db('incident_components')
        .where({ incidentId: last?.id })
        .select('componentId')
      expect(claimed).toEqual([{ componentId: kept }])
    })
  })

  it('refuses what lies behind, and a component that is not there', async () => {
    const { desk, clock } = scene
    const past = { localStart: '2026-10-06T02:00', recurrence: { ...weekly().recurrence, count: 2 } }
    await expect(makeSeries(desk(), past)).rejects.toMatchObject({ code: 'publish.windowInPast' })
    await expect(makeSeries(desk(), { durationMinutes: 0 })).rejects.toMatchObject({
      code: 'publish.windowEndsBeforeStart',
    })
    await expect(makeSeries(desk(), { componentIds: ['aaaaaaaaaaaa'] })).rejects.toMatchObject({
      code: 'publish.unknownComponent',
    })
    await expect(makeSeries(clock(NOW), {})).rejects.toMatchObject({ kind: 'Forbidden' })
  })
})
