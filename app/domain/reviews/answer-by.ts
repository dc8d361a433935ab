import { addBusinessDays } from '#app/domain/calendar/business-days.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { type PromisedDay, promisedDay } from '#app/domain/calendar/promised-day.ts'

/** Business days of the whole country: those of our own team, wherever the merchant is. */
const OUR_CALENDAR = null

/** By when we answer what was sent at `sentAt`, so many business days later (the policy's promise). */
export const answerBy = (sentAt: Date, businessDays: number, now: Date): PromisedDay =>
  promisedDay(addBusinessDays(parisDay(sentAt), businessDays, OUR_CALENDAR), now)
