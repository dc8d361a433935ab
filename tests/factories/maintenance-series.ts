import { system } from '#app/domain/access/actor.ts'
import { advanceMaintenance } from '#app/domain/maintenance/advance-maintenance.ts'
import { readSeries } from '#app/domain/maintenance/read-series.ts'
import type { SeriesPlan } from '#app/domain/maintenance/series.ts'
import { stopSeries } from '#app/domain/maintenance/stop-series.ts'
import { openMailer } from '#app/mail/mailer.ts'
import type { Database } from '#db/client.ts'
import type { Incident } from '#db/models/status.ts'
import { createPublisher, statusContext } from '#tests/factories/component.ts'
import { makeSeries } from '#tests/factories/maintenance.ts'
import { mailContext } from '#tests/factories/subscriber.ts'

export const NOW = '2026-11-27T09:00:00.000Z'
export const LATER = '2026-11-27T10:00:00.000Z'

export const starts = (occurrences: readonly Incident[]) =>
  occurrences.map(({ scheduledFor }) => scheduledFor?.toISOString().slice(0, 16))
export const statuses = (occurrences: readonly Incident[]) => occurrences.map(({ status }) => status)
export const ids = (occurrences: readonly Incident[]) => occurrences.map(({ id }) => id)

export type SeriesScene = Awaited<ReturnType<typeof seriesScene>>

/** A publisher who plans series, the job that advances them, and somebody who reads what is sent of them. */
export async function seriesScene(db: Database) {
  const publisher = await createPublisher(db)
  const mailer = openMailer({
    smtpUrl: 'smtp://127.0.0.1:1',
    from: 'Vigie <no-reply@vigie.test>',
    provider: { name: 'Vigie', supportEmail: 'aide@vigie.test' },
  })
  const desk = (at = NOW) => statusContext(db, publisher, at)
  const clock = (at: string) => statusContext(db, system('advance-maintenance'), at)
  return {
    publisher,
    desk,
    clock,
    reading: () => mailContext(db, mailer),
    /** Leaves nothing to plan or to remind of to the tests that follow. */
    async withSeries(fields: Partial<SeriesPlan>, work: (seriesId: string) => Promise<void>): Promise<void> {
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
    },
  }
}
