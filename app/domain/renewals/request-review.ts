import { requirePermission } from '#app/domain/access/permissions.ts'
import { holdAccount } from '#app/domain/accounts/hold-account.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { notFound, preconditionFailed } from '#app/domain/errors.ts'
import type { RequirementId } from '#app/domain/ids.ts'
import { tellRequested } from '#app/domain/notices/tell-requested.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import type { RequestReview } from '#app/domain/renewals/schemas.ts'
import { appendClock } from '#app/domain/requirements/append-clock.ts'
import { openRequirement } from '#app/domain/requirements/open-requirement.ts'
import { type Question, requiredOf, requiredTypes } from '#app/domain/requirements/required-set.ts'
import { standingDocument } from '#app/domain/requirements/standing-document.ts'
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
    const account = await holdAccount(tx, accountId)
    if (!account) throw notFound()
    if (account.closedAt) throw preconditionFailed('requirement.accountClosed')
    // All at once and in order, before anything is written: who decides holds a requirement, then the audit.
    const open = await Requirement.query(tx.db)
      .where({ accountId })
      .whereNull('closedAt')
      .orderBy('id')
      .forNoKeyUpdate()
    const { version: policyVersion, rules } = await currentPolicy(tx)
    const by = { why, days: rules.deadlineDays, policyVersion, open }
    const asked: RequirementId[] = []
    for (const question of requiredOf(await requiredTypes(tx), account)) {
      const id = await askNow(tx, { accountId, ...question }, by)
      if (id) asked.push(id)
    }
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

async function askNow(
  tx: TransactionContext,
  question: Question & { accountId: string },
  {
    why,
    days,
    policyVersion,
    open,
  }: { why: string; days: number; policyVersion: number; open: readonly Requirement[] },
): Promise<RequirementId | null> {
  const { documentType, subject } = question
  const already = open.find((one) => one.documentType === documentType && one.subject === subject)
  if (!already) {
    const last = await standingDocument(tx, question)
    const reason = { kind: 'officer' as const, documentId: last?.id ?? null, words: why }
    const start = { kind: 'started' as const, days, cause: 'requested' }
    return openRequirement(tx, { ...question, message: '', why: reason, start, policyVersion })
  }
  if (!already.clockFrom) return null
  await Requirement.query(tx.db).patch({ clockFrom: null, clockDays: null }).where({ id: already.id })
  // A day and not a number of days: an answer that waits for us has stopped the clock before it started.
  const date = parisDay(tx.clock.now()).add({ days }).toString()
  await appendClock(tx, already.id, { kind: 'set', date, cause: 'requested' })
  return already.id as RequirementId
}
