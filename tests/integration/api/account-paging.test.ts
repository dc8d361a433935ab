import { beforeAll, describe, expect, it } from 'vitest'
import { nobody, system } from '#app/domain/access/actor.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { Requirement } from '#db/models/requirements.ts'
import { addAccount, newSiren } from '#tests/factories/account.ts'
import { makeApiKey, openApi } from '#tests/factories/api.ts'
import { statusContext } from '#tests/factories/component.ts'
import { write } from '#tests/factories/context.ts'
import { addMerchants, ask, type Merchant } from '#tests/factories/overdue.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-02-25T09:00:00.000Z'
const ctx = (actor: Parameters<typeof statusContext>[1], at = NOW) => statusContext(database.db, actor, at)
let secret: string
/** All of one moment, so that the id alone orders them. */
let merchants: Merchant[]
beforeAll(async () => {
  secret = (await makeApiKey(ctx(nobody))).secret
  merchants = await addMerchants(database.db, 30, { prefix: 'aaaaaaaa' })
  await ask(database.db, merchants, { deadline: '2026-03-06' })
  await ask(database.db, merchants.slice(0, 10), {
    deadline: '2026-02-13',
    documentType: 'articles_of_association',
  })
})

const get = (path: string) => openApi(database.db, NOW).call(`GET ${path}`, { key: secret })
const idsOf = ({ json }: Awaited<ReturnType<typeof get>>): string[] =>
  json.data.map(({ id }: { id: string }) => id)

