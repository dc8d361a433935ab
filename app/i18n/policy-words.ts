import { formatList, formatNumber, formatPercent } from '#app/i18n/format.ts'
import type { Translate } from '#app/i18n/index.ts'
import type { Locale } from '#app/i18n/locales.ts'

/** A step of the ladder, as the domain knows it. */
export interface Rung {
  readonly after: { readonly businessDays: number } | { readonly days: number }
  readonly withhold: readonly ('payments' | 'payouts')[]
}
interface Renewal {
  readonly askDays: number
  readonly startDays: number
  readonly reviewYears: { readonly high: number; readonly standard: number }
}
type Validity =
  | { readonly rule: 'until_changed' | 'none' | 'printed_expiry' }
  | { readonly rule: 'max_age_months'; readonly months: number }

export const deadlineWords = (t: Translate, count: number) => t('policy:words.deadlineText', { count })

export const floorWords = (t: Translate, count: number) =>
  count === 0 ? t('policy:words.floorNone') : t('policy:words.floorText', { count })

/** "14, 7 et 3 jours avant l'échéance, et le jour même" */
export function reminderWords(t: Translate, locale: Locale, reminderDays: readonly number[]): string {
  const before = reminderDays.filter((days) => days > 0)
  if (before.length === 0) return t('policy:words.remindersDay')
  const days = formatList(
    locale,
    before.map((one) => formatNumber(locale, one)),
  )
  return before.length < reminderDays.length
    ? t('policy:words.remindersBoth', { days })
    : t('policy:words.remindersBefore', { days })
}

/** When a step comes, counted from the deadline or from the step before. */
export function rungWhen(t: Translate, { after }: Rung, index: number): string {
  const business = 'businessDays' in after
  const count = business ? after.businessDays : after.days
  if (index === 0 && count === 0) return t('policy:ladder.atOnce')
  if (index === 0) {
    return business
      ? t('policy:ladder.firstBusinessDays', { count })
      : t('policy:ladder.firstDays', { count })
  }
  return business ? t('policy:ladder.nextBusinessDays', { count }) : t('policy:ladder.nextDays', { count })
}

export const rungWhat = (t: Translate, { withhold }: Rung) =>
  t(`policy:ladder.withheld.${withhold.length > 1 ? 'both' : (withhold[0] ?? 'payouts')}`)

/** One sentence for each step. */
export const ladderWords = (t: Translate, ladder: readonly Rung[]) =>
  ladder.map((rung, index) =>
    t('policy:ladder.step', { when: rungWhen(t, rung, index), what: rungWhat(t, rung) }),
  )

export const breakerWords = (
  t: Translate,
  locale: Locale,
  { accounts, share }: { accounts: number; share: number },
) => t('policy:words.breakerText', { count: accounts, share: formatPercent(locale, share, 2) })

export const renewalWords = (t: Translate, { askDays, startDays }: Renewal) =>
  t('policy:words.renewalText', { askDays, startDays })

export const reviewWords = (t: Translate, { reviewYears }: Renewal) =>
  t('policy:words.reviewText', {
    high: t('policy:words.years', { count: reviewYears.high }),
    standard: t('policy:words.years', { count: reviewYears.standard }),
  })

export const answerWords = (t: Translate, count: number) => t('policy:words.answerText', { count })

export const examineWords = (t: Translate, count: number) => t('policy:words.examineText', { count })

export const validityWords = (t: Translate, validity: Validity) =>
  validity.rule === 'max_age_months'
    ? t('policy:validity.months', { count: validity.months })
    : t(`policy:validity.${validity.rule}`)

export const sidesWords = (t: Translate, sides: 1 | 2) => t(`policy:sides.${sides === 1 ? 'one' : 'two'}`)
