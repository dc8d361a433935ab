import { reachesAccount } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { type RequirementDetail, requirementDetail } from '#app/domain/home/requirement-detail.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { capabilitiesOf } from '#app/domain/restrictions/capabilities.ts'
import { answerPromises } from '#app/domain/reviews/answer-by.ts'
import { sentAnswers } from '#app/domain/submissions/sent-answers.ts'
import { Account } from '#db/models/access.ts'
import { ClockEntry, DocumentType, Requirement } from '#db/models/requirements.ts'

/**
 * A member reads those of the own account, staff all. What a member may not be told of a refusal is already
 * replaced. NotFound for an unknown id and for another account's.
 */
export async function readRequirement(ctx: Context, requirementId: string): Promise<RequirementDetail> {
  requirePermission(ctx.actor, 'requirement:read')
  const requirement = await Requirement.query(ctx.db).findById(requirementId)
  if (!requirement || !reachesAccount(ctx.actor, requirement.accountId)) throw notFound()
  const account = await Account.query(ctx.db).findById(requirement.accountId).throwIfNotFound()
  const type = await DocumentType.query(ctx.db).findById(requirement.documentType).throwIfNotFound()
  return requirementDetail({
    requirement,
    account,
    type,
    entries: await ClockEntry.query(ctx.db).where({ requirementId }).orderBy('id'),
    submissions: await sentAnswers(ctx, requirementId),
    capabilities: await capabilitiesOf(ctx, account.id),
    ladder: (await currentPolicy(ctx)).rules.ladder,
    outageRuns: await fairClockPauses(ctx),
    promises: await answerPromises(ctx),
    now: ctx.clock.now(),
  })
}
