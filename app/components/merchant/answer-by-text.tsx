import type { AnswerBy } from '#app/domain/requirements/schemas.ts'
import { formatTime } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** By when we answer, or whom to ask where that took too long. */
export function AnswerByText({ answerBy, supportEmail }: { answerBy: AnswerBy; supportEmail: string }) {
  const t = useTranslate()
  const locale = useLocale()
  if (answerBy.state === 'overdue') return t('requirements:answerBy.overdue', { email: supportEmail })
  const date = formatTime(locale, answerBy.by, 'long-date')
  return t(`requirements:answerBy.${answerBy.state}`, { date })
}
