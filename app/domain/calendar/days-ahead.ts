import type { Temporal } from 'temporal-polyfill'
import { parisDay } from '#app/domain/calendar/paris.ts'

/** How far the preview looks, today included. */
const DAYS_AHEAD = 7

/** The days that the preview looks at, in Europe/Paris. */
export function daysAhead(now: Date): Temporal.PlainDate[] {
  const today = parisDay(now)
  return Array.from({ length: DAYS_AHEAD }, (_, days) => today.add({ days }))
}
