import type { ComponentStatus } from '#app/domain/components/status.ts'
import type { Context } from '#app/domain/context.ts'
import { type OpenIncident, openIncident } from '#app/domain/incidents/open-incident.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { Incident } from '#db/models/status.ts'

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
