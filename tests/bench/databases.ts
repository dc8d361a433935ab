import pg from 'pg'

/** A database of this name on the server, made anew; with `template`, a copy of that one. Returns its URL. */
export async function createDatabase(server: string, name: string, template?: string): Promise<string> {
  await onServer(server, `drop database if exists ${name} with (force)`)
  await onServer(
    server,
    `create database ${name} ${template ? `template ${template} strategy file_copy` : ''}`,
    'checkpoint',
  )
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

export async function onServer(server: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client(server)
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
