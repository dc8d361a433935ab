import { beforeAll, describe, expect, it } from 'vitest'
import { type Actor, system } from '#app/domain/access/actor.ts'
import { archiveComponent } from '#app/domain/components/archive-component.ts'
import { advanceMaintenance } from '#app/domain/maintenance/advance-maintenance.ts'
import { cancelMaintenance } from '#app/domain/maintenance/cancel-maintenance.ts'
import { continueSeries } from '#app/domain/maintenance/continue-series.ts'
import { editSeries } from '#app/domain/maintenance/edit-series.ts'
import { readSeries } from '#app/domain/maintenance/read-series.ts'
import { rescheduleMaintenance } from '#app/domain/maintenance/reschedule-maintenance.ts'
import { sendReminders } from '#app/domain/maintenance/send-reminders.ts'
import { stopSeries } from '#app/domain/maintenance/stop-series.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { openMailer } from '#app/mail/mailer.ts'
import { statusView } from '#app/routes/status/view.server.ts'
import type { Incident } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { lettersOf, makeSeries, occurrencesIn, subjectsOf, weekly } from '#tests/factories/maintenance.ts'
import { mailContext } from '#tests/factories/subscriber.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let publisher: Actor
beforeAll(async () => {
  publisher = await createPublisher(database.db)
})
const NOW = '2026-11-27T09:00:00.000Z'
const LATER = '2026-11-27T10:00:00.000Z'
const desk = (at = NOW) => statusContext(database.db, publisher, at)
const clock = (at: string) => statusContext(database.db, system('advance-maintenance'), at)
const mailer = openMailer({
  smtpUrl: 'smtp://127.0.0.1:1',
  from: 'Vigie <no-reply@vigie.test>',
  provider: { name: 'Vigie', supportEmail: 'aide@vigie.test' },
})
const reading = () => mailContext(database.db, mailer)
const starts = (occurrences: readonly Incident[]) =>
  occurrences.map(({ scheduledFor }) => scheduledFor?.toISOString().slice(0, 16))
const statuses = (occurrences: readonly Incident[]) => occurrences.map(({ status }) => status)
const ids = (occurrences: readonly Incident[]) => occurrences.map(({ id }) => id)

/** Leaves nothing to plan or to remind of to the tests that follow. */
async function withSeries(
  fields: Partial<Parameters<typeof weekly>[0]>,
  work: (seriesId: string) => Promise<void>,
): Promise<void> {
  const seriesId = await makeSeries(desk(), fields)
  await work(seriesId)
  const { series } = await readSeries(desk(), seriesId)
  if (series.stoppedAt) return
  await advanceMaintenance(clock('2030-01-01T00:00:00.000Z'))
  await stopSeries(desk('2030-01-01T00:00:00.000Z'), {
    seriesId,
    version: series.version,
    planned: 'cancel',
    bodyFr: 'Fin.',
    notify: false,
  })
}

