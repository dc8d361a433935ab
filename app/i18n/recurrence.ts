import { formatList, formatTime, zoneName } from '#app/i18n/format.ts'
import type { Translate } from '#app/i18n/index.ts'
import type { Locale } from '#app/i18n/locales.ts'

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
type Weekday = (typeof WEEKDAYS)[number]

/** A rule with what it is counted from, as the domain knows it. */
export interface RuleFacts {
  readonly recurrence: {
    readonly frequency: 'daily' | 'weekly' | 'monthly'
    readonly interval: number
    readonly weekdays: readonly Weekday[]
    readonly monthlyBy: 'day' | 'weekday'
    readonly until?: string
    readonly count?: number
  }
  readonly localStart: string
  readonly timeZone: string
}

/** Noon in UTC, on which every clock of Europe has the same day. */
const noon = (day: string) => `${day}T12:00:00Z`

/** "lundi", "Monday" */
export function weekdayName(locale: Locale, weekday: Weekday): string {
  // 1 January 2024 was a Monday.
  const day = `2024-01-0${WEEKDAYS.indexOf(weekday) + 1}`
  return formatTime(locale, noon(day), 'weekday')
}

/** A rule in one sentence: "Chaque mardi à 02:00 (heure de Paris), jusqu'au 31 mars 2027." */
export function recurrenceSentence(t: Translate, locale: Locale, facts: RuleFacts): string {
  const { recurrence, localStart, timeZone } = facts
  const { until, count = 1 } = recurrence
  const sentence = t('maintenance:rule.sentence', {
    when: whenText(t, locale, facts),
    time: localStart.slice(11),
    zone: zoneName(locale, noon(localStart.slice(0, 10)), timeZone),
    end: until
      ? t('maintenance:rule.until', { day: formatTime(locale, noon(until), 'date') })
      : t('maintenance:rule.count', { count }),
  })
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function whenText(t: Translate, locale: Locale, { recurrence, localStart }: RuleFacts): string {
  const { frequency, interval: count, weekdays, monthlyBy } = recurrence
  const startDay = localStart.slice(0, 10)
  const dayOfMonth = Number(startDay.slice(8))
  const ownWeekday = WEEKDAYS[(new Date(noon(startDay)).getUTCDay() + 6) % 7] as Weekday
  switch (frequency) {
    case 'daily':
      return t('maintenance:rule.daily', { count })
    case 'weekly': {
      const named = weekdays.length > 0 ? WEEKDAYS.filter((day) => weekdays.includes(day)) : [ownWeekday]
      const days = named.map((day) => weekdayName(locale, day))
      return t('maintenance:rule.weekly', { count, days: formatList(locale, days) })
    }
    case 'monthly': {
      if (monthlyBy === 'weekday') {
        const place =
          dayOfMonth > 28
            ? 'last'
            : ((['first', 'second', 'third', 'fourth'] as const)[Math.ceil(dayOfMonth / 7) - 1] ?? 'last')
        const day = t(`maintenance:rule.place.${place}`, { day: weekdayName(locale, ownWeekday) })
        return t('maintenance:rule.monthly', { count, day })
      }
      const day = t(dayOfMonth === 1 ? 'maintenance:rule.firstOfMonth' : 'maintenance:rule.dayOfMonth', {
        day: dayOfMonth,
      })
      const when = t('maintenance:rule.monthly', { count, day })
      return dayOfMonth > 28 ? t('maintenance:rule.skipping', { when, day: dayOfMonth }) : when
    }
  }
}
