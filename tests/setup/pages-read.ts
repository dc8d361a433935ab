import pg from 'pg'
import type { TestDatabase } from '#tests/setup/database.ts'

interface Asked {
  sql: string
  bindings?: unknown[]
}

/** Pages of the database that the statements of some reading look at: what it costs, however busy the machine is. */
export async function pagesRead(
  { db, url }: Pick<TestDatabase, 'db' | 'url'>,
  read: () => Promise<unknown>,
): Promise<number> {
  const asked: Asked[] = []
  const note = (query: Asked) => asked.push(query)
  db.on('query', note)
  await read()
  db.off('query', note)
  const client = new pg.Client(url)
  await client.connect()
  try {
    let pages = 0
    for (const { sql, bindings = [] } of asked.filter(({ sql }) => /^\s*(select|with)/i.test(sql))) {
      const { rows } = await client.query(`explain (analyze, buffers, format json) ${sql}`, bindings)
      const plan = rows[0]['QUERY PLAN'][0].Plan
      pages += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'] + plan['Temp Read Blocks']
    }
    return pages
  } finally {
    await client.end()
  }
}
