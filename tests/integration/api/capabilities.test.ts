import { randomInt } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { nobody, type UserActor } from '#app/domain/access/actor.ts'
import { readAccount } from '#app/domain/accounts/read-account.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { liftManually } from '#app/domain/restrictions/lift-manually.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { rows } from '#db/client.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Requirement } from '#db/models/requirements.ts'
import { Restriction } from '#db/models/restrictions.ts'
import { addAccount, newSiren } from '#tests/factories/account.ts'
import { makeApiKey, openApi } from '#tests/factories/api.ts'
import { statusContext } from '#tests/factories/component.ts'
import { write } from '#tests/factories/context.ts'
import { addMerchants, ask, noticesOf, openRestrictions, sweepContext } from '#tests/factories/overdue.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
/** A Wednesday, past the grace of what was due on the Friday twelve days before. */
const NOW = '2026-02-25T09:00:00.000Z'
const PAUSE = { status: 'inactive', reason: 'Chargebacks above 2 %.' }
const RESUME = { status: 'active', reason: 'Back to normal.' }
let key: { id: string; secret: string }
let officer: UserActor
beforeAll(async () => {
  key = await makeApiKey(ctx(nobody), { name: 'Core banking' })
  officer = await addUser(ctx(nobody), 'officer')
})

const ctx = (actor: Parameters<typeof statusContext>[1], at = NOW) => statusContext(database.db, actor, at)
const call = (what: string, body?: unknown, secret = key.secret, headers = {}) =>
  openApi(database.db, NOW).call(what, { key: secret, body, headers })
const newAccount = async () => (await addAccount(ctx(nobody), { siren: newSiren() })).id
const payouts = (id: string) => `/accounts/${id}/capabilities/payouts`
const events = (accountId: string) =>
  rows<{ type: string; capabilities: Record<string, string> }>(
    database.db,
    `select type, data -> 'capabilities' as capabilities from account_events
      where account_id = :accountId and type like 'account.%' order by seq`,
    { accountId },
  )

/** An account whose payouts the sweep withholds for a document that is late. */
async function overdue(): Promise<{ accountId: string; requirementId: string }> {
  const [merchant] = await addMerchants(database.db, 1, { prefix: String(randomInt(10_000_000, 99_999_999)) })
  if (!merchant) throw new Error('one merchant expected')
  const [requirementId = ''] = await ask(database.db, [merchant], {
    deadline: '2026-02-13',
    notices: ['2026-01-05T09:05:00Z', '2026-02-10T09:05:00Z'],
  })
  await runSweep(sweepContext(database.db, '2026-02-19T09:00:00.000Z'))
  return { accountId: merchant.accountId, requirementId }
}

