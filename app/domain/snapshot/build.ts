import { createHash } from 'node:crypto'
import { type ComponentStatus, worstOf } from '#app/domain/components/status.ts'
import type { Context } from '#app/domain/context.ts'
import { asWindow, effectiveStatus, isActive } from '#app/domain/maintenance/effective-status.ts'
import { overallIndicator } from '#app/domain/snapshot/overall.ts'
import type { Capability, PublicComponent, PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { readStatusRecords, StatusMemory, type StatusRecords } from '#app/domain/snapshot/records.ts'
import {
  type DaySpan,
  measureUptime,
  PAGE_ZONE,
  pageDays,
  type StatusSince,
} from '#app/domain/snapshot/uptime.ts'
import { textsOf } from '#app/i18n/bilingual.ts'
import type { Component, Incident } from '#db/models/status.ts'

/**
 * The public status at `now`, from the tables of the status half alone. Windows that begin and end by
 * themselves count from their own times, so the page is right while no worker runs. With the `memory` of the one
 * before, only what changed since is read and made anew.
 */
export async function buildPublicStatus(
  ctx: Context,
  now = ctx.clock.now(),
  memory = new StatusMemory(),
): Promise<PublicStatus> {
  const days = pageDays(now)
  const records = await readStatusRecords(ctx, new Date(days.start), memory)
  const { incidents, maintenances } = memory.shapes.publicEvents(records, now)
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
function claimsInForce({ events }: StatusRecords, now: Date): Map<string, ComponentStatus[]> {
  const said = new Map<string, ComponentStatus[]>()
  for (const { incident, claims } of events) {
    if (!isInForce(incident, now)) continue
    for (const { componentId, status } of claims)
      said.set(componentId, [...(said.get(componentId) ?? []), status])
  }
  return said
}

function isInForce(incident: Incident, now: Date): boolean {
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

function newest({ groups, components, events }: StatusRecords, now: Date): Date {
  let latest = 0
  const look = ({ updatedAt }: { updatedAt: Date }) => {
    latest = Math.max(latest, updatedAt.getTime())
  }
  for (const one of [...groups, ...components]) look(one)
  for (const { incident, updates } of events) for (const one of [incident, ...updates]) look(one)
  return latest > 0 ? new Date(latest) : now
}

function nextBoundary({ events }: StatusRecords, dayEnds: number, now: Date): Date {
  let next = dayEnds
  for (const { incident } of events) {
    if (incident.resolvedAt !== null) continue
    for (const at of [incident.scheduledFor, incident.scheduledUntil])
      if (at && at > now) next = Math.min(next, at.getTime())
  }
  return new Date(next)
}
