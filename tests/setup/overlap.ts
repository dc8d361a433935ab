import { expect } from 'vitest'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

export type Deed = (ctx: Context) => Promise<unknown>

/**
 * Does both, the second one while the first one's transaction is still open: it has come to where it must wait, or has
 * gone by, before the first one commits. What became of each.
 */
export async function overlap(
  ctx: Context,
  first: Deed,
  second: Deed,
): Promise<PromiseSettledResult<unknown>[]> {
  const done = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const held = withTransaction(ctx, async (tx) => {
    await first(tx)
    done.resolve()
    await release.promise
  })
  // Where the first one fails there is nothing to wait for.
  held.catch(done.reject)
  await done.promise
  let over = false
  const beside = Promise.resolve(second(ctx)).finally(() => {
    over = true
  })
  beside.catch(() => {})
  await expect.poll(async () => over || (await somebodyWaits(ctx))).toBe(true)
  release.resolve()
  return Promise.allSettled([held, beside])
}

const somebodyWaits = async ({ db }: Context) =>
  (
    await rows(
      db,
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
  ).length > 0