describe('a capability', () => {
  it('that works says so', async () => {
    const id = await newAccount()
    const { json } = await call(`GET ${payouts(id)}`)
    expect(json).toEqual({
      object: 'capability',
      id: 'payouts',
      livemode: true,
      account: id,
      status: 'active',
      withheld_for: [],
      requirements: {
        currently_due: [],
        eventually_due: [],
        past_due: [],
        pending_verification: [],
        current_deadline: null,
        disabled_reason: null,
        errors: [],
      },
    })
    const list = await call(`GET /accounts/${id}/capabilities`)
    expect(list.json).toMatchObject({ object: 'list', has_more: false })
    expect(list.json.data).toMatchObject([{ id: 'payments' }, json])
  })

  it('withheld for a late document names it, and that it lies with us once it is sent', async () => {
    const { accountId, requirementId } = await overdue()
    expect((await call(`GET /accounts/${accountId}`)).json).toMatchObject({
      state: 'restricted',
      capabilities: { payments: 'active', payouts: 'inactive' },
      requirements: {
        past_due: ['bank_details'],
        currently_due: [],
        disabled_reason: 'requirements.past_due',
      },
    })
    expect((await call(`GET ${payouts(accountId)}`)).json).toMatchObject({
      status: 'inactive',
      withheld_for: ['requirements.past_due'],
    })
    expect((await call(`GET /accounts/${accountId}/capabilities/payments`)).json).toMatchObject({
      status: 'active',
      requirements: { past_due: ['bank_details'], disabled_reason: null },
    })
    await write(ctx(nobody), (tx) =>
      Requirement.query(tx.db).patch({ status: 'in_review', deadlineAt: null }).where({ id: requirementId }),
    )
    expect((await call(`GET ${payouts(accountId)}`)).json).toMatchObject({
      status: 'inactive',
      withheld_for: ['requirements.pending_verification'],
      requirements: { past_due: [], pending_verification: ['bank_details'] },
    })
  })

  it('is withheld and given back by a key, once each, under the name of the key', async () => {
    const id = await newAccount()
    const paused = await call(`POST ${payouts(id)}`, PAUSE)
    expect(paused.status).toBe(200)
    expect(paused.json).toMatchObject({
      status: 'inactive',
      withheld_for: ['platform_paused'],
      requirements: { disabled_reason: 'platform_paused' },
    })
    expect((await call(`POST ${payouts(id)}`, PAUSE)).json).toEqual(paused.json)
    expect((await call(`GET /accounts/${id}`)).json).toMatchObject({
      state: 'restricted',
      capabilities: { payments: 'active', payouts: 'inactive' },
    })
    expect(await openRestrictions(database.db, id)).toEqual({ 'payouts manual': [] })
    const desk = await readAccount(ctx(officer), id)
    expect(desk.capabilities.payouts).toMatchObject([
      { cause: 'manual', by: 'Core banking', byJob: false, reason: PAUSE.reason },
    ])
    const resumed = await call(`POST ${payouts(id)}`, RESUME)
    expect(resumed.json).toMatchObject({ status: 'active', withheld_for: [] })
    expect((await call(`POST ${payouts(id)}`, RESUME)).json).toEqual(resumed.json)
    expect(await events(id)).toEqual([
      { type: 'account.restricted', capabilities: { payments: 'active', payouts: 'inactive' } },
      { type: 'account.reinstated', capabilities: { payments: 'active', payouts: 'active' } },
    ])
    expect(
      await AuditEntry.query(database.db).where({ accountId: id, subjectType: 'restriction' }).orderBy('id'),
    ).toMatchObject([
      {
        action: 'restriction.imposed',
        actorKind: 'api_key',
        actorId: key.id,
        after: { reason: PAUSE.reason },
      },
      { action: 'restriction.lifted', actorKind: 'api_key', after: { reason: RESUME.reason } },
    ])
  })

  it('is withheld once by ten requests at once', async () => {
    const id = await newAccount()
    const all = await Promise.all(Array.from({ length: 10 }, () => call(`POST ${payouts(id)}`, PAUSE)))
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await Restriction.query(database.db).where({ accountId: id }).resultSize()).toBe(1)
  })

  it('may be given back by another key: they come and go', async () => {
    const id = await newAccount()
    await call(`POST ${payouts(id)}`, PAUSE)
    const { secret } = await makeApiKey(ctx(nobody))
    expect((await call(`POST ${payouts(id)}`, RESUME, secret)).json).toMatchObject({ status: 'active' })
  })

  it('that a document withholds stays so: a key says what still stands', async () => {
    const { accountId, requirementId } = await overdue()
    await call(`POST ${payouts(accountId)}`, PAUSE)
    expect((await call(`GET ${payouts(accountId)}`)).json).toMatchObject({
      withheld_for: ['requirements.past_due', 'platform_paused'],
      requirements: { disabled_reason: 'requirements.past_due' },
    })
    expect((await call(`POST ${payouts(accountId)}`, RESUME)).json).toMatchObject({
      status: 'inactive',
      withheld_for: ['requirements.past_due'],
    })
    // And the other way round: the document alone does not end what a key withheld.
    await call(`POST ${payouts(accountId)}`, PAUSE)
    await waiveRequirement(ctx(officer), { requirementId, reason: 'Inutile.' })
    expect((await call(`GET ${payouts(accountId)}`)).json).toMatchObject({
      withheld_for: ['platform_paused'],
    })
    expect((await noticesOf(database.db, accountId)).map(({ kind }) => kind)).not.toContain('reinstated')
    await call(`POST ${payouts(accountId)}`, RESUME)
    expect((await noticesOf(database.db, accountId)).map(({ kind }) => kind)).toContain('reinstated')
  })

  it('can be given back by an officer, also from a key', async () => {
    const id = await newAccount()
    await call(`POST ${payouts(id)}`, PAUSE)
    const { capabilities } = await readAccount(ctx(officer), id)
    const restrictionId = capabilities.payouts[0]?.restrictionId ?? ''
    await liftManually(ctx(officer), { accountId: id, restrictionId, reason: 'Vu.' })
    expect((await call(`GET ${payouts(id)}`)).json).toMatchObject({ status: 'active' })
  })

  it.each<[string, object, string]>([
    ['nothing', {}, '#/status'],
    ['no reason', { status: 'inactive' }, '#/reason'],
    ['an empty reason', { status: 'inactive', reason: ' ' }, '#/reason'],
    ['another status', { status: 'paused', reason: 'x' }, '#/status'],
    ['a cause', { ...PAUSE, cause: 'fraud' }, '#/cause'],
  ])('is not changed by %s', async (_, body, pointer) => {
    const id = await newAccount()
    const answer = await call(`POST ${payouts(id)}`, body)
    expect(answer.status).toBe(422)
    expect(answer.json.errors).toContainEqual({ pointer, detail: expect.any(String) })
    expect(await Restriction.query(database.db).where({ accountId: id }).resultSize()).toBe(0)
  })

  it('that is none, or of no account, is not found; of a closed one it stays', async () => {
    const id = await newAccount()
    const unknown = '00000000-0000-4000-8000-000000000000'
    for (const path of [`/accounts/${id}/capabilities/loans`, payouts(unknown), payouts('x')]) {
      expect((await call(`GET ${path}`)).status, path).toBe(404)
      expect((await call(`POST ${path}`, PAUSE)).status, path).toBe(404)
    }
    const closed = await addAccount(ctx(nobody), { siren: newSiren(), closedAt: new Date(NOW) })
    expect((await call(`POST ${payouts(closed.id)}`, PAUSE)).status).toBe(412)
  })

  it('is withheld once under one Idempotency-Key, and by a test key not at all', async () => {
    const id = await newAccount()
    const headers = { 'idempotency-key': 'pause 17' }
    const first = await call(`POST ${payouts(id)}`, PAUSE, key.secret, headers)
    await call(`POST ${payouts(id)}`, RESUME)
    // Replayed, it tells what was then; it does not withhold again.
    expect((await call(`POST ${payouts(id)}`, PAUSE, key.secret, headers)).text).toBe(first.text)
    expect((await call(`GET ${payouts(id)}`)).json).toMatchObject({ status: 'active' })
    const { secret } = await makeApiKey(ctx(nobody), { mode: 'test' })
    const tried = await call(`POST ${payouts(id)}`, PAUSE, secret)
    expect(tried.json).toMatchObject({ status: 'inactive', livemode: false })
    expect((await call(`GET ${payouts(id)}`)).json).toMatchObject({ status: 'active' })
    expect(await events(id)).toHaveLength(2)
  })
})

