import type { Temporal } from 'temporal-polyfill'
import { isPublicHoliday } from '#app/domain/calendar/holidays.ts'

const SATURDAY = 6

/** Monday to Friday, public holidays of the account's département excepted; null: those of the whole country. */
export function isBusinessDay(day: Temporal.PlainDate, department: string | null): boolean {
  return day.dayOfWeek < SATURDAY && !isPublicHoliday(day, department)
}

/** `day` itself when it is a business day, else the next one. */
export function onOrAfterBusinessDay(day: Temporal.PlainDate, department: string | null): Temporal.PlainDate {
  let candidate = day
  while (!isBusinessDay(candidate, department)) candidate = candidate.add({ days: 1 })
  return candidate
}

/** The `n`th business day after `day`; `day` itself when `n` is 0. */
export function addBusinessDays(
  day: Temporal.PlainDate,
  n: number,
  department: string | null,
): Temporal.PlainDate {
  let candidate = day
  for (let left = n; left > 0; left -= 1)
    candidate = onOrAfterBusinessDay(candidate.add({ days: 1 }), department)
  return candidate
}