describe('a series', () => {
  it('stands on the page eight weeks ahead, and tells subscribers its whole rule in one mail', () =>
    withSeries({}, async (seriesId) => {
      const planned = await occurrencesIn(desk(), seriesId)
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
      const sent = await lettersOf(reading(), ids(planned))
      expect(sent.map(({ subject }) => subject)).toEqual(['Prévue – Correctifs'])
      expect(sent[0]?.text).toContain(
        'Cette maintenance se répète. Chaque mardi à 02:00 (heure de Paris), 10 fois.',
      )
      const [english] = await lettersOf(reading(), ids(planned), 'en')
      expect(english?.text).toContain(
        'This maintenance recurs. Every Tuesday at 02:00 (Paris time), 10 times.',
      )
    }))

  it('is one entry of the status page: the next window, and when it comes again', () =>
    withSeries({}, async () => {
      const { upcoming } = statusView(await buildPublicStatus(desk()), 'fr', new Date(NOW))
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
    withSeries({}, async (seriesId) => {
      expect(await continueSeries(clock(NOW))).toBe(0)
      const later = '2026-12-05T09:00:00.000Z'
      const planned = await Promise.all([1, 2, 3].map(() => continueSeries(clock(later))))
      expect(planned.sort()).toEqual([0, 0, 1])
      expect(await continueSeries(clock(later))).toBe(0)
      const all = await occurrencesIn(desk(), seriesId)
      expect(starts(all).at(-1)).toBe('2027-01-26T01:00')
      expect(await subjectsOf(reading(), ids(all))).toHaveLength(1)
      // The last one is not followed by another.
      expect(await continueSeries(clock('2027-01-24T09:00:00.000Z'))).toBe(1)
      expect(await continueSeries(clock('2027-02-24T09:00:00.000Z'))).toBe(0)
    }))

  it('after a standstill goes on with what is to come; what nobody heard of is not made up for', () =>
    withSeries({ recurrence: { ...weekly().recurrence, count: 40 } }, async (seriesId) => {
      await continueSeries(clock('2027-06-01T00:30:00.000Z'))
      const after = (await occurrencesIn(desk(), seriesId)).slice(8)
      expect(starts(after).slice(0, 2)).toEqual(['2027-06-01T00:00', '2027-06-08T00:00'])
    }))

  it('has its next occurrence planned however far off it is', () =>
    withSeries({ localStart: '2027-09-07T02:00' }, async (seriesId) => {
      expect(starts(await occurrencesIn(desk(), seriesId))).toEqual(['2027-09-07T00:00'])
    }))

  it('of every day does not fill the page', () =>
    withSeries(
      { recurrence: { ...weekly().recurrence, frequency: 'daily', count: 100 } },
      async (seriesId) => {
        expect(await occurrencesIn(desk(), seriesId)).toHaveLength(8)
      },
    ))

  it('is told of by the reminders of each date, and by its beginning and end', () =>
    withSeries({ reminderMinutes: [60] }, async (seriesId) => {
      const [first, second] = await occurrencesIn(desk(), seriesId)
      for (const day of ['2026-12-01', '2026-12-08']) {
        expect(await sendReminders(clock(`${day}T00:00:00.000Z`))).toBe(1)
        await advanceMaintenance(clock(`${day}T01:00:00.000Z`))
        await advanceMaintenance(clock(`${day}T03:00:00.000Z`))
      }
      expect(await subjectsOf(reading(), ids([first, second].filter((one) => one !== undefined)))).toEqual([
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
    withSeries({ notify: false, reminderMinutes: [60] }, async (seriesId) => {
      expect(await sendReminders(clock('2026-12-01T00:00:00.000Z'))).toBe(0)
      await advanceMaintenance(clock('2026-12-01T01:00:00.000Z'))
      expect(await subjectsOf(reading(), ids(await occurrencesIn(desk(), seriesId)))).toEqual([])
    }))

  it('goes on without a component that was archived', async () => {
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

describe('editing a series', () => {
  const edited = (seriesId: string, fields: Partial<ReturnType<typeof weekly>>) =>
    editSeries(desk(LATER), { ...weekly(fields), seriesId, version: 1, tell: true })

  it('moves what follows, leaves what was moved or cancelled by hand, and tells it once', () =>
    withSeries({}, async (seriesId) => {
      const [, second, third] = await occurrencesIn(desk(), seriesId)
      await rescheduleMaintenance(desk(), {
        maintenanceId: second?.id ?? '',
        version: 1,
        scheduledFor: new Date('2026-12-09T12:00:00Z'),
        scheduledUntil: new Date('2026-12-09T13:00:00Z'),
        bodyFr: 'Un jour plus tard.',
        notify: false,
      })
      await cancelMaintenance(desk(), {
        maintenanceId: third?.id ?? '',
        version: 1,
        bodyFr: 'Pas cette semaine.',
        notify: false,
      })
      await edited(seriesId, { localStart: '2026-12-01T03:00' })
      const after = await occurrencesIn(desk(), seriesId)
      expect(starts(after).slice(0, 4)).toEqual([
        '2026-12-01T02:00',
        '2026-12-09T12:00',
        '2026-12-15T01:00',
        '2026-12-22T02:00',
      ])
      expect(statuses(after).slice(0, 4)).toEqual(['scheduled', 'scheduled', 'completed', 'scheduled'])
      const sent = await lettersOf(reading(), ids(after))
      expect(sent.map(({ subject }) => subject)).toEqual(['Prévue – Correctifs', 'Déplacée – Correctifs'])
      expect(sent[1]?.text).toContain('Chaque mardi à 03:00')
      expect(await continueSeries(clock(NOW))).toBe(0)
    }))

  it('to another weekday cancels the days it leaves and plans the new ones, and can come back', () =>
    withSeries({}, async (seriesId) => {
      const thursday = { localStart: '2026-12-03T02:00', recurrence: { ...weekly().recurrence, count: 2 } }
      await edited(seriesId, thursday)
      const after = await occurrencesIn(desk(), seriesId)
      expect(after.filter(({ status }) => status === 'completed')).toHaveLength(8)
      expect(starts(after.filter(({ status }) => status === 'scheduled'))).toEqual([
        '2026-12-03T01:00',
        '2026-12-10T01:00',
      ])
      const sent = await lettersOf(reading(), ids(after))
      expect(sent.map(({ subject }) => subject)).toEqual(['Prévue – Correctifs', 'Annulée – Correctifs'])
      expect(sent[1]?.text).toContain('Cette maintenance se répète. Chaque jeudi')
      await editSeries(desk(LATER), { ...weekly(), seriesId, version: 2, tell: false })
      const back = await occurrencesIn(desk(), seriesId)
      expect(starts(back.filter(({ status }) => status === 'scheduled'))).toHaveLength(8)
    }))

  it('leaves alone what has begun', () =>
    withSeries({}, async (seriesId) => {
      await advanceMaintenance(clock('2026-12-01T01:30:00.000Z'))
      const later = '2026-12-01T01:31:00.000Z'
      await editSeries(desk(later), {
        ...weekly({ localStart: '2026-12-01T05:00', nameFr: 'Autre nom' }),
        seriesId,
        version: 1,
        tell: false,
      })
      const [first, second] = await occurrencesIn(desk(), seriesId)
      expect([first?.nameFr, second?.nameFr]).toEqual(['Correctifs', 'Autre nom'])
      expect(starts([first, second].filter((one) => one !== undefined))).toEqual([
        '2026-12-01T01:00',
        '2026-12-08T04:00',
      ])
      await advanceMaintenance(clock('2026-12-01T05:00:00.000Z'))
    }))

  it('to an hour of today that is over cancels today instead of beginning it in the past', () =>
    withSeries({}, async (seriesId) => {
      const afterwards = '2026-12-01T00:30:00.000Z'
      await editSeries(desk(afterwards), {
        ...weekly({ localStart: '2026-12-01T00:15', durationMinutes: 60 }),
        seriesId,
        version: 1,
        tell: false,
      })
      const [first, second] = await occurrencesIn(desk(), seriesId)
      expect([first?.status, second?.status]).toEqual(['completed', 'scheduled'])
    }))

  it('by two publishers at once is done by one', () =>
    withSeries({}, async (seriesId) => {
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
    withSeries({}, async (seriesId) => {
      const stop = {
        seriesId,
        version: 1,
        planned: 'cancel',
        bodyFr: 'Fin de la série.',
        notify: true,
      } as const
      expect(await stopSeries(desk(LATER), stop)).toBe(8)
      const after = await occurrencesIn(desk(), seriesId)
      expect(new Set(statuses(after))).toEqual(new Set(['completed']))
      expect(await subjectsOf(reading(), ids(after))).toEqual(['Prévue – Correctifs', 'Annulée – Correctifs'])
      expect(await continueSeries(clock('2026-12-05T09:00:00.000Z'))).toBe(0)
      await expect(stopSeries(desk(), { ...stop, version: 2 })).rejects.toMatchObject({
        kind: 'PreconditionFailed',
        code: 'maintenance.seriesStopped',
      })
      await expect(
        editSeries(desk(), { ...weekly(), seriesId, version: 2, tell: false }),
      ).rejects.toMatchObject({ code: 'maintenance.seriesStopped' })
    }))

  it('cancels no window whose hour has come, although no worker has written that down', () =>
    withSeries({}, async (seriesId) => {
      const stop = { seriesId, version: 1, planned: 'cancel', bodyFr: 'Fin.', notify: false } as const
      expect(await stopSeries(desk('2026-12-01T01:10:00.000Z'), stop)).toBe(7)
      await advanceMaintenance(clock('2026-12-01T03:00:00.000Z'))
      const [first, second] = await occurrencesIn(desk(), seriesId)
      expect([first?.version, second?.version]).toEqual([3, 2])
    }))

  it('or keeps what is planned, which then still begins by itself', () =>
    withSeries({}, async (seriesId) => {
      expect(await stopSeries(desk(), { seriesId, version: 1, planned: 'keep', notify: false })).toBe(0)
      await advanceMaintenance(clock('2026-12-01T01:00:00.000Z'))
      expect(statuses(await occurrencesIn(desk(), seriesId)).slice(0, 2)).toEqual([
        'in_progress',
        'scheduled',
      ])
      expect(await continueSeries(clock('2026-12-05T09:00:00.000Z'))).toBe(0)
    }))
})
