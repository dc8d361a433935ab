import { listComponents, type readComponent } from '#app/domain/components/list-components.ts'
import type { ComponentStatus } from '#app/domain/components/status.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import type { ListedEvent, OpenEvent } from '#app/domain/incidents/list-events.ts'
import { renderMarkdown } from '#app/domain/incidents/markdown.ts'
import type { readEvent } from '#app/domain/incidents/read-event.ts'
import { parisTime } from '#app/domain/maintenance/local-time.ts'
import { langIn, textIn, writtenText } from '#app/i18n/bilingual.ts'
import type { Locale } from '#app/i18n/locales.ts'

/** Components by group, as the desk offers them: a group without any would be a heading over nothing. */
export async function componentGroups(ctx: Context, locale: Locale) {
  const groups = await allGroups(ctx, locale)
  return groups.filter(({ components }) => components.length > 0)
}

/** The same with the groups that are empty, for the page that manages them. */
export async function allGroups(ctx: Context, locale: Locale) {
  const listed = await listComponents(ctx)
  return listed.map(({ group, components }) => ({
    id: group?.id ?? null,
    name: group && textIn(locale, group, 'name'),
    components: components.map((component) => ({
      id: component.id,
      name: textIn(locale, component, 'name'),
      status: component.status,
      shown: component.shown,
    })),
  }))
}

/** An incident or maintenance in one line. */
export function eventLine({ incident, claims, cancelled }: ListedEvent, locale: Locale) {
  return {
    id: incident.id,
    kind: incident.kind,
    name: textIn(locale, incident, 'name'),
    lang: langIn(writtenText(incident, 'name'), locale),
    status: incident.status,
    impact: incident.impact,
    startsAt: (incident.scheduledFor ?? incident.startedAt).toISOString(),
    until: incident.scheduledUntil?.toISOString() ?? null,
    resolvedAt: incident.resolvedAt?.toISOString() ?? null,
    cancelled,
    seriesId: incident.seriesId,
    version: incident.version,
    components: claims.map((claim) => ({
      id: claim.componentId,
      name: textIn(locale, claim, 'name'),
      status: claim.status,
      archived: claim.archived,
    })),
  }
}

/** What goes on now, with how long it has been going on and been silent, in seconds. */
export function ongoingLine(event: OpenEvent, locale: Locale, now: Date) {
  const secondsSince = (at: Date) => Math.max(0, (now.getTime() - at.getTime()) / 1000)
  const { incident, latest } = event
  return {
    ...eventLine(event, locale),
    lastsSeconds: secondsSince(incident.scheduledFor ?? incident.startedAt),
    silentSeconds: latest && secondsSince(latest.displayAt),
    told: latest?.recipients ? { settled: latest.settled, recipients: latest.recipients } : null,
  }
}

/** Everything said of an incident or maintenance, for its page. */
export function toldUpdates({ updates }: Awaited<ReturnType<typeof readEvent>>) {
  return updates.map(({ bodyFr, bodyEn, bodyWrittenIn, displayAt, correctedAt, ...update }) => ({
    ...update,
    html: { fr: renderMarkdown(bodyFr).html, en: renderMarkdown(bodyEn).html },
    writtenIn: writtenText({ bodyFr, bodyEn, bodyWrittenIn }, 'body').writtenIn,
    displayAt: displayAt.toISOString(),
    correctedAt: correctedAt?.toISOString() ?? null,
  }))
}

/** The components that a form says something of. */
export const chosenClaims = (given: readonly { id: string; status?: ComponentStatus }[]) =>
  given.flatMap(({ id, status }) => (status ? [{ id, status }] : []))

/** A clock time of Paris from a form; Invalid where that day does not exist. */
export function timeFrom(text: string): Date {
  try {
    return parisTime(text)
  } catch (error) {
    if (error instanceof RangeError) throw invalid('publish.badTime')
    throw error
  }
}

/** The groups that a component can go into. */
export async function groupChoices(ctx: Context, locale: Locale) {
  const groups = await allGroups(ctx, locale)
  return groups.flatMap(({ id, name }) => (id && name ? [{ id, name }] : []))
}

/** A component as its form shows it. */
export const componentValues = (component: Awaited<ReturnType<typeof readComponent>>) => ({
  groupId: component.groupId ?? undefined,
  nameFr: component.nameFr,
  nameEn: component.nameEn,
  descriptionFr: component.descriptionFr,
  descriptionEn: component.descriptionEn,
  shown: component.shown,
  startDate: component.startDate,
  capability: component.capability ?? undefined,
  neededToSubmitDocuments: component.neededToSubmitDocuments,
})
