import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '#db/migrate.ts'
import { type RunningPostgres, startPostgres } from '#local/postgres.ts'
import { runOnServer, TEMPLATE, withDatabase } from '#tests/setup/server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's PostgreSQL, as superuser. */
    databaseUrl: string
  }
}

interface Shared {
  users: number
  server: Promise<RunningPostgres>
}

// Projects load this file each by itself: the one server is kept where all of them find it.
const shared = globalThis as { vigieTestServer?: Shared }

/**
 * One PostgreSQL for the whole run, with the migrations applied once to a template database. It writes nothing
 * to disk that must last, and deletes itself when the run ends, also when that is by a signal.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.vigieTestServer ??= { users: 0, server: startServer() }
  const { vigieTestServer } = shared
  vigieTestServer.users++
  const server = await vigieTestServer.server
  project.provide('databaseUrl', server.url)
  return async () => {
    vigieTestServer.users--
    if (vigieTestServer.users > 0) return
    delete shared.vigieTestServer
    await server.stop()
  }
}

async function startServer(): Promise<RunningPostgres> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'vigie-test-'))
  const server = await startPostgres({ dataDir, durable: false })
  await runOnServer(server.url, `create database ${TEMPLATE}`)
  await migrate(withDatabase(server.url, TEMPLATE))
  await runOnServer(server.url, `alter database ${TEMPLATE} with allow_connections false`)
  return server
}
