import { DAY_MS } from '#app/domain/clock.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { conflict, notFound, preconditionFailed } from '#app/domain/errors.ts'
import type { MaintenanceSeriesId } from '#app/domain/ids.ts'
import { bothLanguages } from '#app/domain/incidents/texts.ts'
import {
  fromRRule,
  type Occurrence,
  occurrencesOf,
  type RecurringWindow,
} from '#app/domain/maintenance/recurrence.ts'
import type { Recurrence } from '#app/domain/maintenance/schemas.ts'
import type { WrittenText } from '#app/i18n/bilingual.ts'
import { MaintenanceSeries, MaintenanceSeriesComponent } from '#db/models/status.ts'

/** What a publisher says of a series. */
export interface SeriesPlan {
  nameFr?: string
  nameEn?: string
  bodyFr?: string
  bodyEn?: string
  /** Of the first window, on the clocks of Paris: "2026-12-01T02:00". */
  localStart: string
  durationMinutes: number
  recurrence: Recurrence
  componentIds: readonly string[]
  autoStart: boolean
  autoEnd: boolean
  /** Also for the reminders and the notices of start and end of each occurrence. */
  notify: boolean
  reminderMinutes: readonly number[]
}

export const seriesTexts = (plan: SeriesPlan): { name: WrittenText; body: WrittenText } => ({
  name: bothLanguages(plan.nameFr, plan.nameEn, 'publish.nameMissing'),
  body: bothLanguages(plan.bodyFr, plan.bodyEn, 'publish.textMissing'),
})

/** The rule of a stored series. */
export const windowOf = (series: MaintenanceSeries): RecurringWindow => ({
  recurrence: fromRRule(series.rrule, series.timeZone),
  localStart: series.localStart,
  timeZone: series.timeZone,
  durationMinutes: series.durationMinutes,
})

/** How far ahead occurrences stand on the page: eight weeks, no more than eight, and always the next one. */
const AHEAD = { weeks: 8, atMost: 8 }

/** The occurrences that should be planned at `now`. */
export function occurrencesAhead(window: RecurringWindow, now: Date): Occurrence[] {
  const horizon = new Date(now.getTime() + AHEAD.weeks * 7 * DAY_MS)
  return occurrencesOf(window)
    .filter(({ scheduledUntil }) => scheduledUntil > now)
    .slice(0, AHEAD.atMost)
    .filter(({ scheduledFor }, index) => index === 0 || scheduledFor <= horizon)
}

/** Locks a series that goes on, as the publisher saw it. NotFound, Conflict, or PreconditionFailed once stopped. */
export async function takeSeries(
  tx: TransactionContext,
  id: string,
  version: number,
): Promise<MaintenanceSeries> {
  const series = await MaintenanceSeries.query(tx.db).findById(id).forUpdate()
  if (!series) throw notFound()
  if (series.version !== version) throw conflict('maintenance.seriesChanged')
  if (series.stoppedAt) throw preconditionFailed('maintenance.seriesStopped')
  return series
}

/** Replaces the components that a series touches. */
export async function saveSeriesComponents(
  tx: TransactionContext,
  seriesId: MaintenanceSeriesId,
  componentIds: readonly string[],
): Promise<void> {
  await MaintenanceSeriesComponent.query(tx.db).delete().where({ seriesId })
  const components = [...new Set(componentIds)].map((componentId) => ({ seriesId, componentId }))
  if (components.length > 0) await MaintenanceSeriesComponent.query(tx.db).insert(components)
}

/** What the audit keeps of a series. */
export const auditedSeries = (series: MaintenanceSeries) => ({
  nameFr: series.nameFr,
  nameEn: series.nameEn,
  nameWrittenIn: series.nameWrittenIn,
  rrule: series.rrule,
  localStart: series.localStart,
  durationMinutes: series.durationMinutes,
  autoStart: series.autoStart,
  autoEnd: series.autoEnd,
  notify: series.notify,
  reminderMinutes: series.reminderMinutes,
  stoppedAt: series.stoppedAt,
  version: series.version,
})
