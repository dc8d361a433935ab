import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nobody, system } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { verifyAudit } from '#app/domain/audit/verify.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { isDatabaseError, rows } from '#db/client.ts'
import { Account } from '#db/models/access.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { addAccount } from '#tests/factories/account.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addUser } from '#tests/factories/user.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

let database: TestDatabase
let ctx: Context

beforeEach(async () => {
  database = await createTestDatabase()
  ctx = deskContext(database.db, system('test'))
})
afterEach(() => database.drop())

const append = (accountId: string | null, action: string) =>
  withTransaction(ctx, (tx) =>
    recordAudit(tx, {
      action,
      subjectType: 'test',
      subjectId: '1',
      accountId,
      before: { a: 1 },
      after: { b: [2] },
    }),
  )

/** As somebody with the database in hand would: around the triggers. */
const tamper = (sql: string, bindings: Record<string, unknown> = {}) =>
  database.db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica')
    await trx.raw(sql, bindings as never)
  })

const entriesOf = (accountId: string) => AuditEntry.query(ctx.db).where({ accountId }).orderBy('seq')

/** An account with five entries in its chain. */
async function chain(): Promise<{ id: string; name: string }> {
  const { id } = await addAccount(ctx)
  for (let n = 1; n <= 5; n++) await append(id, `test.step_${n}`)
  return { id, name: `account:${id}` }
}

describe('append-only', () => {
  test.each([
    "update audit_entries set action = 'x'",
    'delete from audit_entries',
    'truncate audit_entries',
    'truncate audit_entries cascade',
  ])('refuses %s', async (sql) => {
    await append(null, 'test.kept')
    const refused = await database.db.raw(sql).catch((error: unknown) => error)
    expect(isDatabaseError(refused, '42501')).toBe(true)
    expect((await verifyAudit(ctx)).ok).toBe(true)
  })

  test('a change without an entry is refused at commit, and gone', async () => {
    const account = await addAccount(ctx)
    const refused = await withTransaction(ctx, async (tx) => {
      await Account.query(tx.db).patch({ name: 'Autre' }).where({ id: account.id })
    }).catch((error: unknown) => error)
    expect(isDatabaseError(refused, '23000')).toBe(true)
    expect((await Account.query(ctx.db).findById(account.id))?.name).toBe('Boulangerie Dupont')
  })

  test('an entry of an earlier transaction on the same connection does not serve', async () => {
    const account = await addAccount(ctx)
    await append(null, 'test.earlier')
    await expect(Account.query(ctx.db).patch({ name: 'Autre' }).where({ id: account.id })).rejects.toThrow(
      /without an audit entry/,
    )
  })
})

