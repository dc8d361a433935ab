import { onOrAfterBusinessDay } from '#app/domain/calendar/business-days.ts'
import { plainDay } from '#app/domain/calendar/paris.ts'
import type { Requirement } from '#db/models/requirements.ts'

/** A clock that starts later: the days of its start and of its end, in Europe/Paris, `YYYY-MM-DD`. */
export interface ClockToCome {
  readonly from: string
  readonly until: string
}

/** When the clock of an open requirement will run; null where it runs already, or none is to. */
export function clockToCome(
  { clockFrom, clockDays }: Pick<Requirement, 'clockFrom' | 'clockDays'>,
  department: string,
): ClockToCome | null {
  if (!clockFrom || !clockDays) return null
  const last = plainDay(clockFrom).add({ days: clockDays })
  return { from: clockFrom, until: onOrAfterBusinessDay(last, department).toString() }
}
