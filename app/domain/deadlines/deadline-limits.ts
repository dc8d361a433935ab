import { Temporal } from 'temporal-polyfill'
import { parisDay, plainDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'

/** A deadline further ahead is a slip of the hand, and would be forgotten by everybody. */
const DEADLINE_MAX_YEARS = 2

/** True for a last day that is over in Paris. */
export const isPast = (ctx: Pick<Context, 'clock'>, date: string): boolean =>
  Temporal.PlainDate.compare(plainDay(date), parisDay(ctx.clock.now())) < 0

/** Invalid for a last day that is over in Paris, or more than two years ahead. */
export function refuseDeadline(ctx: Pick<Context, 'clock'>, date: string): void {
  if (isPast(ctx, date)) throw invalid('requirement.deadlineInPast')
  refuseTooFar(ctx, plainDay(date))
}

/** Invalid for a day more than two years ahead; two years to the day are allowed. */
export function refuseTooFar(ctx: Pick<Context, 'clock'>, day: Temporal.PlainDate): void {
  const last = parisDay(ctx.clock.now()).add({ years: DEADLINE_MAX_YEARS })
  if (Temporal.PlainDate.compare(day, last) > 0) {
    throw invalid('requirement.deadlineTooFar', { years: DEADLINE_MAX_YEARS })
  }
}
