import { createHash } from 'node:crypto'
import { type ComponentStatus, worstOf } from '#app/domain/components/status.ts'
import type { Context } from '#app/domain/context.ts'
import { asWindow, effectiveStatus, isActive } from '#app/domain/maintenance/effective-status.ts'
import { publicEvents } from '#app/domain/snapshot/events.ts'
import { overallIndicator } from '#app/domain/snapshot/overall.ts'
import type { Capability, PublicComponent, PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { readStatusRecords, type StatusRecords } from '#app/domain/snapshot/records.ts'
import {
  type DaySpan,
  measureUptime,
  PAGE_ZONE,
  pageDays,
  type StatusSince,
} from '#app/domain/snapshot/uptime.ts'
import { textsOf } from '#app/i18n/bilingual.ts'
import type { Component } from '#db/models/status.ts'

/**
 * The public status at `now`, from the tables of the status half alone. Windows that begin and end by
 * themselves count from their own times, so the page is right while no worker runs.
 */
export async function buildPublicStatus(ctx: Context, now = ctx.clock.now()): Promise<PublicStatus> {
  const days = pageDays(now)
  const records = await readStatusRecords(ctx, new Date(days.start))
  const { incidents, maintenances } = publicEvents(records, now)
  const components = publicComponents(records, days.spans, now)
  const open = incidents.filter((incident) => incident.resolvedAt === null)
  return {
    builtAt: now.toISOString(),
    timeZone: PAGE_ZONE,
    page: {
      id: createHash('sha256').update(ctx.settings.statusUrl).digest('hex').slice(0, 12),
      name: ctx.settings.provider.name,
      url: ctx.settings.statusUrl,
    },
    updatedAt: newest(records, now).toISOString(),
    indicator: overallIndicator({
      components: components.map(({ status }) => status),
      incidents: open.map(({ impact }) => impact),
      maintenanceActive: maintenances.some(({ status }) => isActive(status)),
    }),
    capabilities: capabilityStates(components),
    days: days.spans.map(({ day }) => day),
    groups: records.groups
      .filter(({ id }) => components.some(({ groupId }) => groupId === id))
      .map((group) => ({
        id: group.id,
        name: textsOf(group, 'name'),
        position: group.position,
        createdAt: group.createdAt.toISOString(),
        updatedAt: group.updatedAt.toISOString(),
      })),
    components,
    incidents,
    maintenances,
    nextBoundaryAt: nextBoundary(records, days.end, now).toISOString(),
  }
}

function publicComponents(records: StatusRecords, spans: readonly DaySpan[], now: Date): PublicComponent[] {
  const said = claimsInForce(records, now)
  const histories = new Map<string, StatusSince[]>()
  for (const { componentId, status, at } of records.changes) {
    const history = histories.get(componentId) ?? []
    history.push({ status, at: at.getTime() })
    histories.set(componentId, history)
  }
  const order = new Map(records.groups.map(({ id }, index) => [id, index]))
  const groupOrder = ({ groupId }: Component) => order.get(groupId ?? '') ?? order.size
  return records.components
    .filter(({ deletedAt }) => deletedAt === null)
    .sort((a, b) => groupOrder(a) - groupOrder(b) || a.position - b.position)
    .map((component) => ({
      id: component.id,
      groupId: component.groupId,
      name: textsOf(component, 'name'),
      description: textsOf(component, 'description'),
      position: component.position,
      startDate: component.startDate,
      capability: component.capability,
      status: worstOf(said.get(component.id) ?? []),
      createdAt: component.createdAt.toISOString(),
      updatedAt: component.updatedAt.toISOString(),
      ...measureUptime(histories.get(component.id) ?? [], spans, component.startDate, now),
    }))
}

/** What open incidents and active windows say of each component at `now`. */
function claimsInForce({ incidents, claims }: StatusRecords, now: Date): Map<string, ComponentStatus[]> {
  const inForce = new Set(incidents.filter((incident) => isInForce(incident, now)).map(({ id }) => id))
  const said = new Map<string, ComponentStatus[]>()
  for (const { incidentId, componentId, status } of claims) {
    if (inForce.has(incidentId)) said.set(componentId, [...(said.get(componentId) ?? []), status])
  }
  return said
}

function isInForce(incident: StatusRecords['incidents'][number], now: Date): boolean {
  const window = asWindow(incident)
  return window ? isActive(effectiveStatus(window, now)) : incident.resolvedAt === null
}

function capabilityStates(components: readonly PublicComponent[]) {
  const all: Capability[] = ['payments', 'payouts']
  return all.flatMap((capability) => {
    const carriers = components.filter((component) => component.capability === capability)
    return carriers.length > 0 ? [{ capability, status: worstOf(carriers.map(({ status }) => status)) }] : []
  })
}

function newest({ groups, components, incidents, updates }: StatusRecords, now: Date): Date {
  const times = [groups, components, incidents, updates].flatMap((list) =>
    list.map(({ updatedAt }) => updatedAt.getTime()),
  )
  const latest = times.reduce((a, b) => Math.max(a, b), 0)
  return latest > 0 ? new Date(latest) : now
}

function nextBoundary({ incidents }: StatusRecords, dayEnds: number, now: Date): Date {
  const windows = incidents.flatMap(({ resolvedAt, scheduledFor, scheduledUntil }) =>
    resolvedAt === null && scheduledFor && scheduledUntil ? [scheduledFor, scheduledUntil] : [],
  )
  const ahead = windows.map((at) => at.getTime()).filter((at) => at > now.getTime())
  return new Date(Math.min(dayEnds, ...ahead))
}
