import { DAY_MS } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

const BATCH = 500

/**
 * Deletes what uploads left in quarantine when their process died: objects older than 24 hours that no row names.
 * The archive is not touched: a copy there without a row is adopted by the next run of its intake. Returns how
 * many were deleted.
 */
export async function removeOrphans(ctx: Context): Promise<number> {
  const before = ctx.clock.now().getTime() - DAY_MS
  let removed = 0
  let batch: string[] = []
  for await (const { key, modifiedAt } of ctx.storage.list('quarantine/')) {
    if (modifiedAt.getTime() < before) batch.push(key)
    if (batch.length < BATCH) continue
    removed += await removeUnnamed(ctx, batch)
    batch = []
  }
  return removed + (await removeUnnamed(ctx, batch))
}

async function removeUnnamed(ctx: Context, keys: readonly string[]): Promise<number> {
  const named = await rows<{ storageKey: string }>(
    ctx.db,
    `select storage_key from submission_files where storage_key = any(:keys)`,
    { keys },
  )
  const known = new Set(named.map(({ storageKey }) => storageKey))
  const orphans = keys.filter((key) => !known.has(key))
  await Promise.all(orphans.map((key) => ctx.storage.delete(key)))
  return orphans.length
}
