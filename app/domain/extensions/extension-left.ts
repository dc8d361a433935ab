import type { Context } from '#app/domain/context.ts'
import { EXTENSION_MAX_DAYS } from '#app/domain/extensions/schemas.ts'
import { rows } from '#db/client.ts'

/**
 * How many days one officer may still give alone: 30 in all, whoever gave those before, with a second officer or
 * without. Null for a requirement without a date, which has nothing to extend.
 */
export async function extensionLeft(ctx: Pick<Context, 'db'>, requirementId: string): Promise<number | null> {
  // What people gave, by their ids; jobs have names. Not by the cause, which is any sentence of an officer.
  const [ledger] = await rows<{ dated: boolean; extendedDays: number }>(
    ctx.db,
    `select coalesce(bool_or(kind in ('started', 'set')), false) as dated,
        coalesce(sum(days) filter (where kind = 'extended' and actor_id ~ '^[0-9a-f]{8}-'), 0) as extended_days
      from clock_entries where requirement_id = :requirementId`,
    { requirementId },
  )
  return ledger?.dated ? Math.max(0, EXTENSION_MAX_DAYS - ledger.extendedDays) : null
}
