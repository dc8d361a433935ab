import type { PromisedDay } from '#app/domain/reviews/schemas.ts'
import { formatTime } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface PromiseTextProps {
  /** What we promised: an answer to what was sent, or to look at the account again. */
  of: 'answerBy' | 'examination'
  promise: PromisedDay
  supportEmail: string
}

/** By when we act; once that day is over, that we are late and whom to write to. */
export function PromiseText({ of, promise: { by, passed }, supportEmail }: PromiseTextProps) {
  const t = useTranslate()
  const locale = useLocale()
  const date = formatTime(locale, by, 'long-date')
  return passed
    ? t(`requirements:${of}.passed`, { date, email: supportEmail })
    : t(`requirements:${of}.promised`, { date })
}
