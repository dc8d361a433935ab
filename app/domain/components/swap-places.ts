import type { Direction } from '#app/domain/components/schemas.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { affected } from '#db/client.ts'

/**
 * Puts one of some rows, given by their ids in the order of the page, in the place of its neighbour. Gives the places
 * before and after, from 1; null where nothing changes: at the end of the way, or when it is none of them any more. The
 * caller has locked the rows.
 */
export async function swapPlaces(
  tx: TransactionContext,
  table: 'components' | 'component_groups',
  inOrder: readonly string[],
  { id, direction }: { id: string; direction: Direction },
): Promise<{ from: number; to: number } | null> {
  const from = inOrder.indexOf(id)
  const to = direction === 'up' ? from - 1 : from + 1
  const neighbour = inOrder[to]
  if (from < 0 || neighbour === undefined) return null
  await affected(
    tx.db,
    `update ${table} c set position = o.position, updated_at = :now
       from unnest(cast(:ids as text[])) with ordinality as o (id, position)
      where c.id = o.id and c.position <> o.position`,
    { ids: inOrder.with(from, neighbour).with(to, id), now: tx.clock.now() },
  )
  return { from: from + 1, to: to + 1 }
}
