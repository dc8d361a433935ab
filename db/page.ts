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

type Aged<By extends string> = Row & { id: string } & Record<By, Date>

interface Order<T extends Row, By extends string> {
  /** The instant that says which row is newer. It never changes, nor does the id. */
  readonly by: By
  /** Where the row of the cursor is looked for, when rows may have left those of `query` since it was read. */
  readonly among?: QueryBuilder<T, T[]>
}

/**
 * A page of `query`, the newest first, found by key: what is added meanwhile moves nothing. Null when the
 * row that the cursor names is not among those of `query`.
 */
export async function pageByAge<By extends 'createdAt' | 'requestedAt', T extends Aged<By>>(
  query: QueryBuilder<T, T[]>,
  { limit, startingAfter, endingBefore }: Cursor,
  { by, among = query }: Order<T, By>,
): Promise<Page<T> | null> {
  const anchor = startingAfter ?? endingBefore
  const backwards = startingAfter === undefined && endingBefore !== undefined
  const found = query.clone().limit(limit + 1)
  if (anchor !== undefined) {
    if (!(await among.clone().findById(anchor))) return null
    const table = query.modelClass().tableName
    const side = backwards ? '>' : '<'
    found.whereRaw(`(??, id) ${side} (select ??, id from ?? where id = ?)`, [by, by, table, anchor])
  }
  const order = backwards ? 'asc' : 'desc'
  const rows = await found.orderBy([
    { column: by, order },
    { column: 'id', order },
  ])
  const data = rows.slice(0, limit)
  return { data: backwards ? data.reverse() : data, hasMore: rows.length > limit }
}

/**
 * Of the rows found where one more than `limit` was asked for: those of the page, and what its last one gives to begin
 * the next page with; null where there is none.
 */
export function cutPage<T, Next>(
  found: readonly T[],
  limit: number,
  nextAfter: (last: T) => Next,
): { page: T[]; next: Next | null } {
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return { page, next: last && found.length > limit ? nextAfter(last) : null }
}
