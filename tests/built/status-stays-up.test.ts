import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Actor } from '#app/domain/access/actor.ts'
import { systemClock } from '#app/domain/clock.ts'
import { KeptStatus } from '#app/domain/snapshot/keep.ts'
import { type Database, openDatabase } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { freePort } from '#local/ports.ts'
import { type RunningPostgres, startPostgres } from '#local/postgres.ts'
import { openStorage } from '#storage/open.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { type RunningProcess, runProcess } from '#tests/setup/process.ts'
import { sendRaw } from '#tests/setup/raw-request.ts'

// No worker runs here at all: publishing and showing need none.
let folder: string
let postgres: RunningPostgres
let db: Database
let publisher: Actor
let component: string
const processes: RunningProcess[] = []
const log: string[] = []

const startDatabase = async (port?: number) =>
  startPostgres({ dataDir: path.join(folder, 'postgres'), durable: true, port: port ?? (await freePort()) })

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-stays-up-'))
  postgres = await startDatabase()
  await migrate(postgres.url)
  db = openDatabase(postgres.url)
  publisher = await createPublisher(db)
  component = await makeComponent(statusContext(db, publisher, systemClock))
})
afterAll(async () => {
  await Promise.all(processes.map((one) => one.stop()))
  await db.destroy()
  await postgres.stop()
  await rm(folder, { recursive: true })
})

/** Starts a web process, or one that shows the status page alone; resolves when it answers. */
async function start(
  file: 'app/web.ts' | 'app/status.ts',
  variables: Record<string, string> = {},
): Promise<string> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const shared = {
    NODE_ENV: 'production',
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: url,
    STORAGE_URL: `file:${path.join(folder, 'storage')}`,
    SUPPORT_EMAIL: 'support@vigie.test',
    LOG_LEVEL: 'warn',
    ...variables,
  }
  const whole = {
    DATABASE_URL: postgres.url,
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'Vigie <no-reply@vigie.test>',
    SESSION_SECRET: randomBytes(32).toString('base64url'),
  }
  processes.push(runProcess(file, file === 'app/web.ts' ? { ...shared, ...whole } : shared, log))
  await vi.waitFor(async () => (await fetch(`${url}/healthz`)).status, { timeout: 30_000, interval: 100 })
  return url
}

const publish = () => makeIncident(statusContext(db, publisher, systemClock), { [component]: 'major_outage' })

const until = (condition: () => Promise<void>, timeout: number) =>
  vi.waitFor(condition, { timeout, interval: 20 })

const read = async (url: string) => {
  const answer = await fetch(url)
  return { status: answer.status, text: await answer.text() }
}

/** The words by which a page says that it is no longer confirmed, where they are shown. */
const warningOf = (page: string) => /<div role="note" data-late="true" class.*?<\/div>/.exec(page)?.[0]

/** Every kind of answer there is. */
const paths = (incident: string) => [
  ...['/status', '/status/en', '/status/history', '/status/en/history', `/status/incidents/${incident}`],
  ...['/api/v2/summary.json', '/api/v2/status.json?locale=en', '/api/v2/incidents.json'],
  ...['/status/feed.atom', '/status/en/feed.rss', '/status/maintenance.ics', '/status/badge.svg'],
  ...['/status/banner.js', '/status/en/banner', '/status/embed', '/status/groups/all'],
]

/** Sets back when the kept status says that it was confirmed. */
async function age(minutes: number): Promise<void> {
  const storage = openStorage(`file:${path.join(folder, 'storage')}`)
  const kept = await new KeptStatus(storage, { error: expect.fail }).read()
  if (!kept) throw new Error('nothing is kept')
  await new KeptStatus(storage, { error: expect.fail }).keep({
    ...kept,
    confirmedAt: new Date(Date.now() - minutes * 60_000),
  })
}

test('the status page stands without a worker, without a database, and without either from the start', async () => {
  const web = await start('app/web.ts')
  const alone = await start('app/status.ts')

  const first = await publish()
  // Long before the next poll, by notification alone; how soon is measured by `npm run bench -- status`.
  await until(async () => expect((await read(`${web}/status`)).text).toContain(first), 10_000)
  await until(async () => expect((await read(`${alone}/status`)).text).toContain(first), 10_000)

  const { port } = postgres
  await postgres.stop()
  const started = await start('app/web.ts')
  for (const url of [web, alone, started]) {
    for (const at of paths(first)) expect([at, (await read(url + at)).status]).toEqual([at, 200])
    expect((await read(`${url}/status`)).text).toContain(first)
    expect((await read(`${url}/api/v2/summary.json`)).text).toContain(first)
  }

  // Kept three minutes ago: whoever starts now says so in words, in both languages, and the API is not green.
  await age(3)
  for (const url of [await start('app/web.ts'), await start('app/status.ts')]) {
    expect(warningOf((await read(`${url}/status`)).text)).toContain('ne sont plus confirmées depuis 3')
    expect(warningOf((await read(`${url}/status/en`)).text)).toContain('not been confirmed for 3')
    const { status } = JSON.parse((await read(`${url}/api/v2/status.json`)).text)
    expect(status.description).toMatch(/^Not confirmed since .+ Last known: Major Service Outage$/)
    const health = JSON.parse((await read(`${url}/healthz`)).text)
    expect(health.snapshot_age_seconds).toBeGreaterThanOrEqual(180)
  }

  postgres = await startDatabase(port)
  const second = await publish()
  for (const url of [web, started]) {
    await until(async () => expect((await read(`${url}/api/v2/summary.json`)).text).toContain(second), 5_000)
    expect(warningOf((await read(`${url}/status`)).text)).toBeUndefined()
  }
  await until(async () => expect((await read(`${alone}/status`)).text).toContain(second), 10_000)
  // Whoever reads the log by a program reads all of it.
  expect(log.join('\n')).toContain('public status not confirmed')
  expect(log.filter((line) => !line.startsWith('{'))).toEqual([])
})

test('a process for the status page alone has a host of its own, and sends what is kept to the whole service', async () => {
  const alone = await start('app/status.ts', {
    PUBLIC_URL: 'https://vigie.test',
    STATUS_URL: 'https://status.vigie.test',
  })
  const own = (at: string) => sendRaw(alone, { path: at, headers: { host: 'status.vigie.test' } })
  expect(await own('/')).toMatchObject({ status: 200, text: expect.stringContaining('<html lang="fr"') })
  expect((await own('/desk')).status).toBe(404)
  expect(await own('/status/subscribe?lang=en')).toMatchObject({
    status: 307,
    location: 'https://vigie.test/status/subscribe?lang=en',
  })
})
