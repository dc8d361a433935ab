import { Temporal } from 'temporal-polyfill'
import { addBusinessDays } from '#app/domain/calendar/business-days.ts'
import { endOfDay, parisDay } from '#app/domain/calendar/paris.ts'
import type { ReviewTime } from '#app/domain/reviews/review-time.ts'

/** By when we answer what was sent. `overdue`: nine in ten are faster, so the merchant is told whom to ask. */
export type AnswerBy =
  | { readonly state: 'usual' | 'slow'; readonly by: Date }
  | { readonly state: 'overdue'; readonly by: null }

/** Business days of the whole country: those of our own team, wherever the merchant is. */
const OUR_CALENDAR = null

/** The day by which what was sent at `sentAt` is usually answered; once that is over, the day for slow ones. */
export function answerBy(sentAt: Date, { usualDays, slowDays }: ReviewTime, now: Date): AnswerBy {
  const [sent, today] = [parisDay(sentAt), parisDay(now)]
  const usual = addBusinessDays(sent, usualDays, OUR_CALENDAR)
  if (Temporal.PlainDate.compare(today, usual) <= 0) return { state: 'usual', by: endOfDay(usual) }
  const slow = addBusinessDays(sent, slowDays, OUR_CALENDAR)
  if (Temporal.PlainDate.compare(today, slow) <= 0) return { state: 'slow', by: endOfDay(slow) }
  return { state: 'overdue', by: null }
}
