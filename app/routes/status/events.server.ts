import type { EventView } from '#app/components/status/types.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { changesOf, isCancellation } from '#app/domain/snapshot/events.ts'
import type { PublicIncident, PublicMaintenance, PublicStatus } from '#app/domain/snapshot/public-status.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { incidentPath } from '#app/i18n/status-path.ts'
import { cut, cutView } from '#app/routes/status/cut.ts'

export type PublicEvent = PublicIncident | PublicMaintenance

export const MAX_COMPONENTS = 12

/** Makes what a page shows of an incident or a maintenance, in one language. */
export function eventViewer({ components }: PublicStatus, locale: Locale): (event: PublicEvent) => EventView {
  const names = new Map(components.map(({ id, name }) => [id, name[locale]]))
  return (event) => {
    const isMaintenance = event.kind === 'maintenance'
    return {
      id: event.id,
      kind: event.kind,
      name: event.name[locale],
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
      updates: event.updates.map((update) => ({
        id: update.id,
        status: update.status,
        html: update.html[locale],
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
 * Everything that is over or went on up to the day of `now`, by the day in Paris on which it began; newest
 * first. What was cancelled before its day belongs to no past yet.
 */
export function pastEvents(status: PublicStatus, now: Date): { day: string; event: PublicEvent }[] {
  const today = parisDay(now).toString()
  const over = status.maintenances.filter((one) => one.status === 'completed')
  return [...status.incidents, ...over]
    .map((event) => ({ startsAt: startOf(event), event }))
    .sort((a, b) => b.startsAt.localeCompare(a.startsAt))
    .map(({ startsAt, event }) => ({ day: parisDay(new Date(startsAt)).toString(), event }))
    .filter(({ day }) => day <= today)
}
