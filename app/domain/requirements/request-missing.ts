import { requirePermission } from '#app/domain/access/permissions.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { notFound, preconditionFailed } from '#app/domain/errors.ts'
import type { RequirementId } from '#app/domain/ids.ts'
import { sendNotice } from '#app/domain/notices/send-notice.ts'
import { openRequirement } from '#app/domain/requirements/open-requirement.ts'
import type { RequestMissing } from '#app/domain/requirements/schemas.ts'
import { standingDocument } from '#app/domain/requirements/standing-document.ts'
import { currentPolicy } from '#app/domain/restrictions/policy.ts'
import { rows } from '#db/client.ts'
import { Account } from '#db/models/access.ts'
import { Requirement } from '#db/models/requirements.ts'

/**
 * Asks for everything that the account's legal form needs and that is neither asked already nor on file, in one
 * notice. An identity document is asked of the representative and, of a company, of each owner. Returns what was
 * asked, which may be nothing. NotFound without such an account.
 */
export async function requestMissing(ctx: Context, { accountId }: RequestMissing): Promise<RequirementId[]> {
  requirePermission(ctx.actor, 'requirement:request')
  return withTransaction(ctx, async (tx) => {
    // Locked, so that two officers at once cannot both find the same document missing.
    const account = await Account.query(tx.db).findById(accountId).forUpdate()
    if (!account) throw notFound()
    if (account.closedAt) throw preconditionFailed('requirement.accountClosed')
    const { version: policyVersion, rules } = await currentPolicy(tx)
    const open = await Requirement.query(tx.db).where({ accountId }).whereNull('closedAt')
    const asked: RequirementId[] = []
    for (const { documentType, subject } of await requiredOf(tx, account)) {
      const isOpen = open.some((one) => one.documentType === documentType && one.subject === subject)
      if (isOpen || (await standingDocument(tx, { accountId, documentType, subject }))) continue
      const start = { kind: 'started' as const, days: rules.deadlineDays, cause: 'requested' }
      const order = { accountId, documentType, subject, message: '', start, policyVersion }
      asked.push(await openRequirement(tx, order))
    }
    if (asked.length > 0) await sendNotice(tx, { accountId, kind: 'requested', requirementIds: asked })
    return asked
  })
}

/** The required set of the legal form, one line per person where a document is about persons. */
async function requiredOf(
  tx: TransactionContext,
  account: Account,
): Promise<{ documentType: string; subject: string }[]> {
  const types = await rows<{ code: string; about: string }>(
    tx.db,
    `select t.code, t.about from document_types t
      where t.code in (select document_type from required_sets where legal_form = :legalForm)
        or (t.code = 'activity_licence' and :regulated and not t.retired)
      order by t.position`,
    { legalForm: account.legalForm, regulated: account.regulated },
  )
  const { representative = '', owners = [] } = account.declared
  const people =
    account.legalForm === 'company' ? [...new Set([representative, ...owners])] : [representative]
  return types.flatMap(({ code, about }) => {
    if (about !== 'person') return [{ documentType: code, subject: '' }]
    const subjects = code === 'identity_document' ? people : [representative]
    return subjects.map((subject) => ({ documentType: code, subject }))
  })
}
