import type { EventState } from '#app/components/status/types.ts'
import { formatPercent } from '#app/i18n/format.ts'
import type { Locale, Translate } from '#app/i18n/index.ts'
import { stateName } from '#app/i18n/state-name.ts'

/** The state of an incident or a maintenance in words. */
export function eventStateName(t: Translate, event: { status: EventState; cancelled?: boolean }): string {
  if (event.cancelled) return t('status:page.cancelled')
  return stateName(t, event.status)
}

/** "1 h 12 min" */
export function durationText(t: Translate, seconds: number): string {
  const minutes = Math.round(seconds / 60)
  if (minutes < 1) return t('status:page.underMinute')
  if (minutes < 60) return t('status:page.minutes', { minutes })
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return t('status:page.daysHours', { days: Math.floor(hours / 24), hours: hours % 24 })
  if (minutes % 60 === 0) return t('status:page.hours', { hours })
  return t('status:page.hoursMinutes', { hours, minutes: minutes % 60 })
}

export const secondsBetween = (from: string, until: string): number =>
  (Date.parse(until) - Date.parse(from)) / 1000

/** Rounded down: 99.996 % is not 100 %. */
export function uptimeText(t: Translate, locale: Locale, uptime: number | null): string {
  if (uptime === null) return t('status:page.uptimeUnknown')
  const floored = Math.floor(uptime * 10_000) / 10_000
  return t('status:page.uptime', { uptime: formatPercent(locale, floored, 2) })
}
