import { requirePermission } from '#app/domain/access/permissions.ts'
import { holdOpenAccount } from '#app/domain/accounts/hold-account.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { startByPolicy } from '#app/domain/deadlines/policy-clock.ts'
import { answersOf } from '#app/domain/evidence/standing-document.ts'
import type { RequirementId } from '#app/domain/ids.ts'
import { tellRequested } from '#app/domain/notices/tell-requested.ts'
import { currentContent } from '#app/domain/policy/current-policy.ts'
import { isSameQuestion, requiredBy } from '#app/domain/policy/required-set.ts'
import { askFacts, whyAsked } from '#app/domain/requirements/ask-by-rule.ts'
import type { EndedWithAccount } from '#app/domain/requirements/ended-with-account.ts'
import { openRequirements } from '#app/domain/requirements/open-requirements.ts'
import type { Account } from '#db/models/access.ts'
import { Requirement } from '#db/models/requirements.ts'

/**
 * Asks for everything that the account's legal form needs and that is neither asked already nor on file (a document
 * that is about to end counts no more), in one notice. An identity document is asked of the representative and, of a
 * company, of each owner. Returns what was asked, which may be nothing. NotFound without such an account.
 */
export async function requestMissing(
  ctx: Context,
  { accountId }: { accountId: string },
): Promise<RequirementId[]> {
  requirePermission(ctx.actor, 'requirement:request')
  return withTransaction(ctx, async (tx) => {
    // Locked, so that two officers at once cannot both find the same document missing.
    const account = await holdOpenAccount(tx, accountId, 'requirement.accountClosed')
    return askMissing(tx, account)
  })
}

/**
 * The same for an account that the caller holds, and beside it what was asked `before` it was closed, in the same
 * notice: what had a day gets a new one, what had none has none.
 */
export async function askMissing(
  tx: TransactionContext,
  account: Account,
  before: EndedWithAccount = { dated: [], undated: [] },
): Promise<RequirementId[]> {
  const { id: accountId } = account
  const policy = await currentContent(tx)
  const open = await Requirement.query(tx.db).where({ accountId }).whereNull('closedAt')
  const asked = [...open, ...before.undated]
  const answers = await answersOf(tx, [accountId])
  const missing = requiredBy(policy, account).flatMap((question) => {
    const facts = askFacts(tx, answers({ accountId, ...question }), { account })
    const why = whyAsked(facts, policy)
    if (asked.some((one) => isSameQuestion(one, question)) || why === undefined) return []
    return [{ accountId, ...question, message: '', why, basis: { policyVersion: policy.version, ...facts } }]
  })
  const others = before.dated.filter((one) => !missing.some((question) => isSameQuestion(question, one)))
  const dated = await openRequirements(tx, [...missing, ...others], {
    start: startByPolicy(policy),
    policyVersion: policy.version,
  })
  const undated = await openRequirements(tx, before.undated, { start: null, policyVersion: null })
  const opened = [...dated, ...undated]
  const requirementIds = opened.map(({ id }) => id)
  if (requirementIds.length > 0) await tellRequested(tx, [{ accountId, requirementIds }])
  return requirementIds
}
