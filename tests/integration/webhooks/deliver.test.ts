import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#app/domain/clock.ts'
import { claimDeliveries } from '#app/domain/webhooks/claim-deliveries.ts'
import { deleteEndpoint } from '#app/domain/webhooks/delete-endpoint.ts'
import { openWebhookLane } from '#app/domain/webhooks/deliver-webhooks.ts'
import { forgetDeliveries } from '#app/domain/webhooks/forget-deliveries.ts'
import { listEndpoints } from '#app/domain/webhooks/list-endpoints.ts'
import { GIVE_UP_MS } from '#app/domain/webhooks/retries.ts'
import { OVERLAP_MS, rotateSecret } from '#app/domain/webhooks/rotate-secret.ts'
import { sendAgain } from '#app/domain/webhooks/send-again.ts'
import { MAX_ATTEMPTS_KEPT } from '#app/domain/webhooks/settle-delivery.ts'
import { rows, transaction } from '#db/client.ts'
import { later, makeWebhookScene, NOON, type WebhookScene } from '#tests/factories/webhook.ts'
import { type Receiver, startReceiver, verify } from '#tests/factories/webhook-receiver.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: WebhookScene
let receiver: Receiver
beforeAll(async () => {
  scene = await makeWebhookScene(database.db)
})
beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(async () => {
  await receiver.stop()
  for (const { id } of await listEndpoints(scene.as())) await deleteEndpoint(scene.as(), id)
})
afterAll(() => vi.useRealTimers())

