import { randomUUID } from 'node:crypto'
import type { RequirementDetail } from '#app/domain/home/requirement-detail.ts'
import { type ReasonCode, tellableReasons } from '#app/domain/reviews/reasons.ts'
import { textIn } from '#app/i18n/bilingual.ts'
import type { Translate } from '#app/i18n/index.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { whyAgainText } from '#app/i18n/why-again.ts'

/** A requirement in the words of the merchant's page. */
export function requirementView(detail: RequirementDetail, locale: Locale, t: Translate) {
  const { type, submissions } = detail
  const said = (codes: readonly ReasonCode[]) =>
    tellableReasons(codes).map((code) => ({
      code,
      title: t(`reasons:merchant.${code}.title`),
      action: t(`reasons:merchant.${code}.action`),
    }))
  const answers = submissions.map(({ id, status, submittedAt, files, decision }) => ({
    id,
    status,
    submittedAt,
    files,
    reasons: said(decision?.reasonCodes ?? []),
    note: decision?.note ?? '',
  }))
  const { id, subject, message, later, status, bucket, clock, ledger } = detail
  const { accountClosedAt, closedWithAccount, outageRuns, suspensions, withheld, answerBy } = detail
  return {
    id,
    subject,
    message,
    whyAgain: whyAgainText(t, locale, detail.why, detail.today),
    later,
    status,
    bucket,
    clock,
    ledger,
    closingReason:
      closedWithAccount && !accountClosedAt ? t('requirements:page.endedWithAccount') : detail.closingReason,
    accountClosedAt,
    outageRuns,
    suspensions,
    withheld,
    answerBy,
    name: textIn(locale, type, 'name'),
    description: textIn(locale, type, 'description'),
    legalGround: textIn(locale, type, 'legalGround'),
    sides: type.sides,
    answers,
    /** What the merchant must mend: the answer before the one that is now asked for. */
    rejection: status === 'rejected' ? (answers.find((one) => one.status === 'rejected') ?? null) : null,
    submitKey: randomUUID(),
  }
}
