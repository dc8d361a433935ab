import { beforeAll, describe, expect, it } from 'vitest'
import { withTransaction } from '#app/domain/context.ts'
import { placeEvents } from '#app/domain/webhooks/place-events.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { makeApiKey, openApi } from '#tests/factories/api.ts'
import { makeWebhookScene, NOON, type WebhookScene } from '#tests/factories/webhook.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: WebhookScene
let key: string
let testKey: string
beforeAll(async () => {
  scene = await makeWebhookScene(database.db)
  key = (await makeApiKey(scene.as(), { scopes: ['events:read'] })).secret
  testKey = (await makeApiKey(scene.as(), { mode: 'test', scopes: ['events:read'] })).secret
})

const list = async (query = '', by = key) =>
  (await openApi(database.db, NOON).call(`GET /events${query}`, { key: by })).json
const place = () => placeEvents(scene.worker())
const idsOf = (page: { data: { id: string }[] }) => page.data.map(({ id }) => id)
/** All that can be read from a place on, a few at a time. */
async function readOn(after = ''): Promise<string[]> {
  const read: string[] = []
  for (let last = after, more = true; more; last = read.at(-1) ?? last) {
    const page = await list(`?limit=3${last && `&after=${last}`}`)
    read.push(...idsOf(page))
    more = page.has_more
  }
  return read
}

describe('the list of events', () => {
  it('tells them as webhooks do, to the reader’s scope alone', async () => {
    const accountId = await scene.account()
    await scene.restrict(accountId)
    await place()
    const page = await list()
    expect(page).toMatchObject({ object: 'list', has_more: false })
    expect(page.data.at(-1)).toEqual({
      object: 'event',
      id: expect.any(String),
      livemode: true,
      type: 'account.restricted',
      timestamp: NOON,
      data: {
        account_id: accountId,
        sequence: expect.any(Number),
        capabilities: { payments: 'active', payouts: 'active' },
        changed_capabilities: ['payouts'],
      },
    })
    expect((await list('', testKey)).data.at(-1)).toMatchObject({ livemode: false })
    const { secret } = await makeApiKey(scene.as(), { scopes: ['components:read'] })
    expect(await list('', secret)).toMatchObject({ status: 403 })
  })

  it('is read to its end a few at a time, without losing or repeating one', async () => {
    for (let n = 0; n < 8; n += 1) await scene.restrict(await scene.account())
    await place()
    const all = idsOf(await list('?limit=100'))
    expect(await readOn()).toEqual(all)
    expect(new Set(all).size).toBe(all.length)
    expect(await readOn(all[4])).toEqual(all.slice(5))
    expect(await readOn(all.at(-1))).toEqual([])
  })

  it('misses none that is committed after one with a higher number', async () => {
    const [early, late] = [await scene.account(), await scene.account()]
    const before = (await readOn()).at(-1) ?? ''
    let written: (() => void) | undefined
    const isWritten = new Promise<void>((resolve) => {
      written = resolve
    })
    let commit: (() => void) | undefined
    const mayCommit = new Promise<void>((resolve) => {
      commit = resolve
    })
    const slow = withTransaction(scene.worker(), async (tx) => {
      await recordEvents(tx, [{ type: 'account.restricted', accountId: early, capabilities: ['payouts'] }])
      written?.()
      await mayCommit
    })
    await isWritten
    await scene.restrict(late)
    await place()
    const first = await readOn(before)
    commit?.()
    await slow
    await place()
    const second = await readOn(first.at(-1))
    expect([first.length, second.length]).toEqual([1, 1])
    const accounts = (await list(`?limit=100&after=${before}`)).data.map(
      (event: { data: { account_id: string; sequence: number } }) => event.data,
    )
    expect(accounts.map((one: { account_id: string }) => one.account_id)).toEqual([late, early])
  })

  it('is placed once, by several workers at once, and twice changes nothing', async () => {
    for (let n = 0; n < 5; n += 1) await scene.restrict(await scene.account())
    const before = (await readOn()).length
    const placed = await Promise.all([place(), place(), place()])
    expect(placed.reduce((a, b) => a + b)).toBe(5)
    expect(await place()).toBe(0)
    const all = await readOn()
    expect(all).toHaveLength(before + 5)
  })

  it('ends at an event that has no place yet', async () => {
    const accountId = await scene.account()
    await scene.restrict(accountId)
    const [event] = await database.db('accountEvents').where({ accountId }).select('id')
    expect(await list(`?after=${event.id}`)).toMatchObject({ data: [], has_more: false })
    await place()
  })

  it.each([
    ['?after=nonsense', 400, 'wrongParameter'],
    ['?after=5bd0a2e4-93b2-4a52-8d3b-0b6f1f2d9a11', 422, 'eventCursor'],
    ['?limit=0', 400, 'wrongParameter'],
    ['?limit=101', 400, 'wrongParameter'],
    ['?before=x', 400, 'wrongParameter'],
  ])('refuses %s', async (query, status, code) => {
    expect(await list(query)).toMatchObject({ status, type: `urn:problem-type:vigie:${code}` })
  })
})
