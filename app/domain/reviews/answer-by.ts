import { ourDayAfter, type PromisedDay, promisedDay } from '#app/domain/calendar/promised-day.ts'
import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/** In how many business days we answer what is sent from `since` on, by one version of the policy. */
export interface AnswerPromise {
  readonly since: Date
  readonly businessDays: number
}

/** What every version promised that ever was in force, the latest first. It names no account. */
export const answerPromises = (ctx: Pick<Context, 'db'>): Promise<AnswerPromise[]> =>
  rows(
    ctx.db,
    `select switched_on_at as since, cast(rules #>> '{promises,answerBusinessDays}' as integer) as business_days
       from policies where switched_on_at is not null order by switched_on_at desc, version desc`,
  )

/**
 * By when we answer what was sent at `sentAt`: as promised on that day, whatever the policy says since. `promises` the
 * latest first.
 */
export function answerBy(sentAt: Date, promises: readonly AnswerPromise[], now: Date): PromisedDay {
  const promise = promises.find(({ since }) => since <= sentAt) ?? promises.at(-1)
  if (!promise) throw new Error('some version of the policy is always in force')
  return promisedDay(ourDayAfter(sentAt, promise.businessDays), now)
}
