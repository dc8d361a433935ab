import { actorName } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict, notFound, preconditionFailed } from '#app/domain/errors.ts'
import { extensionLeft } from '#app/domain/extensions/extension-left.ts'
import type { AskExtension } from '#app/domain/extensions/schemas.ts'
import { type LongExtensionId, newId } from '#app/domain/ids.ts'
import { Requirement } from '#db/models/requirements.ts'
import { LongExtension } from '#db/models/tasks.ts'

/**
 * Asks a second officer for more days than one may give (compliance.md, "The deadline clock"). Nothing moves until
 * then: the clock runs on. NotFound without such a requirement; Conflict when it has ended or the same is asked
 * already; PreconditionFailed when it has no date.
 */
export async function askExtension(
  ctx: Context,
  { requirementId, days, reason }: AskExtension,
): Promise<LongExtensionId> {
  requirePermission(ctx.actor, 'requirement:request')
  return withTransaction(ctx, async (tx) => {
    const requirement = await Requirement.query(tx.db).findById(requirementId).forNoKeyUpdate()
    if (!requirement) throw notFound()
    if (requirement.closedAt) throw conflict('requirement.alreadyClosed')
    if ((await extensionLeft(tx, requirementId)) === null) throw preconditionFailed('requirement.noDeadline')
    const { accountId } = requirement
    if (await LongExtension.query(tx.db).findOne({ requirementId, status: 'asked' })) {
      throw conflict('extension.alreadyAsked')
    }
    const id = newId<LongExtensionId>()
    await LongExtension.query(tx.db).insert({
      id,
      requirementId,
      accountId,
      days,
      reason,
      askedBy: actorName(tx.actor),
      askedAt: tx.clock.now(),
    })
    await recordAudit(tx, {
      action: 'requirement.extension_asked',
      subjectType: 'requirement',
      subjectId: requirementId,
      accountId,
      after: { extensionId: id, days, reason },
    })
    return id
  })
}