describe('an event', () => {
  it('reaches those who asked for it, once, signed, with what works now', async () => {
    const { secret } = await scene.endpoint(receiver.url('/all'))
    await scene.endpoint(receiver.url('/other'), { events: ['requirement.approved'] })
    const accountId = await scene.account()
    await scene.restrict(accountId)
    await scene.deliver()
    await scene.deliver()
    expect(receiver.received).toHaveLength(1)
    const [message] = receiver.received
    if (!message) throw new Error('nothing arrived')
    expect(message).toMatchObject({ path: '/all', id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    expect(message.headers['content-type']).toBe('application/json')
    expect(verify(secret, message)).toEqual({
      type: 'account.restricted',
      timestamp: NOON,
      data: {
        account_id: accountId,
        sequence: expect.any(Number),
        capabilities: { payments: 'active', payouts: 'active' },
        changed_capabilities: ['payouts'],
      },
    })
    expect(() => verify(secret, { ...message, body: message.body.replace('active', 'actove') })).toThrow()
  })

  it('is not told to an endpoint that came after it', async () => {
    await scene.restrict(await scene.account())
    await scene.endpoint(receiver.url())
    await scene.deliver()
    expect(receiver.received).toEqual([])
  })

  it('queues a job in the transaction of its change, and another for what is due later', async () => {
    await scene.endpoint(receiver.url())
    receiver.answer = 500
    await database.db.raw('delete from graphile_worker._private_jobs')
    const jobs = () =>
      rows<{ key: string | null; runAt: Date }>(
        database.db,
        `select key, run_at from graphile_worker.jobs where task_identifier = 'deliver_webhooks' order by id`,
      )
    await scene.restrict(await scene.account())
    expect(await jobs()).toMatchObject([{ key: null }])
    await scene.deliver()
    const [, retry] = await jobs()
    expect(retry?.key).toBe('deliver_webhooks')
    const waits = (retry?.runAt.getTime() ?? 0) - Date.parse(NOON)
    expect(waits).toBeGreaterThanOrEqual(4.5 * SECOND_MS)
    expect(waits).toBeLessThanOrEqual(5 * SECOND_MS)
  })
})

describe('a secret', () => {
  it('that is rotated signs beside the new one for 24 hours, and not a moment longer', async () => {
    const { id, secret } = await scene.endpoint(receiver.url())
    const next = await rotateSecret(scene.as(), id)
    expect(next).not.toBe(secret)
    const accountId = await scene.account()
    for (const time of [later(OVERLAP_MS - 1000), later(OVERLAP_MS)]) {
      await scene.restrict(accountId, time)
      await scene.deliver(time)
    }
    const [within, past] = receiver.received
    if (!within || !past) throw new Error('two messages were due')
    expect(verify(secret, within)).toEqual(verify(next, within))
    expect(verify(next, past)).toBeTruthy()
    expect(() => verify(secret, past)).toThrow('No matching signature')
  })
})

describe('a failure', () => {
  it('is tried again, first soon and then ever later, under the same id and body, and told at last', async () => {
    const { id } = await scene.endpoint(receiver.url())
    await scene.restrict(await scene.account())
    receiver.answer = 500
    for (const time of [0, 4 * SECOND_MS, 5 * SECOND_MS, MINUTE_MS, 6 * MINUTE_MS])
      await scene.deliver(later(time))
    expect(receiver.received).toHaveLength(3)
    receiver.answer = 204
    await scene.deliver(later(40 * MINUTE_MS))
    await scene.deliver(later(HOUR_MS))
    expect(receiver.received).toHaveLength(4)
    expect(new Set(receiver.received.map((one) => one.id)).size).toBe(1)
    expect(new Set(receiver.received.map((one) => one.body)).size).toBe(1)
    expect(await scene.deliveries(id)).toMatchObject([
      { status: 'delivered', attempts: 4, outcome: 'delivered', httpStatus: 204, claim: null },
    ])
    expect(await scene.attempts(id)).toMatchObject([
      { at: new Date(NOON), outcome: 'status', httpStatus: 500, answer: 'noted' },
      { at: new Date(later(5 * SECOND_MS)), outcome: 'status', httpStatus: 500 },
      { at: new Date(later(6 * MINUTE_MS)), outcome: 'status', httpStatus: 500 },
      { at: new Date(later(40 * MINUTE_MS)), outcome: 'delivered', httpStatus: 204, answer: '' },
    ])
  })

  it('leaves the last thirty attempts, however often it is sent again', async () => {
    const { id } = await scene.endpoint(receiver.url())
    await scene.restrict(await scene.account())
    await scene.deliver()
    const [delivery] = await scene.deliveries(id)
    for (let n = 1; n <= MAX_ATTEMPTS_KEPT; n += 1) {
      await sendAgain(scene.as(), id, delivery?.id ?? 0)
      await scene.deliver(later(n * SECOND_MS))
    }
    expect(receiver.received).toHaveLength(MAX_ATTEMPTS_KEPT + 1)
    const kept = await scene.attempts(id)
    expect(kept).toHaveLength(MAX_ATTEMPTS_KEPT)
    expect(kept[0]?.at).toEqual(new Date(later(SECOND_MS)))
    expect(await forgetDeliveries(scene.worker(later(91 * DAY_MS)))).toBeGreaterThanOrEqual(1)
    expect(await scene.attempts(id)).toEqual([])
  })

  it.each([
    ['90', 90 * SECOND_MS],
    ['Mon, 23 Nov 2026 12:01:30 GMT', 90 * SECOND_MS],
    ['864000', DAY_MS],
    ['9'.repeat(400), DAY_MS],
    ['Fri, 01 Jan 2100 00:00:00 GMT', DAY_MS],
  ])('that asks to wait (Retry-After: %s) is waited for, at most a day', async (retryAfter, waits) => {
    const { id } = await scene.endpoint(receiver.url())
    await scene.restrict(await scene.account())
    receiver.answer = (response) => response.writeHead(503, { 'retry-after': retryAfter }).end()
    await scene.deliver()
    expect(await scene.deliveries(id)).toMatchObject([
      { status: 'queued', nextAttemptAt: new Date(later(waits)) },
    ])
    // Other messages of the endpoint wait for a quarter of an hour at most.
    receiver.answer = 200
    await scene.reinstate(await scene.account())
    const rest = Math.min(waits, 15 * MINUTE_MS)
    await scene.deliver(later(rest - 1))
    expect(receiver.received).toHaveLength(1)
    await scene.deliver(later(rest))
    expect(receiver.received.length).toBeGreaterThanOrEqual(2)
  })

  it.each(['-5', '1.5', 'soon', '0x10', 'Sun, 99 Nov 2026 12:00:00 GMT', 'Sun, 22 Nov 2026 12:00:00 GMT'])(
    'that asks for nothing sensible (Retry-After: %s) is tried again as planned',
    async (retryAfter) => {
      const { id } = await scene.endpoint(receiver.url())
      await scene.restrict(await scene.account())
      receiver.answer = (response) => response.writeHead(429, { 'retry-after': retryAfter }).end()
      await scene.deliver()
      const [delivery] = await scene.deliveries(id)
      expect(delivery?.nextAttemptAt.getTime()).toBeLessThanOrEqual(Date.parse(later(5 * SECOND_MS)))
    },
  )

  it('that asks for more time than there is gets a last attempt at the end of it', async () => {
    const { id } = await scene.endpoint(receiver.url())
    await scene.restrict(await scene.account())
    const nearEnd = later(GIVE_UP_MS - 2 * HOUR_MS)
    receiver.answer = (response) => response.writeHead(503, { 'retry-after': '86400' }).end()
    await scene.deliver(nearEnd)
    expect(await scene.deliveries(id)).toMatchObject([
      { status: 'queued', nextAttemptAt: new Date(later(GIVE_UP_MS)) },
    ])
  })

  it('holds nothing back: a newer event of the account goes on', async () => {
    await scene.endpoint(receiver.url())
    const accountId = await scene.account()
    receiver.answer = (response, { json }) =>
      response.writeHead(json.type === 'account.restricted' ? 500 : 200).end()
    await scene.restrict(accountId)
    await scene.reinstate(accountId)
    await scene.deliver()
    receiver.answer = 200
    await scene.deliver(later(MINUTE_MS))
    const told = receiver.received.map(({ json }) => [json.type, json.data.sequence])
    expect(told.map(([type]) => type)).toEqual([
      'account.restricted',
      'account.reinstated',
      'account.restricted',
    ])
    // Which of the two is the present state is told by the sequence.
    expect(told[0]?.[1]).toBeLessThan(told[1]?.[1])
  })
})

describe('an order', () => {
  it('is kept for each account: what happened first is told first, and never two at once', async () => {
    await scene.endpoint(receiver.url())
    const accounts = await Promise.all(Array.from({ length: 5 }, scene.account))
    for (let round = 0; round < 4; round += 1) {
      for (const accountId of accounts) await (round % 2 ? scene.reinstate : scene.restrict)(accountId)
    }
    const open = new Set<string>()
    receiver.answer = (response, { json }) => {
      expect(open.has(json.data.account_id)).toBe(false)
      open.add(json.data.account_id)
      setTimeout(() => {
        open.delete(json.data.account_id)
        response.writeHead(200).end()
      }, 5)
    }
    await scene.deliver()
    expect(receiver.received).toHaveLength(20)
    for (const accountId of accounts) {
      const sequences = receiver.received
        .filter(({ json }) => json.data.account_id === accountId)
        .map(({ json }) => json.data.sequence)
      expect(sequences).toEqual(sequences.toSorted((a, b) => a - b))
    }
  })
})

describe('what is tried again', () => {
  it('is never on its way beside another message of its account, and lets what is new go first', async () => {
    await scene.endpoint(receiver.url())
    const accountId = await scene.account()
    for (const happen of [scene.restrict, scene.reinstate, scene.restrict]) await happen(accountId)
    receiver.answer = 500
    await scene.deliver()
    expect(receiver.received).toHaveLength(3)
    await scene.reinstate(accountId)
    let open = 0
    let most = 0
    receiver.answer = (response) => {
      most = Math.max(most, ++open)
      setTimeout(() => {
        open -= 1
        response.writeHead(200).end()
      }, 20)
    }
    await scene.deliver(later(MINUTE_MS))
    expect(most).toBe(1)
    const [first, second, third, ...again] = receiver.received.map(({ json }) => json.data.sequence)
    expect(again).toEqual([Math.max(...again), first, second, third])
  })
})

it('what waits costs no more where all of it is of one account', async () => {
  const { id: endpointId } = await scene.endpoint(receiver.url())
  const accountId = await scene.account()
  const event = { type: 'account.restricted', accountId, capabilities: ['payouts'] } as const
  await scene.tell(Array(1_000).fill(event))
  await rows(
    database.db,
    `update webhook_deliveries set attempts = 1 where endpoint_id = :endpointId and event_seq % 2 = 0`,
    { endpointId },
  )
  await database.db.raw('analyze webhook_deliveries')
  await transaction(database.db, async (db) => {
    expect(await claimDeliveries({ ...scene.worker(), db })).toHaveLength(1)
    const [read] = await rows<{ deliveries: number }>(
      db,
      `select cast(seq_tup_read + idx_tup_fetch as integer) as deliveries from pg_stat_xact_user_tables
        where relname = 'webhook_deliveries'`,
    )
    // One by one looked up among all of them they were a million.
    expect(read?.deliveries).toBeLessThan(50_000)
  })
})

describe('an endpoint that hangs', () => {
  it('delays neither another endpoint nor what happens meanwhile', async () => {
    const slow = await startReceiver()
    slow.answer = () => undefined
    await scene.endpoint(slow.url())
    await scene.endpoint(receiver.url())
    const accountId = await scene.account()
    await scene.restrict(accountId)
    const run = scene.deliver(NOON, { timeoutMs: 2_000 })
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1), { timeout: 1_000, interval: 5 })
    // The job of the next event finds the lane at work: it wakes it and ends at once.
    await scene.reinstate(accountId)
    await scene.deliver()
    await vi.waitFor(() => expect(receiver.received).toHaveLength(2), { timeout: 1_000, interval: 5 })
    expect(slow.received).toHaveLength(1)
    await slow.stop()
    await run
  })

  it('is asked by few at once, however much waits for it', async () => {
    const { id } = await scene.endpoint(receiver.url())
    for (let n = 0; n < 12; n += 1) await scene.restrict(await scene.account())
    receiver.answer = () => undefined
    const run = scene.deliver(NOON, { timeoutMs: 150 })
    await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThanOrEqual(4))
    await run
    // Four, then one more before the fifth failure in a row gives it a rest.
    expect(receiver.received.length).toBeLessThanOrEqual(8)
    expect(await scene.deliveries(id)).toHaveLength(12)
  })
})

