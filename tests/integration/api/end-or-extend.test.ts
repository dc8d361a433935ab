import { beforeAll, describe, expect, it } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { ClockEntry } from '#db/models/requirements.ts'
import { makeApiKey } from '#tests/factories/api.ts'
import { type ApiMerchants, apiMerchants, BANK, NOW } from '#tests/factories/api-merchant.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: ApiMerchants
beforeAll(async () => {
  scene = await apiMerchants(database.db)
})

describe('an end or more days', () => {
  async function open(given: object = {}): Promise<{ accountId: string; id: string }> {
    const accountId = await scene.merchant()
    const { json } = await scene.call(`POST /accounts/${accountId}/requirements`, { ...BANK, ...given })
    return { accountId, id: json.id }
  }

  it.each([
    ['cancel', 'cancelled'],
    ['waive', 'waived'],
  ])('%s leaves it %s, once', async (verb, status) => {
    const { call } = scene
    const { accountId, id } = await open()
    const ended = await call(`POST /requirements/${id}/${verb}`, { reason: 'Inutile.' })
    expect(ended.status).toBe(200)
    expect(ended.json).toMatchObject({
      status,
      bucket: 'satisfied',
      closed_at: NOW,
      closing_reason: 'Inutile.',
      version: 2,
    })
    expect((await call(`GET /accounts/${accountId}`)).json.requirements.currently_due).toEqual([])
    for (const again of ['cancel', 'waive', 'extend']) {
      const late = await call(`POST /requirements/${id}/${again}`, {
        reason: 'x',
        ...(again === 'extend' && { days: 1 }),
      })
      expect(late.json, again).toMatchObject({ status: 409, type: expect.stringMatching(/alreadyClosed$/) })
    }
  })

  it('of several at once one ends it', async () => {
    const { call } = scene
    const { id } = await open()
    const end = (verb: string) => call(`POST /requirements/${id}/${verb}`, { reason: 'x' })
    const all = await Promise.all(['cancel', 'waive', 'cancel', 'waive'].map(end))
    expect(all.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
  })

  it('more days are given up to thirty in all, whoever gives them', async () => {
    const { call, key } = scene
    const { id } = await open({ deadline: '2026-02-06' })
    const extend = (days: unknown) => call(`POST /requirements/${id}/extend`, { days, reason: 'Grève.' })
    expect((await extend(3)).json.deadline).toBe('2026-02-09T22:59:59.999Z')
    expect((await extend(27)).status).toBe(200)
    const over = await extend(1)
    expect(over.json).toMatchObject({ status: 422, errors: [{ pointer: '#/days' }] })
    for (const days of [0, 31, 1.5, '3', null]) expect((await extend(days)).status).toBe(422)
    expect(await ClockEntry.query(database.db).where({ requirementId: id, kind: 'extended' })).toMatchObject([
      { days: 3, cause: 'Grève.', actorId: key.id },
      { days: 27 },
    ])
  })

  it('more days need a date to count from', async () => {
    const { call } = scene
    const { id } = await open({ deadline: null })
    const answer = await call(`POST /requirements/${id}/extend`, { days: 1, reason: 'x' })
    expect(answer.json).toMatchObject({ status: 412, type: expect.stringMatching(/noDeadline$/) })
  })

  it.each(['cancel', 'waive', 'extend'])('%s needs a reason, and something to end', async (verb) => {
    const { call } = scene
    const { id } = await open()
    const body = verb === 'extend' ? { days: 1 } : {}
    for (const reason of [undefined, '', ' ', 'x'.repeat(501)]) {
      const answer = await call(`POST /requirements/${id}/${verb}`, { ...body, reason })
      expect(answer.json.errors).toEqual([{ pointer: '#/reason', detail: expect.any(String) }])
    }
    const unknown = '00000000-0000-4000-8000-000000000000'
    for (const other of [unknown, 'x']) {
      const answer = await call(`POST /requirements/${other}/${verb}`, { ...body, reason: 'x' })
      expect(answer.status).toBe(404)
    }
  })

  it('asked for twice under one key is done once', async () => {
    const { call, key } = scene
    const { id } = await open({ deadline: '2026-02-06' })
    const headers = { 'idempotency-key': `extend ${id}` }
    const extend = () =>
      call(`POST /requirements/${id}/extend`, { days: 3, reason: 'x' }, key.secret, headers)
    const [first, second] = [await extend(), await extend()]
    expect(second.text).toBe(first.text)
    expect(await ClockEntry.query(database.db).where({ requirementId: id, kind: 'extended' })).toHaveLength(1)
  })

  it('by a test key is taken back', async () => {
    const { ctx, call } = scene
    const { id } = await open()
    const { secret } = await makeApiKey(ctx(nobody), { mode: 'test' })
    const before = (await call(`GET /requirements/${id}`)).json
    for (const [verb, body] of [
      ['cancel', { reason: 'x' }],
      ['waive', { reason: 'x' }],
      ['extend', { days: 1, reason: 'x' }],
    ] as const) {
      const tried = await call(`POST /requirements/${id}/${verb}`, body, secret)
      expect(tried.json, verb).toMatchObject({ id, livemode: false })
    }
    expect((await call(`GET /requirements/${id}`)).json).toEqual(before)
  })
})
