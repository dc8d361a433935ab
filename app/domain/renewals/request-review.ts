import { requirePermission } from '#app/domain/access/permissions.ts'
import { holdOpenAccount } from '#app/domain/accounts/hold-account.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { dayAfter, parisDay } from '#app/domain/calendar/paris.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { appendClock } from '#app/domain/deadlines/append-clock.ts'
import { startByPolicy } from '#app/domain/deadlines/policy-clock.ts'
import { preconditionFailed } from '#app/domain/errors.ts'
import { answersOf, standingAmong } from '#app/domain/evidence/standing-document.ts'
import type { RequirementId } from '#app/domain/ids.ts'
import { tellRequested } from '#app/domain/notices/tell-requested.ts'
import { type CurrentPolicy, currentContent } from '#app/domain/policy/current-policy.ts'
import { isSameQuestion, type Question, requiredBy } from '#app/domain/policy/required-set.ts'
import type { RequestReview } from '#app/domain/renewals/schemas.ts'
import { needsOnly } from '#app/domain/requirements/ask-by-rule.ts'
import { openRequirements } from '#app/domain/requirements/open-requirements.ts'
import { Requirement } from '#db/models/requirements.ts'

/**
 * Looks at an account again before its time, since something happened (a new owner, a new address): asks for
 * everything that its legal form needs, also what is on file, with the officer's reason, in one notice. What is asked
 * already stays as it is, but a clock that was to start later starts now. NotFound without such an account;
 * PreconditionFailed when it is closed, or when all of it is asked already.
 */
export async function requestReview(
  ctx: Context,
  { accountId, why }: RequestReview,
): Promise<RequirementId[]> {
  requirePermission(ctx.actor, 'requirement:request')
  return withTransaction(ctx, async (tx) => {
    const account = await holdOpenAccount(tx, accountId, 'requirement.accountClosed')
    // All at once and in order, before anything is written: who decides holds a requirement, then the audit.
    const open = await Requirement.query(tx.db)
      .where({ accountId })
      .whereNull('closedAt')
      .orderBy('id')
      .forNoKeyUpdate()
    const policy = await currentContent(tx)
    const answers = await answersOf(tx, [accountId])
    const today = parisDay(tx.clock.now())
    const questions = requiredBy(policy, account)
    // The list is the policy's; the reason against what is on file is the officer's.
    const basis = { policyVersion: policy.version, account: needsOnly(account) }
    const openOf = (question: Question) => open.find((one) => isSameQuestion(one, question))
    const opened = await openRequirements(
      tx,
      questions
        .filter((question) => !openOf(question))
        .map((question) => {
          const last = standingAmong(answers({ accountId, ...question }), policy, today)
          const reason = { kind: 'officer' as const, documentId: last?.id ?? null, words: why }
          return { accountId, ...question, message: '', why: reason, basis }
        }),
      { start: startByPolicy(policy), policyVersion: policy.version },
    )
    const later = questions.flatMap((question) => openOf(question) ?? []).filter(({ clockFrom }) => clockFrom)
    for (const { id } of later) await startNow(tx, id, policy)
    const asked = [...opened, ...later].map(({ id }) => id as RequirementId)
    if (asked.length === 0) throw preconditionFailed('requirement.allAsked')
    await recordAudit(tx, {
      action: 'account.review_requested',
      subjectType: 'account',
      subjectId: accountId,
      accountId,
      after: { reason: why, requirementIds: asked },
    })
    await tellRequested(tx, [{ accountId, requirementIds: asked }])
    return asked
  })
}

async function startNow(tx: TransactionContext, requirementId: string, policy: CurrentPolicy): Promise<void> {
  await Requirement.query(tx.db).patch({ clockFrom: null, clockDays: null }).where({ id: requirementId })
  // A day and not a number of days: an answer that waits for us has stopped the clock before it started.
  const date = dayAfter(tx.clock.now(), policy.rules.deadlineDays)
  const by = { policyVersion: policy.version, rule: 'deadlineDays' as const }
  await appendClock(tx, requirementId, { kind: 'set', date, cause: 'requested', by })
}
