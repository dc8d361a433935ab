import type { Freshness } from '#app/domain/snapshot/freshness.ts'
import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { formatTime } from '#app/i18n/format.ts'
import type { Locale, Translate } from '#app/i18n/index.ts'

/** The overall state in words; as the last known one where it is no longer confirmed. */
export function overallWords(t: Translate, { indicator }: PublicStatus, { staleMinutes }: Freshness): string {
  const state = t(`status:overall.${indicator}`)
  return staleMinutes > 0 ? `${t('status:page.lastKnown')} ${state}` : state
}

/** How far what is said may be believed, as a sentence of its own. */
export function freshnessWords(
  t: Translate,
  locale: Locale,
  { confirmedAt, staleMinutes }: Freshness,
): string {
  const confirmed = formatTime(locale, confirmedAt)
  if (staleMinutes === 0) return `${t('status:page.confirmed')} ${confirmed}.`
  return `${t('status:page.staleTitle', { count: staleMinutes })}. ${t('status:page.notConfirmed')} ${confirmed}.`
}
