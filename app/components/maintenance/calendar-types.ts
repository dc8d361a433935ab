import type { EventState } from '#app/components/status/types.ts'
import type { Locale } from '#app/i18n/locales.ts'

/** A day of the calendar, in one language. */
export interface DayView {
  /** "YYYY-MM-DD" */
  readonly day: string
  /** False for days of the neighbouring months that complete a week. */
  readonly inMonth: boolean
  readonly isToday: boolean
  readonly canPlan: boolean
  readonly holiday: string | null
  readonly windows: readonly WindowView[]
}

/** A maintenance on one of its days. */
export interface WindowView {
  readonly id: string
  readonly name: string
  /** Of the name, where it is not the language of the page. */
  readonly lang?: Locale
  readonly status: EventState
  readonly cancelled: boolean
  readonly inSeries: boolean
  /** The hours that fall on this day, in words. */
  readonly time: string
}
