import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/**
 * True while a component that merchants need to send documents is down or in maintenance, and after that until every
 * deadline has got its days back: no notice goes out and nothing is withheld (compliance.md, fair clock). The database
 * applies the same rule to restrictions.
 */
export async function fairClockPauses(ctx: Pick<Context, 'db'>): Promise<boolean> {
  const [answer] = await rows<{ stands: boolean }>(ctx.db, 'select fair_clock_stands() as stands')
  return answer?.stands ?? false
}
