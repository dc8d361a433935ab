import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { MINUTE_MS } from '#app/domain/clock.ts'
import { later, makeWebhookScene, type WebhookScene } from '#tests/factories/webhook.ts'
import { type Receiver, startReceiver, verify } from '#tests/factories/webhook-receiver.ts'
import { useDatabase } from '#tests/setup/database.ts'

const MESSAGES = 40
/** On the wire at once to one endpoint. */
const AT_ONCE = 4

const database = useDatabase()
let scene: WebhookScene
let receiver: Receiver
let child: ChildProcess | undefined
beforeAll(async () => {
  scene = await makeWebhookScene(database.db)
  receiver = await startReceiver()
})
afterAll(async () => {
  child?.kill('SIGKILL')
  await receiver.stop()
})

/** Runs a worker at this time; resolves with its signal or code. */
async function runWorker(time: string): Promise<NodeJS.Signals | number> {
  const script = path.join(import.meta.dirname, 'webhook-worker.ts')
  const args = ['--import', 'tsx', script, database.url, time]
  child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code, signal] = await once(child, 'exit')
  return signal ?? code
}

it('loses nothing to a worker killed between sending and marking, and repeats only what was on the wire', async () => {
  const { id, secret } = await scene.endpoint(receiver.url())
  for (let n = 0; n < MESSAGES; n += 1) await scene.restrict(await scene.account())

  const repeatable = new Set<string>()
  for (const [round, killAt] of [1, 9, 10].entries()) {
    const before = receiver.received.length
    receiver.answer = (response) => {
      // It has arrived, and nobody will ever write down that it did.
      if (receiver.received.length - before >= killAt) child?.kill('SIGKILL')
      else response.writeHead(200).end()
    }
    expect(await runWorker(later(round * 2 * MINUTE_MS))).toBe('SIGKILL')
    const marked = new Set(
      (await scene.deliveries(id)).filter((one) => one.status === 'delivered').map((one) => one.eventId),
    )
    const unmarked = receiver.received.map((one) => one.id).filter((one) => !marked.has(one))
    expect(unmarked.length).toBeGreaterThan(0)
    for (const one of unmarked) repeatable.add(one)
  }
  receiver.answer = 200
  // Within its lease nobody takes over what the dead worker held.
  const within = later(4 * MINUTE_MS + 20_000)
  const heldNow = async () =>
    (await scene.deliveries(id)).filter(({ claimedUntil }) => claimedUntil && claimedUntil > new Date(within))
  const held = await heldNow()
  expect(held.length).toBeGreaterThan(0)
  expect(held.length).toBeLessThanOrEqual(AT_ONCE)
  expect(await runWorker(within)).toBe(0)
  expect(await heldNow()).toEqual(held)
  expect(await runWorker(later(6 * MINUTE_MS))).toBe(0)

  const deliveries = await scene.deliveries(id)
  expect(deliveries.every(({ status, claim }) => status === 'delivered' && claim === null)).toBe(true)
  const times = Map.groupBy(receiver.received, (one) => one.id)
  expect([...times.keys()].sort()).toEqual(deliveries.map((one) => one.eventId).sort())
  for (const [event, copies] of times) {
    expect(new Set(copies.map((one) => one.body)).size).toBe(1)
    for (const copy of copies) verify(secret, copy)
    if (copies.length > 1) expect(repeatable).toContain(event)
  }
  expect([...times.values()].some((copies) => copies.length > 1)).toBe(true)
}, 60_000)
