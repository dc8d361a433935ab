import { beforeAll, describe, expect, it } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { rows } from '#db/client.ts'
import { addAccount, newSiren } from '#tests/factories/account.ts'
import { makeApiKey, openApi } from '#tests/factories/api.ts'
import { statusContext } from '#tests/factories/component.ts'
import { addWaiting } from '#tests/factories/review-scene.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-03-10T09:00:00.000Z'
const BODY = { reason: 'Contract ended.' }
let secret: string
beforeAll(async () => {
  secret = (await makeApiKey(ctx(), { scopes: ['accounts:write'] })).secret
})

const ctx = () => statusContext(database.db, nobody, NOW)
const call = (what: string, body: unknown = BODY, headers: Record<string, string> = {}, key = secret) =>
  openApi(database.db, NOW).call(what, { key, body, headers })
async function newAccount(): Promise<string> {
  const account = await addAccount(ctx(), { siren: newSiren() })
  const member = await addUser(ctx(), 'member', { accountId: account.id })
  await addWaiting(ctx(), { account, member })
  return account.id
}
const actions = async (accountId: string) =>
  (
    await rows<{ action: string }>(
      database.db,
      `select action from audit_entries where account_id = :accountId and action like 'account.%' order by id`,
      { accountId },
    )
  ).map(({ action }) => action)

describe('closing and reopening by key', () => {
  it('answers with the account as it is then', async () => {
    const id = await newAccount()
    const closed = await call(`POST /accounts/${id}/close`)
    expect(closed.status).toBe(200)
    expect(closed.json).toMatchObject({
      object: 'account',
      id,
      state: 'closed',
      closed_at: NOW,
      capabilities: { payments: 'inactive', payouts: 'inactive' },
      requirements: { currently_due: [], pending_verification: [], past_due: [], disabled_reason: 'other' },
    })
    const reopened = await call(`POST /accounts/${id}/reopen`)
    expect(reopened.json).toMatchObject({
      state: 'active',
      closed_at: null,
      capabilities: { payments: 'active', payouts: 'active' },
    })
    expect(reopened.json.requirements.currently_due).toContain('bank_details')
  })

  it('tells of what was asked that it ended with its account, and not why', async () => {
    const id = await newAccount()
    await call(`POST /accounts/${id}/close`)
    const reader = await makeApiKey(ctx(), { scopes: ['requirements:read'] })
    const { json } = await openApi(database.db, NOW).call(`GET /accounts/${id}/requirements`, {
      key: reader.secret,
    })
    expect(json.data).toMatchObject([
      { status: 'cancelled', closed_at: NOW, closing_reason: 'account_closed' },
    ])
    expect(JSON.stringify(json)).not.toContain(BODY.reason)
  })

  it('refuses a second time in words, and does nothing', async () => {
    const id = await newAccount()
    expect(await call(`POST /accounts/${id}/reopen`)).toMatchObject({
      status: 409,
      json: { type: 'urn:problem-type:vigie:account.notClosed', detail: 'This account is not closed.' },
    })
    await call(`POST /accounts/${id}/close`)
    expect(await call(`POST /accounts/${id}/close`)).toMatchObject({
      status: 409,
      json: {
        type: 'urn:problem-type:vigie:account.alreadyClosed',
        detail: 'This account is closed already.',
      },
    })
    expect(await actions(id)).toEqual(['account.closed'])
  })

  it('is done once under an idempotency key, in a row and at once', async () => {
    const id = await newAccount()
    const close = () => call(`POST /accounts/${id}/close`, BODY, { 'idempotency-key': `close ${id}` })
    const all = [...(await Promise.all(Array.from({ length: 5 }, close))), await close()]
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(all.map(({ text }) => text)).size).toBe(1)
    expect(all.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(5)
    expect(await actions(id)).toEqual(['account.closed'])
  })

  it.each([
    ['nothing', {}],
    ['no reason', { reason: '  ' }],
    ['a reason too long', { reason: 'x'.repeat(501) }],
    ['a field of another kind', { ...BODY, notify: false }],
  ])('takes a reason and nothing else: %s', async (_, body) => {
    const id = await newAccount()
    expect((await call(`POST /accounts/${id}/close`, body)).status).toBe(422)
    expect(await actions(id)).toEqual([])
  })

  it('needs accounts:write and an account; a test key changes nothing', async () => {
    const id = await newAccount()
    const reader = await makeApiKey(ctx(), { scopes: ['accounts:read', 'capabilities:write'] })
    expect((await call(`POST /accounts/${id}/close`, BODY, {}, reader.secret)).status).toBe(403)
    const trial = await makeApiKey(ctx(), { scopes: ['accounts:write'], mode: 'test' })
    expect((await call(`POST /accounts/${id}/close`, BODY, {}, trial.secret)).json).toMatchObject({
      livemode: false,
      state: 'closed',
    })
    for (const unknown of [crypto.randomUUID(), 'nothing']) {
      expect((await call(`POST /accounts/${unknown}/close`)).status).toBe(404)
    }
    expect((await call(`POST /accounts/${id}/close`, { reason: 'x'.repeat(500) })).status).toBe(200)
    expect(await actions(id)).toEqual(['account.closed'])
  })
})
