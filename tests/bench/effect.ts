import { openDatabase, rows } from '#db/client.ts'

/** SQL: what rows say, whatever their order; without the ids that are made at random. */
export const digest = (...said: string[]): string => {
  const row = `md5(cast(jsonb_build_array(${said.join(', ')}) as text))`
  return `jsonb_build_array(count(*), md5(string_agg(${row}, '' order by ${row})))`
}

/** What was written, in words that two databases can be compared by. `parts`: of each a name and its query. */
export async function effectOf(url: string, parts: Readonly<Record<string, string>>): Promise<string> {
  const db = openDatabase(url, { maxConnections: 1 })
  try {
    const pairs = Object.entries(parts).map(([name, query]) => `'${name}', (${query})`)
    const [effect] = await rows<{ effect: string }>(
      db,
      `select jsonb_pretty(jsonb_build_object(${pairs.join(', ')})) as effect`,
    )
    return effect?.effect ?? ''
  } finally {
    await db.destroy()
  }
}
