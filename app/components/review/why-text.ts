import type { WhyAgain } from '#app/domain/renewals/schemas.ts'
import { formatDate } from '#app/i18n/format.ts'
import type { Locale, Translate } from '#app/i18n/index.ts'

/** Why something is asked although a document was accepted, in words for officers. */
export function whyText(t: Translate, locale: Locale, why: WhyAgain): string {
  switch (why.kind) {
    case 'officer':
      return why.words
    case 'expiry':
      return t('review:why.expiry', { date: formatDate(locale, why.on) })
    case 'review':
      return t('review:why.review', { date: formatDate(locale, why.on), count: why.years })
  }
}
