import { z } from 'zod'
import { ACCOUNT_CLOSED } from '#app/domain/accounts/schemas.ts'
import type { RequirementStanding } from '#app/domain/due/page-requirements.ts'
import { requirementKey } from '#app/domain/due/requirement-key.ts'
import { DUE_BUCKETS, REQUIREMENT_STATUSES } from '#app/domain/due/schemas.ts'
import { REASON_CODES, type TellableReason } from '#app/domain/reviews/reasons.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { translator } from '#app/i18n/translate.ts'
import { bilingual, instant, listOf, livemode, orNull } from '#app/routes/api/v1/objects.ts'

/** What clients receive about requirements, with how it is made. */

export const key = z.string()
/** Why a document does not serve. */
export const errorFields = {
  code: z.enum(REASON_CODES).exclude(['fraudulent', 'manipulated']),
  reason: bilingual.describe('What is wrong and what to do, as the merchant reads it.'),
}

export const requirementObject = z
  .object({
    object: z.literal('requirement'),
    id: z.uuid(),
    livemode,
    account: z.uuid(),
    key: key.describe('What names it in the requirements of its account while it is open.'),
    document_type: z.string(),
    subject: z.string().describe('For whom; empty where the document is about no person.'),
    message: z.string(),
    why: z.string().nullable().describe('What was said against a document that was accepted before.'),
    status: z.enum(REQUIREMENT_STATUSES),
    bucket: z.enum(DUE_BUCKETS),
    deadline: instant.nullable().describe('Null without a date, and while the clock stands still.'),
    errors: z
      .array(z.object(errorFields))
      .describe('Why the last document was refused, while another is awaited.'),
    note: z.string().nullable().describe('What the officer added for the merchant.'),
    requested_at: instant,
    closed_at: instant.nullable(),
    closing_reason: z
      .string()
      .nullable()
      .describe(
        `Why it was waived or cancelled, in the words of who did; ${ACCOUNT_CLOSED} where it ended with its account.`,
      ),
    version: z.int().describe('Rises with each change.'),
  })
  .meta({ id: 'Requirement' })

export const requirementList = listOf('RequirementList', requirementObject)

export const requestedRequirements = z
  .discriminatedUnion('object', [requirementObject, requirementList])
  .describe('What was asked: with missing, a list of all of it.')
  .meta({ id: 'RequestedRequirements' })

const textsIn = (locale: Locale, of: TellableReason) => {
  const t = translator(locale)
  return `${t(`reasons:merchant.${of}.title`)}. ${t(`reasons:merchant.${of}.action`)}`
}
export const asError = (of: TellableReason) => ({
  code: of,
  reason: { fr: textsIn('fr', of), en: textsIn('en', of) },
})

export const toRequirement =
  (livemode: boolean) =>
  ({ requirement, bucket, refusal }: RequirementStanding): z.output<typeof requirementObject> => ({
    object: 'requirement',
    id: requirement.id,
    livemode,
    account: requirement.accountId,
    key: requirementKey(requirement),
    document_type: requirement.documentType,
    subject: requirement.subject,
    message: requirement.message,
    why: (requirement.why?.kind === 'officer' && requirement.why.words) || null,
    status: requirement.status,
    bucket,
    deadline: orNull(requirement.deadlineAt),
    errors: (refusal?.codes ?? []).map(asError),
    note: refusal?.note || null,
    requested_at: requirement.requestedAt.toISOString(),
    closed_at: orNull(requirement.closedAt),
    closing_reason: requirement.closedWithAccount ? ACCOUNT_CLOSED : requirement.closingReason,
    version: requirement.version,
  })
