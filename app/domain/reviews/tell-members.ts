import type { TransactionContext } from '#app/domain/context.ts'
import { membersOf, queueMails } from '#app/domain/mails/queue-mail.ts'
import { isReasonCode, type ReasonCode, tellableReasons } from '#app/domain/reviews/reasons.ts'
import type { Taken } from '#app/domain/reviews/take-submission.ts'
import { textIn } from '#app/i18n/bilingual.ts'
import { documentName } from '#app/i18n/document-name.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { translator } from '#app/i18n/translate.ts'
import { Account } from '#db/models/access.ts'
import { type Decision, DocumentType, Requirement } from '#db/models/requirements.ts'

/** What the merchant is told of a refusal, in the merchant's language: tellable reasons, gravest first. */
function reasonTexts(locale: Locale, codes: readonly ReasonCode[]): { title: string; action: string }[] {
  const t = translator(locale)
  return tellableReasons(codes).map((code) => ({
    title: t(`reasons:merchant.${code}.title`),
    action: t(`reasons:merchant.${code}.action`),
  }))
}

/** Writes to every member that a document was accepted. */
export async function tellApproved(tx: TransactionContext, taken: Taken): Promise<void> {
  const { members, facts } = await audience(tx, taken)
  await queueMails(
    tx,
    members.map((member) => ({
      template: 'submission_approved',
      to: member,
      accountId: taken.accountId,
      data: facts(member),
    })),
  )
}

/** Writes to every member that a document was refused, why, and what to do by when. */
export async function tellRejected(tx: TransactionContext, taken: Taken, decision: Decision): Promise<void> {
  const { members, facts } = await audience(tx, taken)
  const codes = decision.reasonCodes.filter(isReasonCode)
  // Read again: the clock has resumed meanwhile.
  const { deadlineAt } = await Requirement.query(tx.db).findById(taken.requirementId).throwIfNotFound()
  await queueMails(
    tx,
    members.map((member) => ({
      template: 'submission_rejected',
      to: member,
      accountId: taken.accountId,
      data: {
        ...facts(member),
        reasons: reasonTexts(member.locale, codes),
        note: decision.note || null,
        deadline: deadlineAt?.toISOString() ?? null,
      },
    })),
  )
}

async function audience(tx: TransactionContext, taken: Taken) {
  const { name: accountName } = await Account.query(tx.db).findById(taken.accountId).throwIfNotFound()
  const type = await DocumentType.query(tx.db).findById(taken.documentType).throwIfNotFound()
  const titleIn = (locale: Locale) => documentName(textIn(locale, type, 'name'), taken.subject)
  return {
    members: (await membersOf(tx, [taken.accountId])).get(taken.accountId) ?? [],
    facts: ({ name, locale }: { name: string; locale: Locale }) => ({
      name,
      accountName,
      documentType: titleIn(locale),
      url: `${tx.settings.publicUrl}/requirements/${taken.requirementId}`,
    }),
  }
}
