import { incidentPath } from '#app/components/status/paths.ts'
import type {
  ComponentView,
  EventView,
  GroupView,
  StatusView,
  StretchView,
} from '#app/components/status/types.ts'
import { parisDay, plainDay } from '#app/domain/calendar/paris.ts'
import { isActive } from '#app/domain/maintenance/effective-status.ts'
import { freshnessOf } from '#app/domain/snapshot/freshness.ts'
import type {
  PublicComponent,
  PublicIncident,
  PublicMaintenance,
  PublicStatus,
} from '#app/domain/snapshot/public-status.ts'
import type { Locale } from '#app/http/locale.server.ts'
import type { Snapshot } from '#app/http/snapshot-holder.ts'

const RECENT_DAYS = 15
const SEVERITY = ['maintenance', 'none', 'minor', 'major', 'critical']

/** The status page in one language. */
export function statusView(snapshot: Snapshot, locale: Locale, now: Date): StatusView {
  const { status } = snapshot
  const view = (event: PublicIncident | PublicMaintenance) => eventView(status, event, locale)
  const openIncidents = status.incidents.filter(({ resolvedAt }) => resolvedAt === null).map(view)
  const active = status.maintenances.filter(({ status }) => isActive(status)).map(view)
  const ongoing = [...openIncidents, ...active].sort(
    (a, b) => SEVERITY.indexOf(b.impact) - SEVERITY.indexOf(a.impact),
  )
  return {
    indicator: status.indicator,
    staleMinutes: freshnessOf(snapshot.confirmedAt, now).staleMinutes,
    confirmedAt: snapshot.confirmedAt.toISOString(),
    capabilities: status.capabilities,
    ongoing,
    upcoming: status.maintenances
      .filter(({ status }) => status === 'scheduled')
      .map(view)
      .reverse(),
    groups: groupViews(status, locale),
    recent: recentDays(status, locale, now),
  }
}

function groupViews(status: PublicStatus, locale: Locale): GroupView[] {
  const inGroup = (id: string | null) =>
    status.components
      .filter(({ groupId }) => groupId === id)
      .map((component) => componentView(status, component, locale))
  const groups: GroupView[] = status.groups.map(({ id, name }) => ({
    id,
    name: name[locale],
    components: inGroup(id),
  }))
  const alone = inGroup(null)
  const single = groups.length === 0 ? [] : groups
  return alone.length > 0 ? [...single, { id: 'others', name: null, components: alone }] : single
}

function componentView(status: PublicStatus, component: PublicComponent, locale: Locale): ComponentView {
  return {
    id: component.id,
    name: component.name[locale],
    description: component.description[locale],
    status: component.status,
    uptime: component.uptime,
    days: status.days.map((day, index) => {
      const outage = component.outages[day]
      return {
        day,
        state: component.states[index] ?? 'no_data',
        downSeconds: outage ? outage.majorSeconds + outage.partialSeconds : 0,
      }
    }),
  }
}

/** One incident or maintenance in one language. */
export function eventView(
  { components }: PublicStatus,
  event: PublicIncident | PublicMaintenance,
  locale: Locale,
): EventView {
  const names = new Map(components.map(({ id, name }) => [id, name[locale]]))
  const isMaintenance = event.kind === 'maintenance'
  const begun = event.updates.find(({ status }) => status === 'in_progress')
  return {
    id: event.id,
    kind: event.kind,
    name: event.name[locale],
    status: event.status,
    impact: isMaintenance ? 'maintenance' : event.impact,
    startsAt: isMaintenance ? (begun?.displayAt ?? event.scheduledFor) : event.startedAt,
    until: isMaintenance ? event.scheduledUntil : null,
    resolvedAt: event.resolvedAt,
    cancelled:
      isMaintenance &&
      event.status === 'completed' &&
      event.resolvedAt !== null &&
      event.resolvedAt < event.scheduledFor &&
      !begun,
    components: event.componentIds.flatMap((id) => names.get(id) ?? []),
    updates: event.updates.map((update) => ({
      id: update.id,
      status: update.status,
      html: update.html[locale],
      at: update.displayAt,
      correctedAt: update.correctedAt,
    })),
    href: incidentPath(event.id, locale),
  }
}

/** Everything that is over or went on, by the day in Paris on which it began; newest first. */
export function pastEvents(status: PublicStatus, locale: Locale): { day: string; event: EventView }[] {
  const over = status.maintenances.filter((one) => one.status === 'completed')
  return [...status.incidents, ...over]
    .map((event) => eventView(status, event, locale))
    .map((event) => ({ day: parisDay(new Date(event.startsAt)).toString(), event }))
    .sort((a, b) => b.event.startsAt.localeCompare(a.event.startsAt))
}

function recentDays(status: PublicStatus, locale: Locale, now: Date): StretchView[] {
  const today = parisDay(now)
  const oldest = today.subtract({ days: RECENT_DAYS - 1 }).toString()
  const byDay = Map.groupBy(
    pastEvents(status, locale).filter(({ day }) => day >= oldest),
    ({ day }) => day,
  )
  const stretches: StretchView[] = []
  for (let day = today; day.toString() >= oldest; day = day.subtract({ days: 1 })) {
    const events = (byDay.get(day.toString()) ?? []).map(({ event }) => event)
    const last = stretches.at(-1)
    if (events.length === 0 && last?.events.length === 0) {
      stretches[stretches.length - 1] = { ...last, from: day.toString() }
    } else stretches.push({ from: day.toString(), until: day.toString(), events })
  }
  return stretches
}

/** "2026-11" */
export const monthOf = (day: string) => day.slice(0, 7)

/** The first day of a month, or null for what is no month. */
export function firstDayOf(month: string) {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? plainDay(`${month}-01`) : null
}
