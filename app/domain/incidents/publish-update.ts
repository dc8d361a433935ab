import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { IncidentImpact, IncidentStatus } from '#app/domain/components/status.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import type { IncidentUpdateId } from '#app/domain/ids.ts'
import { auditedIncident, moveOn } from '#app/domain/incidents/move-on.ts'
import { bothLanguages, ownWords } from '#app/domain/incidents/texts.ts'
import type { Claim } from '#app/domain/incidents/write-update.ts'

export interface PublishUpdate {
  incidentId: string
  /** The version that the publisher saw: Conflict when somebody published since. */
  version: number
  status: IncidentStatus
  impact?: IncidentImpact | 'auto'
  bodyFr?: string
  bodyEn?: string
  /** What it says of components from now on; those left out stay as they were. */
  components: readonly Claim[]
  notify: boolean
  displayAt?: Date
  /** Opens a resolved incident again, as `status` says. */
  reopen?: boolean
}

/**
 * Publishes an update of an incident. Resolving lets go of all its components, whatever `components` says.
 * Invalid without words of its own; Conflict when another publisher was faster; PreconditionFailed on a resolved
 * incident, which takes only a postmortem unless told to `reopen`, and where there is nothing to reopen.
 */
export async function publishUpdate(ctx: Context, input: PublishUpdate): Promise<IncidentUpdateId> {
  requirePermission(ctx.actor, 'incident:publish')
  const said = ownWords(input.bodyFr, input.bodyEn)
  const body = bothLanguages(said.fr, said.en, 'publish.textMissing')
  return withTransaction(ctx, async (tx) => {
    const { updateId, before, after } = await moveOn(tx, {
      id: input.incidentId,
      kind: 'incident',
      version: input.version,
      status: input.status,
      impact: input.impact,
      body,
      claims: input.components,
      notify: input.notify,
      displayAt: input.displayAt ?? tx.clock.now(),
      reopen: input.reopen,
    })
    await recordAudit(tx, {
      action: input.reopen ? 'incident.reopened' : 'incident.updated',
      subjectType: 'incident',
      subjectId: input.incidentId,
      accountId: null,
      before: auditedIncident(before),
      after: {
        ...auditedIncident(after),
        updateId,
        body,
        components: input.components,
        notify: input.notify,
      },
    })
    return updateId
  })
}
