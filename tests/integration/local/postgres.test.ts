import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startPostgres } from '#local/postgres.ts'

const isRoot = process.getuid?.() === 0
let dataDir: string
let locationToDelete: string | undefined

beforeEach(async () => {
  dataDir = path.join(await mkdtemp(path.join(tmpdir(), 'vigie-pg-')), 'data')
  await chmod(path.dirname(dataDir), 0o755)
})

afterEach(async () => {
  await rm(path.dirname(dataDir), { recursive: true, force: true })
  if (locationToDelete) await rm(locationToDelete, { recursive: true, force: true })
  locationToDelete = undefined
})

test('finds the data of the last start again, under the same kept password', async () => {
  const first = await startPostgres({ dataDir, durable: true })
  await query(first.url, 'create table kept (it text); insert into kept values ($$é$$)')
  await first.stop()
  const second = await startPostgres({ dataDir, durable: true })
  expect(await query(second.url, 'select it from kept')).toEqual([{ it: 'é' }])
  expect(new URL(second.url).password).toBe(new URL(first.url).password)
  const password = await stat(path.join(dataDir, 'secrets', 'postgres-password'))
  expect(password.mode & 0o777).toBe(0o600)
  await second.stop()
})

test('listens on the loopback address alone and wants the password', async () => {
  const server = await startPostgres({ dataDir, durable: true })
  expect(await query(server.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
  expect(await query(server.url, 'show unix_socket_directories')).toEqual([{ unix_socket_directories: '' }])
  const url = new URL(server.url)
  url.password = 'wrong'
  await expect(query(url.href, 'select 1')).rejects.toThrow(/password authentication failed/)
  await server.stop()
})

test('leaves with the process that started it, and the next start finds committed data', async () => {
  const starter = runStarter(dataDir)
  const url = await firstLine(starter)
  await query(url, 'create table kept (it int); insert into kept values (7)')
  const pid = await serverPid(dataDir)
  starter.kill('SIGKILL')
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 })
  const next = await startPostgres({ dataDir, durable: true })
  expect(await query(next.url, 'select it from kept')).toEqual([{ it: 7 }])
  await next.stop()
})

test('takes over from a server that was cut off and from a mark that is stale', async () => {
  const server = await startPostgres({ dataDir, durable: true })
  await query(server.url, 'create table kept (it int); insert into kept values (7)')
  process.kill(await serverPid(dataDir), 'SIGKILL')
  await server.ended
  const mark = path.join(await clusterOf(dataDir), 'postmaster.pid')
  const stale = (await readFile(mark, 'utf8')).split('\n')
  // The number now belongs to another living process: this one.
  await writeFile(mark, [String(process.pid), ...stale.slice(1)].join('\n'))
  const next = await startPostgres({ dataDir, durable: true })
  expect(await query(next.url, 'select it from kept')).toEqual([{ it: 7 }])
  await next.stop()
})

test('a cluster that was only half made is made anew', async () => {
  const first = await startPostgres({ dataDir, durable: true })
  await first.stop()
  const cluster = await clusterOf(dataDir)
  await rename(cluster, `${cluster}.unfinished`)
  const second = await startPostgres({ dataDir, durable: true })
  await query(second.url, 'select 1')
  expect(existsSync(`${cluster}.unfinished`)).toBe(false)
  await second.stop()
})

test('deletes itself when it is not meant to last', async () => {
  const server = await startPostgres({ dataDir, durable: false })
  expect(await query(server.url, 'show fsync')).toEqual([{ fsync: 'off' }])
  await server.stop()
  expect(existsSync(dataDir)).toBe(false)
})

test('says in one line that the port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  await expect(startPostgres({ dataDir, port, durable: true })).rejects.toThrow(
    `port ${port} is in use: free it or set PGPORT to another one`,
  )
  other.close()
})

test('says in one line that the data is of another version', async () => {
  const server = await startPostgres({ dataDir, durable: true })
  await server.stop()
  await writeFile(path.join(await clusterOf(dataDir), 'PG_VERSION'), '15\n')
  await expect(startPostgres({ dataDir, durable: true })).rejects.toThrow(
    /was made by PostgreSQL 15, this is 18: /,
  )
})

test.runIf(isRoot)('runs as another user also where only root may enter', async () => {
  await chmod(path.dirname(dataDir), 0o700)
  const server = await startPostgres({ dataDir, durable: true })
  await query(server.url, 'create table kept (it int)')
  await server.stop()
  locationToDelete = await readFile(path.join(dataDir, 'postgres-location'), 'utf8')
  const again = await startPostgres({ dataDir, durable: true })
  expect(await query(again.url, 'select count(*)::int from kept')).toEqual([{ count: 0 }])
  await again.stop()
  expect((await stat(locationToDelete)).mode & 0o777).toBe(0o700)
})

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** A process that starts the server, says its URL and then does nothing. */
function runStarter(folder: string): ChildProcess {
  const code = `import { startPostgres } from '#local/postgres.ts'
    const { url } = await startPostgres({ dataDir: ${JSON.stringify(folder)}, durable: true })
    process.stdout.write(url + '\\n')`
  const args = ['--import', 'tsx', '--input-type=module', '--eval', code]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  return chunk.toString().trim()
}

async function clusterOf(folder: string): Promise<string> {
  const elsewhere = await readFile(path.join(folder, 'postgres-location'), 'utf8').catch(() => '')
  return path.join(elsewhere || path.join(folder, 'postgres'), 'cluster')
}

async function serverPid(folder: string): Promise<number> {
  const mark = await readFile(path.join(await clusterOf(folder), 'postmaster.pid'), 'utf8')
  return Number(mark.split('\n')[0])
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