async function throughAll(
  path: string,
  limit: number,
  meanwhile: (seen: readonly string[]) => Promise<unknown> = async () => {},
) {
  const seen: string[] = []
  for (let more = true; more; ) {
    const after = seen.length > 0 ? `&starting_after=${seen.at(-1)}` : ''
    const page = await get(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}${after}`)
    expect(page.status).toBe(200)
    seen.push(...idsOf(page))
    more = page.json.has_more
    await meanwhile(seen)
  }
  return seen
}

describe('a list of accounts', () => {
  it('loses and repeats none, whatever is created or suspended meanwhile', async () => {
    const officer = await addUser(ctx(nobody), 'officer')
    const expected = merchants
      .map(({ accountId }) => accountId)
      .sort()
      .reverse()
    let suspended = 0
    const meanwhile = async () => {
      await addAccount(ctx(nobody), { siren: newSiren() })
      // The very one that the next page begins after leaves the filter.
      suspended += 4
      await restrictManually(ctx(officer), {
        accountId: expected[suspended - 1] ?? '',
        capabilities: ['payments'],
        cause: 'manual',
        reason: 'x',
      })
    }
    const seen = await throughAll('/accounts?state=active', 4, async () => {
      if (suspended < 28) await meanwhile()
    })
    expect(seen).toEqual(expected)
    const all = await throughAll('/accounts', 7)
    expect(new Set(all).size).toBe(all.length)
  })

  it('goes back to its beginning', async () => {
    const all = idsOf(await get('/accounts?limit=100'))
    const back = await get(`/accounts?limit=3&ending_before=${all[5]}`)
    expect(idsOf(back)).toEqual(all.slice(2, 5))
    expect(back.json.has_more).toBe(true)
  })

  it('is filtered by state, form, SIREN, address and age', async () => {
    const officer = await addUser(ctx(nobody), 'officer')
    const add = (at: string, given: object = {}) =>
      addAccount(ctx(nobody, at), { siren: newSiren(), email: `${newSiren()}@commerce.test`, ...given })
    const old = await add('2026-01-15T09:00:00.000Z', { legalForm: 'association' })
    const young = await add('2026-01-15T09:00:00.001Z')
    await restrictManually(ctx(officer), {
      accountId: young.id,
      capabilities: ['payouts'],
      cause: 'manual',
      reason: 'x',
    })
    const found = async (query: string) => idsOf(await get(`/accounts?limit=100&${query}`))
    expect(await found(`siren=${old.siren.slice(0, 3)}%20${old.siren.slice(3)}`)).toEqual([old.id])
    expect(await found(`email=${old.email.toUpperCase()}`)).toEqual([old.id])
    expect(await found(`siren=${old.siren}&email=${young.email}`)).toEqual([])
    const january = 'created_at[gte]=2026-01-01T00:00:00Z&created_at[lt]=2026-02-01T01:00:00%2B01:00'
    expect(await found(january)).toEqual([young.id, old.id])
    expect(await found(`${january}&state=active`)).toEqual([old.id])
    expect(await found(`${january}&state=restricted`)).toEqual([young.id])
    for (const state of ['suspended', 'closed']) expect(await found(`${january}&state=${state}`)).toEqual([])
    expect(await found(`${january}&legal_form=association`)).toEqual([old.id])
    expect(await found(`${january}&created_at[gt]=2026-01-15T09:00:00Z`)).toEqual([young.id])
    expect(await found(`${january}&created_at[lte]=2026-01-15T09:00:00Z`)).toEqual([old.id])
  })

  it.each([
    ['state=overdue', 'state'],
    ['siren=123', 'siren'],
    ['email=x', 'email'],
    ['legal_form=sarl', 'legal_form'],
    ['created_at[gte]=yesterday', 'created_at[gte]'],
    ['created_at=2026-01-01T00:00:00Z', 'created_at'],
    ['starting_after=x', 'starting_after'],
    [`starting_after=${'0'.repeat(36)}`, 'starting_after'],
    ['limit=101', 'limit'],
    ['expand=requirements', 'expand'],
  ])('with ?%s says which parameter is wrong', async (query, parameter) => {
    const answer = await get(`/accounts?${query}`)
    expect(answer.status).toBe(400)
    expect(answer.json.errors).toEqual([{ parameter, detail: expect.any(String) }])
  })

  it('with a cursor of none, or both ways, is refused', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000'
    expect((await get(`/accounts?starting_after=${unknown}`)).status).toBe(422)
    expect((await get(`/requirements?starting_after=${merchants[0]?.accountId}`)).status).toBe(422)
    expect((await get(`/accounts?starting_after=${unknown}&ending_before=${unknown}`)).status).toBe(400)
  })

  it('is read in as many statements for a hundred as for one', async () => {
    const statements: string[] = []
    database.db.on('query', ({ sql }: { sql: string }) => statements.push(sql))
    const counted = async (path: string) => {
      statements.length = 0
      const { json } = await get(path)
      return [json.data.length, statements.length]
    }
    const [one, statementsForOne] = await counted('/accounts?limit=1')
    const [many, statementsForMany] = await counted('/accounts?limit=100')
    expect(one).toBe(1)
    expect(many).toBeGreaterThanOrEqual(30)
    expect(statementsForMany).toBe(statementsForOne)
    const [, forOne] = await counted('/requirements?limit=1')
    const [requirements, forMany] = await counted('/requirements?limit=100')
    expect(requirements).toBe(40)
    expect(forMany).toBe(forOne)
  })
})

describe('a list of requirements', () => {
  const found = async (query: string) => (await get(`/requirements?limit=100&${query}`)).json.data

  it('is filtered by account, urgency, status and type', async () => {
    const [first] = merchants
    expect(await found('bucket=past_due')).toHaveLength(10)
    expect(await found('bucket=currently_due')).toHaveLength(30)
    expect(await found('bucket=satisfied')).toEqual([])
    expect(await found('status=requested&document_type=articles_of_association')).toHaveLength(10)
    expect(await found('document_type=passport')).toEqual([])
    const ofOne = await found(`account=${first?.accountId}`)
    expect(ofOne.map(({ key }: { key: string }) => key).sort()).toEqual([
      'articles_of_association',
      'bank_details',
    ])
    expect((await get(`/accounts/${first?.accountId}/requirements`)).json.data).toEqual(ofOne)
    const one = `/accounts/${first?.accountId}/requirements?bucket=past_due`
    expect((await get(one)).json.data).toHaveLength(1)
  })

  it('goes on where it was, though what it began after is settled', async () => {
    const expected = idsOf(await get('/requirements?bucket=currently_due&limit=100'))
    const seen = await throughAll('/requirements?bucket=currently_due', 7, (sofar) =>
      write(ctx(system('test')), (tx) =>
        Requirement.query(tx.db)
          .patch({ status: 'waived', closedAt: new Date(NOW) })
          .where({ id: sofar.at(-1) }),
      ),
    )
    expect(seen).toEqual(expected)
    expect(seen).toHaveLength(30)
  })

  it.each([
    ['bucket=late', 'bucket'],
    ['status=open', 'status'],
    ['account=1', 'account'],
    ['document_type=Kbis', 'document_type'],
    ['state=active', 'state'],
  ])('with ?%s says which parameter is wrong', async (query, parameter) => {
    const answer = await get(`/requirements?${query}`)
    expect(answer.status).toBe(400)
    expect(answer.json.errors).toEqual([{ parameter, detail: expect.any(String) }])
  })
})
