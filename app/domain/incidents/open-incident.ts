import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type IncidentImpact, type IncidentStatus, impactOf, isWorse } from '#app/domain/components/status.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import { type IncidentId, type IncidentUpdateId, newPublicId } from '#app/domain/ids.ts'
import { auditedIncident } from '#app/domain/incidents/move-on.ts'
import { bothLanguages, defaultName } from '#app/domain/incidents/texts.ts'
import { type Claim, writeUpdate } from '#app/domain/incidents/write-update.ts'
import { columnsOf, textsOf, type WrittenText } from '#app/i18n/bilingual.ts'
import { Component, Incident } from '#db/models/status.ts'

export interface OpenIncident {
  /** One language is enough; without any the name says which component is how. */
  nameFr?: string
  nameEn?: string
  status: Extract<IncidentStatus, 'investigating' | 'identified' | 'monitoring'>
  impact?: IncidentImpact | 'auto'
  bodyFr?: string
  bodyEn?: string
  components: readonly Claim[]
  notify: boolean
  /** When it began; now unless told. */
  displayAt?: Date
}

/**
 * Publishes a new incident with its first update: components, history, audit and broadcast in one
 * transaction. Invalid without a text, with an unknown component or a time in the future.
 */
export async function openIncident(
  ctx: Context,
  input: OpenIncident,
): Promise<{ incidentId: IncidentId; updateId: IncidentUpdateId }> {
  requirePermission(ctx.actor, 'incident:publish')
  const body = bothLanguages(input.bodyFr, input.bodyEn, 'publish.textMissing')
  return withTransaction(ctx, async (tx) => {
    const now = tx.clock.now()
    const displayAt = input.displayAt ?? now
    const name = await nameFor(tx, input)
    const incidentId = newPublicId<IncidentId>()
    const overridden = input.impact !== undefined && input.impact !== 'auto'
    const incident = await Incident.query(tx.db).insertAndFetch({
      id: incidentId,
      kind: 'incident',
      ...columnsOf('name', name),
      status: input.status,
      impact: overridden
        ? (input.impact as IncidentImpact)
        : impactOf(input.components.map(({ status }) => status)),
      impactOverridden: overridden,
      startedAt: displayAt,
      monitoringAt: input.status === 'monitoring' ? displayAt : null,
      createdAt: now,
      updatedAt: now,
    })
    const updateId = await writeUpdate(tx, incidentId, {
      status: input.status,
      body,
      claims: input.components,
      notify: input.notify,
      displayAt,
    })
    await recordAudit(tx, {
      action: 'incident.opened',
      subjectType: 'incident',
      subjectId: incidentId,
      accountId: null,
      after: {
        ...auditedIncident(incident),
        updateId,
        body,
        components: input.components,
        notify: input.notify,
      },
    })
    return { incidentId, updateId }
  })
}

async function nameFor(tx: TransactionContext, input: OpenIncident): Promise<WrittenText> {
  if (input.nameFr?.trim() || input.nameEn?.trim()) {
    return bothLanguages(input.nameFr, input.nameEn, 'publish.nameMissing')
  }
  const [first, ...others] = input.components
  if (!first) throw invalid('publish.nameMissing')
  const worst = others.reduce((a, b) => (isWorse(b.status, a.status) ? b : a), first)
  const component = await Component.query(tx.db).findById(worst.id)
  if (!component) throw invalid('publish.unknownComponent')
  return defaultName(textsOf(component, 'name'), worst.status)
}
