import { describe, expect, test } from 'vitest'
import { action as newAccountAction } from '#app/routes/admin/new-account.tsx'
import { rows } from '#db/client.ts'
import { Account, User } from '#db/models/access.ts'
import { Mail } from '#db/models/mail.ts'
import { newSiren } from '#tests/factories/account.ts'
import { administration } from '#tests/factories/administration.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const { newEmail, administrator, post } = administration(database)

describe('creating an account', () => {
  const account = () => ({
    name: 'Café des Halles',
    siren: newSiren(),
    legalForm: 'company',
    department: '2a',
    memberName: 'Léa Petit',
    email: newEmail(),
    locale: 'fr',
  })

  test('makes the account, its first member and the mail, audited in its own chain', async () => {
    const { cookie, id } = await administrator()
    const form = account()
    const spaced = form.siren.replace(/^(...)(...)/, '$1 $2 ')
    const done = await post(newAccountAction, cookie, { ...form, siren: spaced })
    const made = await Account.query(database.db).findOne({ siren: form.siren }).throwIfNotFound()
    expect(done.headers.get('Location')).toBe(`/accounts/${made.id}`)
    expect(made).toMatchObject({ name: 'Café des Halles', department: '2A', legalForm: 'company' })
    expect(await User.query(database.db).findOne({ email: form.email })).toMatchObject({
      role: 'member',
      accountId: made.id,
      name: 'Léa Petit',
    })
    const mail = await Mail.query(database.db).findOne({ toAddress: form.email })
    expect(mail).toMatchObject({ template: 'activation', accountId: made.id })
    expect(mail?.data).toMatchObject({ accountName: 'Café des Halles', hours: 72 })
    const audit = await rows<{ action: string; actorId: string }>(
      database.db,
      'select action, actor_id from audit_entries where chain = :chain',
      { chain: `account:${made.id}` },
    )
    expect(audit).toEqual([{ action: 'account.created', actorId: id }])
  })

  test('that exists, or whose address is in use, is refused without a trace', async () => {
    const { cookie, email } = await administrator()
    const first = account()
    await post(newAccountAction, cookie, first)
    const before = await Account.query(database.db).resultSize()
    const again = await post(newAccountAction, cookie, { ...account(), siren: first.siren })
    expect([again.status, again.body]).toEqual([409, expect.anything()])
    expect((await post(newAccountAction, cookie, { ...account(), email })).status).toBe(409)
    expect((await post(newAccountAction, cookie, { ...account(), email: first.email })).status).toBe(409)
    expect(await Account.query(database.db).resultSize()).toBe(before)
  })

  test('submitted twice at once makes one', async () => {
    const { cookie } = await administrator()
    const form = account()
    const both = await Promise.all([
      post(newAccountAction, cookie, form),
      post(newAccountAction, cookie, form),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([302, 409])
    expect(await Account.query(database.db).where({ siren: form.siren }).resultSize()).toBe(1)
  })

  test.each([
    ['a wrong check digit', { siren: '732829321' }],
    ['eight digits', { siren: '73282932' }],
    ['a SIRET', { siren: '73282932000074' }],
    ['letters', { siren: 'ABCDEFGHI' }],
    ['département 20', { department: '20' }],
    ['département 96', { department: '96' }],
    ['an unknown legal form', { legalForm: 'gmbh' }],
    ['a name of 201 characters', { name: 'x'.repeat(201) }],
    ['a risk that the form does not have', { risk: 'high' }],
  ])('with %s is refused', async (_, wrong) => {
    const { cookie } = await administrator()
    expect((await post(newAccountAction, cookie, { ...account(), ...(wrong as object) })).status).toBe(422)
  })

  test('takes La Poste, and every kind of département', async () => {
    const { cookie } = await administrator()
    expect((await post(newAccountAction, cookie, { ...account(), siren: '356 000 000' })).status).toBe(302)
    for (const department of ['1', '01', '95', '2B', '971', '988']) {
      expect((await post(newAccountAction, cookie, { ...account(), department })).status).toBe(302)
    }
  })
})
