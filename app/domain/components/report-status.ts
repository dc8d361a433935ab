import type { ApiKeyActor } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { type ComponentStatus, worstOf } from '#app/domain/components/status.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { forbidden, notFound } from '#app/domain/errors.ts'
import { openIncident } from '#app/domain/incidents/open-incident.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { lockName } from '#db/lock.ts'
import { Component, Incident, IncidentComponent } from '#db/models/status.ts'

export interface ReportStatus {
  componentId: string
  status: Exclude<ComponentStatus, 'under_maintenance'>
  /** A sentence of ours in both languages when left out. */
  bodyFr?: string
  bodyEn?: string
  notify: boolean
}

const TROUBLE = {
  bodyFr: 'Notre surveillance a détecté un problème. Nous cherchons la cause.',
  bodyEn: 'Our monitoring has detected a problem. We are looking for the cause.',
}
const RECOVERED = {
  bodyFr: 'Notre surveillance constate un retour à la normale.',
  bodyEn: 'Our monitoring sees everything back to normal.',
}

/**
 * What a monitoring system says of one component. As only incidents say how a component is, the key keeps one
 * incident for it: opened by the first bad status, updated by each other one, resolved by `operational`.
 * Saying the same again does nothing. NotFound for an unknown or archived component.
 */
export async function reportStatus(ctx: Context, input: ReportStatus): Promise<void> {
  const { actor } = ctx
  requirePermission(actor, 'component:report')
  if (actor.kind !== 'api_key') throw forbidden()
  await withTransaction(ctx, async (tx) => {
    await lockReports(tx, actor, input.componentId)
    const reported = { reportedBy: actor.keyId, reportedComponent: input.componentId }
    if (!(await Component.query(tx.db).findOne({ id: input.componentId }).whereNull('deletedAt'))) {
      throw notFound()
    }
    const open = await Incident.query(tx.db)
      .findOne(reported)
      .whereNull('resolvedAt')
      .whereNull('deletedAt')
      .forUpdate()
    const said = open ? await claimsOf(tx, open.id) : new Map<string, ComponentStatus>()
    if ((said.get(input.componentId) ?? 'operational') === input.status) return
    said.set(input.componentId, input.status)
    const recovered = input.status === 'operational'
    const { bodyFr, bodyEn } = input
    const news = {
      ...(bodyFr || bodyEn ? { bodyFr, bodyEn } : recovered ? RECOVERED : TROUBLE),
      components: [{ id: input.componentId, status: input.status }],
      notify: input.notify,
    }
    // The right to report one component is the right to publish about it, here and nowhere else.
    const publishing = { ...tx, actor: { ...actor, scopes: [...actor.scopes, 'incidents:write' as const] } }
    if (!open) {
      const { incidentId } = await openIncident(publishing, { ...news, status: 'investigating' })
      await Incident.query(tx.db).patch(reported).where({ id: incidentId })
      return
    }
    // A publisher may have brought other components in: the incident is over when all of them are well.
    const over = worstOf(said.values()) === 'operational'
    const status = over ? 'resolved' : (open.status as 'investigating' | 'identified' | 'monitoring')
    await publishUpdate(publishing, { ...news, incidentId: open.id, version: open.version, status })
  })
}

/** Two reports of one key about one component follow one another. */
async function lockReports(tx: TransactionContext, { keyId }: ApiKeyActor, componentId: string) {
  await lockName(tx.db, `${keyId} ${componentId}`)
}

async function claimsOf(tx: TransactionContext, incidentId: string): Promise<Map<string, ComponentStatus>> {
  const claims = await IncidentComponent.query(tx.db).where({ incidentId })
  return new Map(claims.map(({ componentId, status }) => [componentId, status]))
}
