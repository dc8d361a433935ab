import type { Temporal } from 'temporal-polyfill'
import { addBusinessDays } from '#app/domain/calendar/business-days.ts'
import { endOfDay, parisDay } from '#app/domain/calendar/paris.ts'

/** A day in Europe/Paris by whose end we said that we act, and whether it is over: then we are late and say so. */
export interface PromisedDay {
  readonly by: Date
  readonly passed: boolean
}

export function promisedDay(day: Temporal.PlainDate, now: Date): PromisedDay {
  const by = endOfDay(day)
  return { by, passed: now > by }
}

/** So many business days of our own team, wherever the merchant is, after the day on which `instant` falls. */
export const ourDayAfter = (instant: Date, businessDays: number): Temporal.PlainDate =>
  addBusinessDays(parisDay(instant), businessDays, null)
