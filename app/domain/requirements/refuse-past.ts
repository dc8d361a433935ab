import { daysBetween, parisDay, plainDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'

/** Invalid for a last day, `YYYY-MM-DD`, that is over in Paris; null: none was given. */
export function refusePastDeadline(ctx: Pick<Context, 'clock'>, lastDay: string | null): void {
  if (lastDay !== null && daysBetween(parisDay(ctx.clock.now()), plainDay(lastDay)) < 0) {
    throw invalid('requirement.deadlineInPast')
  }
}
