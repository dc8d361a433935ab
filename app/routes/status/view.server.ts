import type { AllComponents, Cut, GroupsOnly, StatusView, StretchView } from '#app/components/status/types.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { foldSeries } from '#app/domain/maintenance/fold-series.ts'
import { ongoing } from '#app/domain/snapshot/banner.ts'
import { WITHOUT_GROUP } from '#app/domain/snapshot/group-pages.ts'
import type { PublicComponent, PublicStatus } from '#app/domain/snapshot/public-status.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { Bars, worstFirst } from '#app/routes/status/bars.server.ts'
import { cut, cutView } from '#app/routes/status/cut.ts'
import { eventViewer, pastEvents } from '#app/routes/status/events.server.ts'

const RECENT_DAYS = 15
/** Of each list on the main page, which stays readable however much there is. */
const MAX_EVENTS = 10
/** Of what goes on now: what was said last. */
const NEWEST_UPDATES = 2
/** Of a series, beside its next window. */
const MAX_LATER = 3
/** With more components the page shows groups. */
const MAX_COMPONENTS = 60
const MAX_GROUPS = 40

/** The status page in one language. */
export function statusView(status: PublicStatus, locale: Locale, now: Date): StatusView {
  const view = eventViewer(status, locale)
  const scheduled = status.maintenances.filter(({ status }) => status === 'scheduled').reverse()
  const upcoming = foldSeries(scheduled, ({ seriesId }) => seriesId)
  return {
    indicator: status.indicator,
    capabilities: status.capabilities,
    ongoing: cutView(ongoing(status), MAX_EVENTS, (event) => view(event, NEWEST_UPDATES)),
    upcoming: cutView(upcoming, MAX_EVENTS, ({ next, later }) => ({
      ...view(next, 1),
      later: cutView(later, MAX_LATER, ({ scheduledFor }) => scheduledFor),
    })),
    components: componentsView(status, locale),
    recent: recentDays(status, view, now),
  }
}

interface Group {
  readonly id: string
  /** Null for components without a group. */
  readonly name: string | null
  readonly members: readonly PublicComponent[]
}

/** The groups of the page in order, each with its components; those without a group last. */
export function groupsOf(status: PublicStatus, locale: Locale): Group[] {
  const members = Map.groupBy(status.components, ({ groupId }) => groupId)
  const named = status.groups.map(({ id, name }) => ({
    id,
    name: name[locale],
    members: members.get(id) ?? [],
  }))
  const alone = { id: WITHOUT_GROUP, name: null, members: members.get(null) ?? [] }
  return [...named, alone].filter(({ members }) => members.length > 0)
}

function componentsView(status: PublicStatus, locale: Locale): AllComponents | GroupsOnly {
  const bars = new Bars(status, locale)
  const groups = groupsOf(status, locale)
  if (status.components.length <= MAX_COMPONENTS) {
    return {
      kind: 'all',
      groups: groups.map(({ id, name, members }) => ({
        id,
        name,
        components: members.map((component) => bars.component(component)),
      })),
    }
  }
  const summaries = groups.map(({ id, name, members }) => bars.group(id, name, members))
  // Where not all of them fit, none that is in trouble may be missing.
  const sorted = groups.length <= MAX_GROUPS ? summaries : summaries.sort(worstFirst)
  return { kind: 'groups', groups: cut(sorted, MAX_GROUPS) }
}

function recentDays(status: PublicStatus, view: ReturnType<typeof eventViewer>, now: Date): Cut<StretchView> {
  const today = parisDay(now)
  const first = today.subtract({ days: RECENT_DAYS - 1 })
  const { shown, others } = cut(pastEvents(status, now, [first, today]), MAX_EVENTS)
  const byDay = Map.groupBy(shown, ({ day }) => day)
  // Days whose events did not fit are not quiet: the list ends before them.
  const last = others > 0 ? (shown.at(-1)?.day ?? first.toString()) : first.toString()
  const stretches: StretchView[] = []
  for (let day = today; day.toString() >= last; day = day.subtract({ days: 1 })) {
    const events = (byDay.get(day.toString()) ?? []).map(({ event }) => view(event, 1))
    const previous = stretches.at(-1)
    if (events.length === 0 && previous?.events.length === 0) {
      stretches[stretches.length - 1] = { ...previous, from: day.toString() }
    } else stretches.push({ from: day.toString(), until: day.toString(), events })
  }
  return { shown: stretches, others }
}
