import type { Context } from '#app/domain/context.ts'
import { isPublicId } from '#app/domain/ids.ts'
import { toParisField } from '#app/domain/maintenance/local-time.ts'
import type { ProbeAlerts } from '#app/domain/probes/list-alerts.ts'
import type { ListedProbe, readProbe } from '#app/domain/probes/list-probes.ts'
import { readProposal } from '#app/domain/probes/read-proposal.ts'
import { type ProbeFields, probeSchema } from '#app/domain/probes/schemas.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { textIn } from '#app/i18n/bilingual.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { componentGroups } from '#app/routes/desk/view.ts'

/** A probe as lists and its own page show it. */
export function probeLine(probe: ListedProbe, locale: Locale) {
  return {
    id: probe.id,
    name: probe.name,
    component: textIn(locale, probe, 'component'),
    enabled: probe.enabled,
    failing: probe.failing,
    failures: probe.failures,
    failuresToAlarm: probe.failuresToAlarm,
    failingSince: probe.failingSince?.toISOString() ?? null,
    heldBy: probe.heldBy,
    incidentId: probe.incidentId,
    checkedAt: probe.checkedAt?.toISOString() ?? null,
    outcome: probe.outcome,
    httpStatus: probe.httpStatus,
    responseMs: probe.responseMs,
    results: probe.results.map(({ at, outcome, httpStatus, responseMs }) => ({
      at: at.toISOString(),
      outcome,
      httpStatus,
      responseMs,
    })),
  }
}

/** A probe as its form shows it. */
export function probeValues(probe: ListedProbe): Partial<ProbeFields> {
  const names = Object.keys(probeSchema.shape) as (keyof ProbeFields)[]
  return Object.fromEntries(names.map((name) => [name, probe[name] ?? undefined]))
}

/** How a probe is set, for its page. */
export const probeSettings = (probe: ListedProbe) => ({
  method: probe.method,
  url: probe.url,
  expectedFrom: probe.expectedFrom,
  expectedUntil: probe.expectedUntil,
  expectedText: probe.expectedText,
  intervalSeconds: probe.intervalSeconds,
  timeoutSeconds: probe.timeoutSeconds,
  failuresToAlarm: probe.failuresToAlarm,
  successesToRecover: probe.successesToRecover,
  mode: probe.mode,
  status: probe.status,
  resolveAfterMinutes: probe.resolveAfterMinutes,
})

/** What a probe has proposed, and what became of it. */
export const probeAlarms = ({ alarms }: Awaited<ReturnType<typeof readProbe>>) =>
  alarms.map(({ since, closedAt, ...alarm }) => ({
    ...alarm,
    since: since.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  }))

/** The components that a probe can speak of, in the order of the page. */
export async function componentChoices(ctx: Context, locale: Locale) {
  const groups = await componentGroups(ctx, locale)
  return groups.flatMap(({ name: group, components }) =>
    components.map(({ id, name }) => ({ value: id, label: group ? `${group} – ${name}` : name })),
  )
}

/** What the probes have to say to a publisher, for the desk. */
export function probeAlerts(alerts: ProbeAlerts, locale: Locale) {
  const { proposals, dismissed, recovered, reachesNothing } = alerts
  return {
    proposals: proposals.map((proposal) => ({
      ...proposal,
      component: textIn(locale, proposal, 'component'),
      since: proposal.since.toISOString(),
    })),
    dismissed: dismissed.map(({ since, ...probe }) => ({ ...probe, since: since.toISOString() })),
    recovered: recovered.map((probe) => ({
      ...probe,
      incident: textIn(locale, probe, 'name'),
      quietSince: probe.quietSince.toISOString(),
    })),
    reachesNothing,
  }
}

/** The proposal that an address names; null without one. NotFound for what is no id. */
export function proposalParam(url: URL): string | null {
  const id = url.searchParams.get('proposal')
  return id === null ? null : idParam(id, isPublicId)
}

/** What the form of a new incident begins with when a probe proposed it. */
export async function proposedIncident(ctx: Context, url: URL) {
  const id = proposalParam(url)
  if (!id) return null
  const { componentId, status, since, bodyFr, bodyEn } = await readProposal(ctx, id)
  return {
    id,
    values: { bodyFr, bodyEn, displayAt: toParisField(since) },
    chosen: { [componentId]: status as string },
  }
}
