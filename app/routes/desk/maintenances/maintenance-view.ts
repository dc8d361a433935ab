import type { Warning } from '#app/components/maintenance/warnings.tsx'
import { countRecipients } from '#app/domain/broadcasts/audience.ts'
import { PARIS } from '#app/domain/calendar/paris.ts'
import { MINUTE_MS } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import type { readEvent } from '#app/domain/incidents/read-event.ts'
import { NEXT_STATUSES } from '#app/domain/incidents/transitions.ts'
import type { Conflict } from '#app/domain/maintenance/conflicts.ts'
import { listConflicts } from '#app/domain/maintenance/list-conflicts.ts'
import { toParisField } from '#app/domain/maintenance/local-time.ts'
import type { ReadSeries } from '#app/domain/maintenance/read-series.ts'
import type { RecurringWindow } from '#app/domain/maintenance/recurrence.ts'
import { recurrenceFrom } from '#app/domain/maintenance/schemas.ts'
import type { SeriesPlan } from '#app/domain/maintenance/series.ts'
import { asTyped, langIn, textIn, writtenText } from '#app/i18n/bilingual.ts'
import { formatList, formatTime } from '#app/i18n/format.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { recurrenceSentence } from '#app/i18n/recurrence.ts'
import type { Translate } from '#app/i18n/translate.ts'
import { timeFrom } from '#app/routes/desk/view.ts'

/** The window that a form gives, in instants. */
export const windowFrom = (form: { scheduledFor: string; scheduledUntil: string }) => ({
  scheduledFor: timeFrom(form.scheduledFor),
  scheduledUntil: timeFrom(form.scheduledUntil),
})

/** The plan of a series as its form gives it, with the zone that its rule is counted in. */
export function seriesFrom(form: Parameters<typeof recurrenceFrom>[0]) {
  const { scheduledFor, scheduledUntil } = windowFrom(form)
  return {
    ...form,
    recurrence: recurrenceFrom(form),
    localStart: form.scheduledFor.slice(0, 'YYYY-MM-DDTHH:MM'.length),
    durationMinutes: Math.round((scheduledUntil.getTime() - scheduledFor.getTime()) / MINUTE_MS),
    timeZone: PARIS,
  } satisfies SeriesPlan & RecurringWindow
}

/** What speaks against some windows, each thing said once. */
export function warningsOf(
  t: Translate,
  locale: Locale,
  windows: readonly { scheduledFor: Date }[],
  conflicts: readonly (readonly Conflict[])[],
): Warning[] {
  const dayOf = (at: Date | string) => formatTime(locale, at, 'date')
  const all = conflicts.flat()
  const cutoffs = all.flatMap((one) => (one.kind === 'payoutCutoff' ? [dayOf(one.at)] : []))
  const warnings = [
    ...all
      .flatMap((one) => (one.kind === 'incident' || one.kind === 'maintenance' ? [one.event] : []))
      .map(
        (event): Warning => ({
          text: t(`maintenance:conflict.${event.kind}`, { name: textIn(locale, event, 'name') }),
          to: `/desk/${event.kind}s/${event.id}`,
        }),
      ),
    ...(cutoffs.length > 0
      ? [plain(t('maintenance:conflict.payoutCutoff', { days: formatList(locale, cutoffs) }))]
      : []),
    ...conflicts.flatMap((found, index) =>
      found.flatMap((one) => {
        if (one.kind !== 'deadlines') return []
        const day = dayOf(windows[index]?.scheduledFor ?? '')
        return [plain(t('maintenance:conflict.deadlines', { count: one.merchants, day }))]
      }),
    ),
    ...all.flatMap((one) => {
      if (one.kind !== 'holiday') return []
      const holiday = t(`maintenance:holiday.${one.holiday}`)
      return [plain(t('maintenance:conflict.holiday', { holiday, day: dayOf(`${one.day}T12:00:00Z`) }))]
    }),
  ]
  return [...new Map(warnings.map((warning) => [warning.text, warning])).values()]
}

const plain = (text: string): Warning => ({ text, to: null })

type FoundMaintenance = Awaited<ReturnType<typeof readEvent>>

/** What may be said next. Calling off what has not begun is a question of its own. */
export const nextSteps = ({ incident }: FoundMaintenance) =>
  NEXT_STATUSES[incident.status].filter((next) => incident.status !== 'scheduled' || next !== 'completed')

/** How many would be told of it now. */
export const recipientsOf = (ctx: Context, componentIds: readonly string[]): Promise<number> =>
  countRecipients(ctx, { kind: 'maintenance', componentIds })

/** What speaks against a maintenance that has not begun. */
export async function warningsFor(
  ctx: Context,
  { incident, claims }: FoundMaintenance,
  t: Translate,
  locale: Locale,
): Promise<Warning[]> {
  const { id, scheduledFor, scheduledUntil } = incident
  if (incident.status !== 'scheduled' || !scheduledFor || !scheduledUntil) return []
  const windows = [{ scheduledFor, scheduledUntil }]
  const componentIds = claims.map(({ componentId }) => componentId)
  return warningsOf(t, locale, windows, await listConflicts(ctx, { windows, componentIds, exceptIds: [id] }))
}

/** What a series is called, its rule in a sentence, and what it touches. */
export function seriesView({ series, window, components }: ReadSeries, t: Translate, locale: Locale) {
  return {
    name: textIn(locale, series, 'name'),
    lang: langIn(writtenText(series, 'name'), locale),
    rule: recurrenceSentence(t, locale, window),
    components: components.map((component) => textIn(locale, component, 'name')),
  }
}

/** A series as its form shows it. */
export function seriesValues({ series, window, components }: ReadSeries) {
  const { frequency, interval, weekdays, monthlyBy, until, count } = window.recurrence
  const end = timeFrom(series.localStart).getTime() + series.durationMinutes * MINUTE_MS
  return {
    ...asTyped(series, 'name'),
    ...asTyped(series, 'body'),
    scheduledFor: series.localStart,
    scheduledUntil: toParisField(new Date(end)),
    repeat: frequency,
    interval: String(interval),
    weekdays: [...weekdays],
    monthlyBy,
    ends: until ? ('until' as const) : ('count' as const),
    until,
    count: count === undefined ? undefined : String(count),
    componentIds: components.map(({ id }) => id),
    autoStart: series.autoStart,
    autoEnd: series.autoEnd,
    notify: series.notify,
    reminderMinutes: series.reminderMinutes.map(String),
  }
}