describe('workers', () => {
  it('share what is due: each message goes once', async () => {
    const { id } = await scene.endpoint(receiver.url())
    for (let n = 0; n < 30; n += 1) await scene.restrict(await scene.account())
    receiver.answer = (response) => setTimeout(() => response.writeHead(200).end(), 3)
    await Promise.all([1, 2, 3].map(() => openWebhookLane()(scene.worker(), { timeoutMs: 2_000 })))
    expect(receiver.received).toHaveLength(30)
    expect(new Set(receiver.received.map((one) => one.id)).size).toBe(30)
    expect((await scene.deliveries(id)).every(({ status }) => status === 'delivered')).toBe(true)
  })

  it('that is told to stop begins nothing new, and finishes what is under way', async () => {
    const { id } = await scene.endpoint(receiver.url())
    const accountId = await scene.account()
    await scene.restrict(accountId)
    await scene.reinstate(accountId)
    const stopping = new AbortController()
    receiver.answer = (response) => {
      stopping.abort()
      response.writeHead(200).end()
    }
    await openWebhookLane()(scene.worker(), { signal: stopping.signal })
    expect(await scene.deliveries(id)).toMatchObject([
      { status: 'delivered' },
      { status: 'queued', attempts: 0 },
    ])
  })

  it('alone may do it', async () => {
    await expect(openWebhookLane()(scene.as())).rejects.toMatchObject({ kind: 'Forbidden' })
  })
})
