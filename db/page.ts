import type { QueryBuilder } from 'objection'
import type { Row } from '#db/model.ts'

/** Which part of a list: the first `limit` rows, or those next to a row that the reader knows. */
export interface Cursor {
  readonly limit: number
  readonly startingAfter?: string
  readonly endingBefore?: string
}

export interface Page<T> {
  readonly data: readonly T[]
  /** There are more in the direction in which the reader goes. */
  readonly hasMore: boolean
}

type Aged = Row & { id: string; createdAt: Date }

/**
 * A page of `query`, the newest first, found by key: what is added meanwhile moves nothing. Null when the
 * row that the cursor names is not among those of `query`.
 */
export async function pageByAge<T extends Aged>(
  query: QueryBuilder<T, T[]>,
  { limit, startingAfter, endingBefore }: Cursor,
): Promise<Page<T> | null> {
  const anchor = startingAfter ?? endingBefore
  const backwards = startingAfter === undefined && endingBefore !== undefined
  const found = query.clone().limit(limit + 1)
  if (anchor !== undefined) {
    if (!(await query.clone().findById(anchor))) return null
    const table = query.modelClass().tableName
    const side = backwards ? '>' : '<'
    found.whereRaw(`(created_at, id) ${side} (select created_at, id from ?? where id = ?)`, [table, anchor])
  }
  const order = backwards ? 'asc' : 'desc'
  const rows = await found.orderBy([
    { column: 'createdAt', order },
    { column: 'id', order },
  ])
  const data = rows.slice(0, limit)
  return { data: backwards ? data.reverse() : data, hasMore: rows.length > limit }
}
