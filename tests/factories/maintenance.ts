import { prepareUpdateMails } from '#app/domain/broadcasts/write-update-mail.ts'
import type { Context } from '#app/domain/context.ts'
import { planSeries } from '#app/domain/maintenance/plan-series.ts'
import {
  type ScheduleMaintenance,
  scheduleMaintenance,
} from '#app/domain/maintenance/schedule-maintenance.ts'
import type { SeriesPlan } from '#app/domain/maintenance/series.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { rows } from '#db/client.ts'
import { Incident } from '#db/models/status.ts'

/** A maintenance that begins and ends by itself and is told to subscribers. */
export async function makeMaintenance(
  ctx: Context,
  fields: Pick<ScheduleMaintenance, 'scheduledFor' | 'scheduledUntil'> & Partial<ScheduleMaintenance>,
): Promise<string> {
  const { incidentId } = await scheduleMaintenance(ctx, {
    nameFr: 'Mise à jour',
    nameEn: 'Upgrade',
    bodyFr: 'Les paiements restent possibles.',
    bodyEn: 'Payments stay possible.',
    componentIds: [],
    autoStart: true,
    autoEnd: true,
    notify: true,
    ...fields,
  })
  return incidentId
}

/** Tuesdays at 02:00 in Paris, for two hours, ten times from 1 December 2026, unless told. */
export const weekly = (fields: Partial<SeriesPlan> = {}): SeriesPlan => ({
  nameFr: 'Correctifs',
  nameEn: 'Patches',
  bodyFr: 'Les paiements restent possibles.',
  bodyEn: 'Payments stay possible.',
  localStart: '2026-12-01T02:00',
  durationMinutes: 120,
  recurrence: { frequency: 'weekly', interval: 1, weekdays: [], monthlyBy: 'day', count: 10 },
  componentIds: [],
  autoStart: true,
  autoEnd: true,
  notify: true,
  reminderMinutes: [1_440, 60],
  ...fields,
})

export const makeSeries = async (ctx: Context, fields: Partial<SeriesPlan> = {}): Promise<string> =>
  (await planSeries(ctx, weekly(fields))).seriesId

/** The occurrences of a series that stand on the page, oldest first. */
export const occurrencesIn = (ctx: Context, seriesId: string): Promise<Incident[]> =>
  Incident.query(ctx.db)
    .where({ seriesId })
    .orderBy(['scheduledFor', 'id'])
    .then((found) => found)

/** The subjects of everything sent out about these maintenances, oldest first; `ctx` can write mail. */
export async function subjectsOf(ctx: Context, ids: readonly string[], locale: Locale = 'fr') {
  return (await lettersOf(ctx, ids, locale)).map(({ subject }) => subject)
}

/** Everything sent out about these maintenances as one subscriber reads it, oldest first. */
export async function lettersOf(ctx: Context, ids: readonly string[], locale: Locale = 'fr') {
  const broadcasts = await rows<{ id: string }>(
    ctx.db,
    `select b.id from broadcasts b join incident_updates u on u.id = b.update_id
      where u.incident_id = any(:ids) order by b.created_at, b.id`,
    { ids: [...ids] },
  )
  const reader = {
    id: 1,
    subscriberId: '00000000-0000-4000-8000-000000000001',
    email: 'lectrice@abonnes.test',
    locale,
    attempts: 1,
    claimedUntil: ctx.clock.now(),
  }
  return Promise.all(broadcasts.map(async ({ id }) => (await prepareUpdateMails(ctx, id))(reader)))
}
