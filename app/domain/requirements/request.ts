import { requirePermission } from '#app/domain/access/permissions.ts'
import { holdOpenAccount } from '#app/domain/accounts/hold-account.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import type { NewClockEntry } from '#app/domain/deadlines/append-clock.ts'
import { refuseDeadline } from '#app/domain/deadlines/deadline-limits.ts'
import { startByPolicy } from '#app/domain/deadlines/policy-clock.ts'
import { conflict, invalid } from '#app/domain/errors.ts'
import { type AccountQuestion, standingDocument } from '#app/domain/evidence/standing-document.ts'
import type { RequirementId } from '#app/domain/ids.ts'
import { tellRequested } from '#app/domain/notices/tell-requested.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { openRequirements } from '#app/domain/requirements/open-requirements.ts'
import type { RequestRequirement } from '#app/domain/requirements/schemas.ts'
import { DocumentType, Requirement, type WhyAgain } from '#db/models/requirements.ts'

/**
 * Asks an account for one document and tells its members. Without a date the policy's days count from today;
 * a date counts to its end in Paris; null asks without a date. NotFound without such an account; Conflict when
 * the same is already asked; Invalid for a type that is unknown or retired, a date in the past, or when an accepted
 * document still serves and neither `why` nor the message says why it no longer does. One about to end needs no words.
 */
export async function requestRequirement(ctx: Context, input: RequestRequirement): Promise<RequirementId> {
  requirePermission(ctx.actor, 'requirement:request')
  return withTransaction(ctx, async (tx) => {
    const asked = { ...input, subject: input.subject ?? '', message: input.message ?? '' }
    const { accountId, documentType, subject, message } = asked
    await holdOpenAccount(tx, accountId, 'requirement.accountClosed')
    const type = await DocumentType.query(tx.db).findById(documentType)
    if (!type) throw invalid('requirement.unknownType')
    if (type.retired) throw invalid('requirement.typeRetired')
    await refuseOpenTwice(tx, asked)
    const why = await whyAgain(tx, asked)
    const start = await clockStart(tx, input.deadline)
    const [opened] = await openRequirements(tx, [{ accountId, documentType, subject, message, why }], start)
    if (!opened) throw conflict('requirement.alreadyOpen')
    await tellRequested(tx, [{ accountId, requirementIds: [opened.id] }])
    return opened.id
  })
}

/** Said before anybody is asked why the last document no longer serves. */
async function refuseOpenTwice(
  tx: TransactionContext,
  { accountId, documentType, subject }: { accountId: string; documentType: string; subject: string },
): Promise<void> {
  const open = await Requirement.query(tx.db)
    .findOne({ accountId, documentType, subject })
    .whereNull('closedAt')
  if (open) throw conflict('requirement.alreadyOpen')
}

/** Never ask twice (product.md): what an officer says against the last document, else that it ends. */
async function whyAgain(
  tx: TransactionContext,
  { why: words = '', message, ...asked }: AccountQuestion & { why?: string; message: string },
): Promise<WhyAgain | null> {
  const last = await standingDocument(tx, asked)
  if (!last) return null
  if (!words && last.ending) return last.ending
  if (!words && !message) throw invalid('requirement.lastStillServes')
  return { kind: 'officer', documentId: last.id, words }
}

async function clockStart(
  tx: TransactionContext,
  deadline: string | null | undefined,
): Promise<{ start: NewClockEntry | null; policyVersion: number | null }> {
  if (deadline === null) return { start: null, policyVersion: null }
  if (deadline === undefined) {
    const policy = await currentPolicy(tx)
    return { start: startByPolicy(policy), policyVersion: policy.version }
  }
  refuseDeadline(tx, deadline)
  return { start: { kind: 'set', date: deadline, cause: 'requested' }, policyVersion: null }
}