describe('verify', () => {
  test('whole chains fit, in batches of any size', async () => {
    const accounts = [await chain(), await chain()]
    const { count } = await countEntries()
    for (const batch of [1, 2, 3, 7, 10_000]) {
      expect(await verifyAudit(ctx, { batch })).toEqual({
        ok: true,
        chains: accounts.length + 1,
        entries: count,
        firstBreak: null,
      })
    }
  })

  test.each([
    "after = '{}'",
    'before = null',
    "action = 'x'",
    "actor_id = 'somebody else'",
    "at = at + interval '1 microsecond'",
    "subject_id = '2'",
  ])('a changed row is named: %s', async (change) => {
    const { id, name } = await chain()
    const third = (await entriesOf(id))[2]
    await tamper(`update audit_entries set ${change} where id = :id`, { id: third?.id })
    for (const batch of [1, 2, 4, 10_000]) {
      expect(await verifyAudit(ctx, { batch })).toMatchObject({
        ok: false,
        firstBreak: { chain: name, seq: 3, entryId: third?.id, flaw: 'changed' },
      })
    }
  })

  test('a changed row that was hashed anew breaks the link of the next', async () => {
    const { id, name } = await chain()
    const entries = await entriesOf(id)
    await tamper(`update audit_entries set after = '{}' where id = :id`, { id: entries[2]?.id })
    await tamper(`update audit_entries e set hash = audit_hash(e) where id = :id`, { id: entries[2]?.id })
    expect((await verifyAudit(ctx)).firstBreak).toEqual({
      chain: name,
      seq: 4,
      entryId: entries[3]?.id,
      flaw: 'broken_link',
    })
  })

  test.each([1, 2, 3, 10_000])(
    'a row removed from the middle, the beginning or the end (batches of %i)',
    async (batch) => {
      const middle = await chain()
      const [, , , fourth] = await entriesOf(middle.id)
      await tamper('delete from audit_entries where account_id = :id and seq = 3', { id: middle.id })
      expect((await verifyAudit(ctx, { batch })).firstBreak).toEqual({
        chain: middle.name,
        seq: 4,
        entryId: fourth?.id,
        flaw: 'broken_link',
      })
      await tamper('delete from audit_entries where account_id = :id and seq < 4', { id: middle.id })
      expect((await verifyAudit(ctx, { batch })).firstBreak).toMatchObject({ seq: 4, flaw: 'broken_link' })
      await tamper('delete from audit_entries where account_id = :id', { id: middle.id })
      expect((await verifyAudit(ctx, { batch })).firstBreak).toEqual({
        chain: middle.name,
        seq: 1,
        entryId: null,
        flaw: 'cut_off',
      })
    },
  )

  test('the last row removed, a head turned back, a head removed', async () => {
    const last = await chain()
    await tamper('delete from audit_entries where account_id = :id and seq = 5', { id: last.id })
    const cut = { chain: last.name, seq: 5, entryId: null, flaw: 'cut_off' }
    expect((await verifyAudit(ctx)).firstBreak).toEqual(cut)
    await tamper('update audit_chains set seq = 4 where chain = :name', { name: last.name })
    const [, , , fourth] = await entriesOf(last.id)
    expect((await verifyAudit(ctx)).firstBreak).toEqual({ ...cut, seq: 4, entryId: fourth?.id })
    await tamper('delete from audit_chains where chain = :name', { name: last.name })
    expect((await verifyAudit(ctx)).firstBreak).toEqual({
      ...cut,
      seq: 4,
      entryId: fourth?.id,
      flaw: 'no_head',
    })
  })

  test('an entry moved to another account', async () => {
    const { id, name } = await chain()
    const other = await addAccount(ctx)
    await tamper(`update audit_entries set account_id = :other where account_id = :id and seq = 2`, {
      id,
      other: other.id,
    })
    await tamper(`update audit_entries e set hash = audit_hash(e) where chain = :name and seq = 2`, { name })
    expect((await verifyAudit(ctx)).firstBreak).toMatchObject({ chain: name, seq: 2, flaw: 'wrong_chain' })
  })

  test('the first of several breaks is named', async () => {
    const chains = [await chain(), await chain(), await chain()].sort((a, b) => a.name.localeCompare(b.name))
    const [first, second, third] = chains
    await tamper(`update audit_entries set action = 'x' where account_id = :id and seq = 1`, {
      id: third?.id,
    })
    await tamper(`delete from audit_entries where account_id = :id and seq = 5`, { id: second?.id })
    await tamper(`update audit_entries set action = 'x' where account_id = :id and seq = 4`, {
      id: second?.id,
    })
    for (const batch of [1, 4, 10_000]) {
      expect((await verifyAudit(ctx, { batch })).firstBreak).toMatchObject({ chain: second?.name, seq: 4 })
    }
    await tamper(`delete from audit_entries where account_id = :id and seq = 5`, { id: first?.id })
    expect((await verifyAudit(ctx)).firstBreak).toMatchObject({ chain: first?.name, seq: 5, flaw: 'cut_off' })
  })

  test('concurrent appends keep one chain, and do not disturb a verification', async () => {
    const { id } = await addAccount(ctx)
    const appends = Array.from({ length: 40 }, (_, n) => append(n % 4 ? id : null, `test.at_once_${n}`))
    const during = await verifyAudit(ctx)
    expect(during.ok).toBe(true)
    await Promise.all(appends)
    expect((await entriesOf(id)).map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, n) => n + 1))
    expect((await verifyAudit(ctx)).ok).toBe(true)
  })

  test('officers, administrators and our own commands may verify', async () => {
    for (const actor of [await addUser(ctx, 'officer'), await addUser(ctx, 'administrator'), system('cli')]) {
      expect((await verifyAudit({ ...ctx, actor })).ok).toBe(true)
    }
    for (const actor of [nobody, await addUser(ctx, 'publisher')]) {
      await expect(verifyAudit({ ...ctx, actor })).rejects.toMatchObject({ kind: 'Forbidden' })
    }
  })

  test('an entry for an unknown account starts a chain of its own', async () => {
    const id = randomUUID()
    await append(id, 'test.orphan')
    expect(await verifyAudit(ctx)).toMatchObject({ ok: true })
  })
})

async function countEntries(): Promise<{ count: number }> {
  const [row] = await rows<{ count: number }>(ctx.db, 'select count(*) as count from audit_entries')
  return row ?? { count: 0 }
}
