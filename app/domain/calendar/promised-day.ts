import type { Temporal } from 'temporal-polyfill'
import { endOfDay } from '#app/domain/calendar/paris.ts'

/** A day in Europe/Paris by whose end we said that we act, and whether it is over: then we are late and say so. */
export interface PromisedDay {
  readonly by: Date
  readonly passed: boolean
}

export function promisedDay(day: Temporal.PlainDate, now: Date): PromisedDay {
  const by = endOfDay(day)
  return { by, passed: now > by }
}
