import { requirePermission } from '#app/domain/access/permissions.ts'
import type { IncidentImpact } from '#app/domain/components/status.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import type { IncidentId } from '#app/domain/ids.ts'
import { openIncident } from '#app/domain/incidents/open-incident.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { ENDED_TEXT } from '#app/domain/incidents/texts.ts'
import type { Claim } from '#app/domain/incidents/write-update.ts'

export interface RecordIncident {
  nameFr?: string
  nameEn?: string
  impact?: IncidentImpact | 'auto'
  bodyFr?: string
  bodyEn?: string
  components: readonly Claim[]
  beganAt: Date
  endedAt: Date
}

/**
 * Enters an incident that is over: it stands in the history and counts in the uptime from its real beginning to its
 * real end, and nobody is written to. Invalid when it ends before it begins or has not ended yet.
 */
export async function recordIncident(ctx: Context, input: RecordIncident): Promise<IncidentId> {
  requirePermission(ctx.actor, 'incident:publish')
  const { beganAt, endedAt, ...said } = input
  if (endedAt <= beganAt) throw invalid('publish.endsBeforeStart')
  if (endedAt > ctx.clock.now()) throw invalid('publish.endInFuture')
  return withTransaction(ctx, async (tx) => {
    const { incidentId } = await openIncident(tx, {
      ...said,
      status: 'identified',
      notify: false,
      displayAt: beganAt,
    })
    await publishUpdate(tx, {
      incidentId,
      version: 1,
      status: 'resolved',
      bodyFr: ENDED_TEXT.fr,
      bodyEn: ENDED_TEXT.en,
      components: [],
      notify: false,
      displayAt: endedAt,
    })
    return incidentId
  })
}