describe('nobody is tipped off', () => {
  const CAUSES = ['manual', 'fraud', 'asset_freeze'] as const

  /** Everything a key can see and do of an account under one cause, with what is its own left out. */
  async function seenUnder(cause: (typeof CAUSES)[number]): Promise<string> {
    const { id, siren } = await addAccount(ctx(nobody), { siren: newSiren() })
    const seen: unknown[] = []
    const look = async () => {
      for (const path of [`/accounts/${id}`, `/accounts/${id}/capabilities`, payouts(id)]) {
        seen.push((await call(`GET ${path}`)).json)
      }
      const page = await call(`GET /accounts?state=restricted&siren=${siren}`)
      seen.push(page.json.data, await events(id))
    }
    const imposed = await restrictManually(ctx(officer), {
      accountId: id,
      capabilities: ['payouts'],
      cause,
      reason: 'x',
    })
    await look()
    for (const body of [RESUME, PAUSE, PAUSE, RESUME, RESUME, PAUSE]) {
      const answer = await call(`POST ${payouts(id)}`, body)
      seen.push(answer.status, answer.json)
      await look()
    }
    const [restrictionId = ''] = imposed
    await liftManually(ctx(officer), { accountId: id, restrictionId, reason: 'x' })
    await look()
    const text = JSON.stringify(seen)
    expect(text).not.toMatch(/fraud|freeze|manual/)
    return text.replaceAll(id, 'ID').replaceAll(siren, 'SIREN')
  }

  it('fraud, an asset freeze and any other decision of an officer look the same, whatever a key tries', async () => {
    const manual = await seenUnder('manual')
    expect(manual).toContain('"disabled_reason":"under_review"')
    expect(manual).toContain('"withheld_for":["under_review","platform_paused"]')
    expect(await seenUnder('fraud')).toBe(manual)
    expect(await seenUnder('asset_freeze')).toBe(manual)
  })

  it('several at once count as one', async () => {
    const id = await newAccount()
    for (const cause of CAUSES) {
      const capabilities = ['payments', 'payouts'] as const
      await restrictManually(ctx(officer), {
        accountId: id,
        capabilities: [...capabilities],
        cause,
        reason: 'x',
      })
    }
    expect((await call(`GET ${payouts(id)}`)).json).toMatchObject({ withheld_for: ['under_review'] })
    expect((await call(`GET /accounts/${id}`)).json).toMatchObject({ state: 'suspended' })
    // What stopped working is told once, not once for each cause.
    expect(await events(id)).toEqual([
      { type: 'account.restricted', capabilities: { payments: 'inactive', payouts: 'inactive' } },
    ])
  })
})
