import { Temporal } from 'temporal-polyfill'
import type { EventView } from '#app/components/status/types.ts'
import { endOfDay, parisDay, startOfDay } from '#app/domain/calendar/paris.ts'
import { renderMarkdown } from '#app/domain/incidents/markdown.ts'
import { changesOf, isCancellation } from '#app/domain/snapshot/events.ts'
import { descending } from '#app/domain/snapshot/past-months.ts'
import type { PublicIncident, PublicMaintenance, PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { langIn } from '#app/i18n/bilingual.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { incidentPath } from '#app/i18n/status-path.ts'
import { cut, cutView } from '#app/routes/status/cut.ts'

export type PublicEvent = PublicIncident | PublicMaintenance

export const MAX_COMPONENTS = 12

/**
 * Makes what a page shows of an incident or a maintenance, in one language: of its updates the newest `most`, since each
 * text is rendered for it.
 */
export function eventViewer(
  { components }: PublicStatus,
  locale: Locale,
): (event: PublicEvent, most: number) => EventView {
  const names = new Map(components.map(({ id, name }) => [id, name[locale]]))
  return (event, most) => {
    const isMaintenance = event.kind === 'maintenance'
    return {
      id: event.id,
      kind: event.kind,
      name: event.name[locale],
      lang: langIn(event.name, locale),
      status: event.status,
      impact: isMaintenance ? 'maintenance' : event.impact,
      startsAt: startOf(event),
      window: isMaintenance ? { from: event.scheduledFor, until: event.scheduledUntil } : null,
      resolvedAt: event.resolvedAt,
      cancelled: isMaintenance && event.cancelled,
      components: cut(
        event.componentIds.flatMap((id) => names.get(id) ?? []),
        MAX_COMPONENTS,
      ),
      updates: cutView(event.updates, most, (update) => ({
        id: update.id,
        status: update.status,
        html: renderMarkdown(update.markdown[locale]).html,
        lang: langIn(update.markdown, locale),
        at: update.displayAt,
        correctedAt: update.correctedAt,
        rescheduled: update.rescheduled,
        cancelled: isCancellation(event, update),
        affected: cutView(changesOf(update), MAX_COMPONENTS, ({ id, name, from, to }) => ({
          id,
          name: name[locale],
          from,
          to,
        })),
      })),
      href: incidentPath(event.id, locale),
    }
  }
}

/** When it began, or will. */
function startOf(event: PublicEvent): string {
  if (event.kind === 'incident') return event.startedAt
  return event.updates.find(({ status }) => status === 'in_progress')?.displayAt ?? event.scheduledFor
}

/**
 * What began on a day in Paris from `from` to `until`, and not after today; newest first, each with its day. What was
 * cancelled before its day belongs to no past yet.
 */
export function pastEvents(
  status: PublicStatus,
  now: Date,
  [from, until]: readonly [from: Temporal.PlainDate, until: Temporal.PlainDate],
): { day: string; event: PublicEvent }[] {
  const today = parisDay(now)
  const last = Temporal.PlainDate.compare(until, today) < 0 ? until : today
  const [earliest, latest] = [startOfDay(from).toISOString(), endOfDay(last).toISOString()]
  const found: { startsAt: string; event: PublicEvent }[] = []
  for (const { startsAt, event } of begun(status)) {
    if (startsAt >= earliest && startsAt <= latest) found.push({ startsAt, event })
  }
  return found
    .sort((a, b) => descending(a.startsAt, b.startsAt))
    .map(({ startsAt, event }) => ({ day: parisDay(new Date(startsAt)).toString(), event }))
}

/** The day in Paris of the first thing that is known to have happened; null while nothing has. */
export function firstDay(status: PublicStatus): string | null {
  let first: string | null = null
  for (const { startsAt } of begun(status)) if (first === null || startsAt < first) first = startsAt
  return first && parisDay(new Date(first)).toString()
}

function* begun({
  incidents,
  maintenances,
}: PublicStatus): Generator<{ startsAt: string; event: PublicEvent }> {
  for (const event of incidents) yield { startsAt: startOf(event), event }
  for (const event of maintenances)
    if (event.status === 'completed') yield { startsAt: startOf(event), event }
}
