import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readBroadcast } from '#app/domain/broadcasts/read-broadcast.ts'
import { MINUTE_MS } from '#app/domain/clock.ts'
import { rows } from '#db/client.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { makeSubscribers } from '#tests/factories/subscriber.ts'
import { useDatabase } from '#tests/setup/database.ts'
import { startSmtp, type TestSmtp } from '#tests/setup/smtp.ts'

const RECIPIENTS = 300
const KILLS = 3
const CONCURRENCY = 8
const START = Date.parse('2026-11-23T10:00:00Z')

const database = useDatabase()
let smtp: TestSmtp
let child: ChildProcess | undefined

beforeAll(async () => {
  smtp = await startSmtp()
})
afterAll(async () => {
  child?.kill('SIGKILL')
  await smtp.close()
})

/** Runs a worker at `minute` after the start, past the leases of the one before. Resolves with its signal or code. */
async function runWorker(broadcastId: string, minute: number): Promise<NodeJS.Signals | number> {
  const script = path.join(import.meta.dirname, 'broadcast-worker.ts')
  const now = new Date(START + minute * MINUTE_MS).toISOString()
  const args = [script, database.url, smtp.url, broadcastId, now, String(CONCURRENCY)]
  child = spawn(process.execPath, ['--import', 'tsx', ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code, signal] = await once(child, 'exit')
  return signal ?? code
}

const sentSoFar = async (broadcastId: string): Promise<Set<string>> => {
  const sent = await rows<{ email: string }>(
    database.db,
    `select s.email from deliveries d join subscribers s on s.id = d.subscriber_id
      where d.broadcast_id = :broadcastId and d.status = 'sent'`,
    { broadcastId },
  )
  return new Set(sent.map(({ email }) => email))
}

/** Small and seeded, so that a run that fails can be repeated (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

it('loses nobody to a worker killed in the middle, and repeats only what was on the wire', async () => {
  const seed = Number(process.env.KILL_SEED ?? Math.trunc(Date.now() % 1e6))
  const random = randomFrom(seed)
  console.info(`kill test: KILL_SEED=${seed}`)
  const clock = new Date(START).toISOString()
  const desk = statusContext(database.db, await createPublisher(database.db), clock)
  const cards = await makeComponent(desk)
  const people = await makeSubscribers(desk, RECIPIENTS, 'kill')
  const incidentId = await makeIncident(desk, { [cards]: 'major_outage' }, { notify: true })
  const [broadcast] = await rows<{ id: string }>(
    database.db,
    'select b.id from broadcasts b join incident_updates u on u.id = b.update_id where u.incident_id = :incidentId',
    { incidentId },
  )
  const broadcastId = broadcast?.id ?? ''

  const mayRepeat = new Set<string>()
  for (let kill = 0; kill < KILLS; kill++) {
    const fromHere = smtp.received.length
    const killAt = fromHere + 1 + Math.floor(random() * 80)
    smtp.onMail = (count) => {
      if (count === killAt) child?.kill('SIGKILL')
    }
    expect(await runWorker(broadcastId, kill * 5)).toBe('SIGKILL')
    const sent = await sentSoFar(broadcastId)
    const unwritten = smtp.received.map(({ to }) => to).filter((to) => !sent.has(to))
    expect(unwritten.length - mayRepeat.size).toBeLessThanOrEqual(CONCURRENCY)
    for (const email of unwritten) mayRepeat.add(email)
  }
  smtp.onMail = undefined
  expect(await runWorker(broadcastId, KILLS * 5)).toBe(0)

  const messageIds = new Map<string, string[]>()
  for (const { to, messageId } of smtp.received)
    messageIds.set(to, [...(messageIds.get(to) ?? []), messageId])
  expect([...messageIds.keys()].sort()).toEqual([...people].sort())
  for (const [email, ids] of messageIds) {
    expect(new Set(ids).size, `${email} got ${ids.join(' ')}`).toBe(1)
    if (ids.length > 1) expect(mayRepeat).toContain(email)
  }
  expect(new Set([...messageIds.values()].map(([id]) => id)).size).toBe(RECIPIENTS)
  const publisher = statusContext(database.db, desk.actor, clock)
  expect(await readBroadcast(publisher, broadcastId)).toMatchObject({
    recipients: RECIPIENTS,
    counts: { sent: RECIPIENTS, waiting: 0, sending: 0, retrying: 0, failed: 0 },
    finishedAt: new Date(START + KILLS * 5 * MINUTE_MS),
  })
  const done = await rows(
    database.db,
    `select 1 from audit_entries where subject_id = :broadcastId and action = 'broadcast.finished'`,
    { broadcastId },
  )
  expect(done).toHaveLength(1)
}, 90_000)
