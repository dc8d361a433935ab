import knex, { type Knex } from 'knex'
import { knexSnakeCaseMappers, snakeCaseMappers } from 'objection'
import pg from 'pg'

export type Database = Knex
export type Transaction = Knex.Transaction

// bigint (counts, sequence numbers) as a number: ours stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
// A calendar date stays the text "YYYY-MM-DD": a Date would drag it through the server's time zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text: string) => text)

interface DatabaseOptions {
  maxConnections?: number
  name?: string
  /** Hears of connections that broke or could not be made; else the console does. */
  warn?: (message: string) => void
}

/** Opens a pool. camelCase in code, snake_case in the database, translated here and nowhere else. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  return knex({
    client: 'pg',
    connection: { connectionString: url, application_name: options.name ?? 'vigie' },
    pool: { min: 0, max: options.maxConnections ?? 10 },
    acquireConnectionTimeout: 5_000,
    ...(options.warn && { log: { warn: options.warn } }),
    ...knexSnakeCaseMappers(),
  })
}

/** Runs `work` in a transaction, or in the one that `db` already is. */
export function transaction<T>(db: Database, work: (trx: Transaction) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db as Transaction) : db.transaction(work)
}

const toProperties = snakeCaseMappers().parse

/**
 * Rows of a hand-written statement, with camelCase keys. `:name` bindings; a colon that is not a binding is
 * written `\\:` (so cast with `cast(x as t)`).
 */
export async function rows<Row extends object>(
  db: Database,
  sql: string,
  bindings: Record<string, unknown> = {},
): Promise<Row[]> {
  const result = await db.raw(sql, bindings as Record<string, Knex.RawBinding>)
  // Translated by column and not by row, of which there may be a hundred thousand.
  const names = result.fields.map(({ name }: { name: string }) => [name, name])
  const columns = Object.entries(toProperties(Object.fromEntries(names)) as Record<string, string>)
  return result.rows.map((row: Record<string, unknown>) => {
    const named: Record<string, unknown> = {}
    for (const [property, column] of columns) named[property] = row[column]
    return named
  })
}

/** Number of rows that a hand-written INSERT, UPDATE or DELETE touched. */
export async function affected(
  db: Database,
  sql: string,
  bindings: Record<string, unknown> = {},
): Promise<number> {
  const result = await db.raw(sql, bindings as Record<string, Knex.RawBinding>)
  return result.rowCount as number
}

/** True for PostgreSQL's error `code` (SQLSTATE), such as '23505' unique violation. */
export function isDatabaseError(error: unknown, code: string): boolean {
  // Objection wraps what the driver threw.
  const native = error instanceof Error && 'nativeError' in error ? error.nativeError : error
  return native instanceof Error && 'code' in native && native.code === code
}
