import type { ComponentStatus } from '#app/domain/components/status.ts'
import type { Context } from '#app/domain/context.ts'
import { type OpenIncident, openIncident } from '#app/domain/incidents/open-incident.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import type { Database } from '#db/client.ts'
import { Component, ComponentStatusChange, Incident } from '#db/models/status.ts'
import { createPublisher, statusContext } from '#tests/factories/component.ts'

/** An open incident that gives each named component a status. */
export async function makeIncident(
  ctx: Context,
  components: Record<string, ComponentStatus>,
  fields: Partial<OpenIncident> = {},
): Promise<string> {
  const { incidentId } = await openIncident(ctx, {
    status: 'investigating',
    bodyFr: 'Nous cherchons la cause.',
    components: Object.entries(components).map(([id, status]) => ({ id, status })),
    notify: false,
    nameFr: 'Paiements ralentis',
    nameEn: 'Slow payments',
    ...fields,
  })
  return incidentId
}

/** Resolves it, whatever happened to it before. */
export async function resolveIncident(ctx: Context, incidentId: string): Promise<void> {
  const { version } = await Incident.query(ctx.db).findById(incidentId).throwIfNotFound()
  await publishUpdate(ctx, {
    incidentId,
    version,
    status: 'resolved',
    bodyFr: 'Tout est rétabli.',
    components: [],
    notify: false,
  })
}

export type IncidentDesk = Awaited<ReturnType<typeof incidentDesk>>

/** A publisher on 23 November 2026, and what became of incidents and components. */
export async function incidentDesk(db: Database) {
  const publisher = await createPublisher(db)
  return {
    publisher,
    /** At this hour and minute, UTC. */
    at: (time: string, actor = publisher) => statusContext(db, actor, `2026-11-23T${time}:00.000Z`),
    statusOf: async (id: string) => (await Component.query(db).findById(id).throwIfNotFound()).status,
    incidentOf: (id: string) => Incident.query(db).findById(id).throwIfNotFound(),
    /** `09:00 major_outage`, without what the component began with. */
    historyOf: async (componentId: string) =>
      (await ComponentStatusChange.query(db).where({ componentId }).orderBy(['at', 'id']))
        .slice(1)
        .map(({ at, status }) => `${at.toISOString().slice(11, 16)} ${status}`),
  }
}
