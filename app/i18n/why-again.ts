import { formatDay } from '#app/i18n/format.ts'
import type { Translate } from '#app/i18n/index.ts'
import type { Locale } from '#app/i18n/locales.ts'

/** Why a document is asked although one was accepted; `on` is a day in Europe/Paris, `YYYY-MM-DD`. */
type Why = { kind: 'expiry' | 'review'; on: string } | { kind: 'officer'; words: string }

/** Until this day the duty to review stands in the Code monétaire et financier alone (Regulation (EU) 2024/1624, art. 90). */
const REGULATION_APPLIES = '2027-07-10'

/**
 * The reason in a sentence for the merchant, as of `today` (`YYYY-MM-DD`); null without one of its own. How often an
 * account is reviewed is left out: it would tell how its risk is judged.
 */
export function whyAgainText(t: Translate, locale: Locale, why: Why | null, today: string): string | null {
  if (!why) return null
  switch (why.kind) {
    case 'officer':
      return why.words || null
    case 'expiry': {
      const date = formatDay(locale, why.on)
      return t(why.on < today ? 'requirements:again.expired' : 'requirements:again.expires', { date })
    }
    case 'review':
      return t(today < REGULATION_APPLIES ? 'requirements:again.reviewCode' : 'requirements:again.review')
  }
}
