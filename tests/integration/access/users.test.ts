import { describe, expect, test } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { listUsers, readAdminOverview, USERS_PER_PAGE } from '#app/domain/access/list-users.ts'
import { changeRole, disableUser, enableUser, resendActivation } from '#app/domain/access/manage-user.ts'
import { openSession } from '#app/domain/access/sessions.ts'
import { action as signInAction } from '#app/routes/access/sign-in.tsx'
import { action as newAccountAction } from '#app/routes/admin/new-account.tsx'
import { action as newUserAction } from '#app/routes/admin/new-user.tsx'
import { action as usersAction, loader as usersLoader } from '#app/routes/admin/users.tsx'
import { Session, User } from '#db/models/access.ts'
import { Mail } from '#db/models/mail.ts'
import { addAccount } from '#tests/factories/account.ts'
import { administration } from '#tests/factories/administration.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addPerson, PASSWORD } from '#tests/factories/user.ts'
import { cookieOf } from '#tests/factories/visit.ts'
import { createTestDatabase, useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const { ctx, at, as, newEmail, administrator, post } = administration(database)

const refusal = (kind: string, code: string) => expect.objectContaining({ kind, code })

describe('adding staff', () => {
  const staff = () => ({ name: 'Paul Roy', email: newEmail(), role: 'officer', locale: 'en' })

  test('mails an activation link in their language', async () => {
    const { cookie } = await administrator()
    const form = staff()
    const done = await post(newUserAction, cookie, form)
    expect(done.headers.get('Location')).toBe('/admin/users')
    expect(await User.query(database.db).findOne({ email: form.email })).toMatchObject({
      name: 'Paul Roy',
      role: 'officer',
      accountId: null,
      activatedAt: null,
    })
    expect(await Mail.query(database.db).findOne({ toAddress: form.email })).toMatchObject({
      template: 'activation',
      locale: 'en',
      secret: true,
    })
  })

  test('twice with one address: the second is told, even at the same time', async () => {
    const { cookie } = await administrator()
    const form = staff()
    const both = await Promise.all([post(newUserAction, cookie, form), post(newUserAction, cookie, form)])
    expect(both.map(({ status }) => status).sort()).toEqual([302, 409])
    expect(await Mail.query(database.db).where({ toAddress: form.email }).resultSize()).toBe(1)
  })

  test('as a member, with a wrong address or with unknown fields is refused', async () => {
    const { cookie } = await administrator()
    for (const wrong of [
      { role: 'member' },
      { role: 'god' },
      { email: 'x' },
      { name: '' },
      { accountId: '1' },
    ]) {
      const form = { ...staff(), ...(wrong as unknown as Record<string, string>) }
      expect((await post(newUserAction, cookie, form)).status).toBe(422)
    }
  })

  test('is for administrators alone', async () => {
    for (const role of ['member', 'officer', 'publisher'] as const) {
      const person = await addPerson(ctx(), { role })
      const answer = await at().visit(signInAction, '/sign-in', {
        form: { email: person.email, password: PASSWORD },
      })
      const cookie = cookieOf(answer, '__Host-vigie') ?? ''
      expect((await post(newUserAction, cookie, staff())).status).toBe(403)
      expect((await post(newAccountAction, cookie, {})).status).toBe(403)
      expect((await at().visit(usersLoader, '/admin/users', { cookie })).status).toBe(403)
      await expect(listUsers(as(person), {})).rejects.toEqual(refusal('Forbidden', 'forbidden'))
      await expect(disableUser(as(person), person.id)).rejects.toEqual(refusal('Forbidden', 'forbidden'))
    }
  })
})

describe('the list of users', () => {
  test('pages by key through everybody, once each, in order', async () => {
    const own = await createTestDatabase()
    try {
      const here = deskContext(own.db, nobody)
      const boss = await addPerson(here, { role: 'administrator' })
      const { id: accountId } = await addAccount(here, { name: 'Salon 100%', siren: '732829320' })
      const emails = Array.from(
        { length: USERS_PER_PAGE },
        (_, i) => `membre${String(i).padStart(3, '0')}@vigie.test`,
      )
      for (const email of emails) await addPerson(here, { email, accountId })
      const admin = deskContext(own.db, boss.actor)
      const first = await listUsers(admin, {})
      const second = await listUsers(admin, { after: first.next ?? '' })
      expect(first.users).toHaveLength(USERS_PER_PAGE)
      expect(second.next).toBeNull()
      expect([...first.users, ...second.users].map(({ email }) => email)).toEqual(
        [...emails, boss.email].sort(),
      )

      // Searching looks into account and SIREN, and takes signs of patterns as they are.
      expect((await listUsers(admin, { search: '0%' })).users).toHaveLength(USERS_PER_PAGE)
      expect((await listUsers(admin, { search: '732829' })).users).toHaveLength(USERS_PER_PAGE)
      expect((await listUsers(admin, { search: '_' })).users).toEqual([])
      expect((await listUsers(admin, { search: 'MEMBRE007' })).users.map(({ email }) => email)).toEqual([
        'membre007@vigie.test',
      ])
      expect((await listUsers(admin, { group: 'staff' })).users.map(({ id }) => id)).toEqual([boss.id])
      expect(await readAdminOverview(admin)).toEqual({
        accounts: 1,
        members: USERS_PER_PAGE,
        staff: 1,
        administrators: 1,
        invited: 0,
      })
    } finally {
      await own.drop()
    }
  })
})

describe('one user', () => {
  test('disabled is out at once, and in again when enabled', async () => {
    const { cookie } = await administrator()
    const person = await addPerson(ctx())
    await openSession(ctx(), { id: person.id, role: 'member' }, { address: '', userAgent: '' })
    const press = (intent: string) => post(usersAction, cookie, { intent, userId: person.id })
    expect((await press('disable')).status).toBe(302)
    expect(await Session.query(database.db).where({ userId: person.id }).resultSize()).toBe(0)
    expect((await press('disable')).status).toBe(409)
    expect((await press('enable')).status).toBe(302)
    expect((await press('enable')).status).toBe(409)
  })

  test('gets another activation link until it is activated', async () => {
    const boss = await administrator()
    const waiting = await addPerson(ctx(), { state: 'invited' })
    await resendActivation(as(boss), waiting.id)
    expect(await Mail.query(database.db).where({ toAddress: waiting.email }).resultSize()).toBe(1)
    const active = await addPerson(ctx())
    await expect(resendActivation(as(boss), active.id)).rejects.toEqual(
      refusal('PreconditionFailed', 'alreadyActivated'),
    )
  })

  test('of the staff gets another role and must sign in again; a member does not', async () => {
    const boss = await administrator()
    const officer = await addPerson(ctx(), { role: 'officer' })
    await openSession(ctx(), { id: officer.id, role: 'officer' }, { address: '', userAgent: '' })
    await changeRole(as(boss), officer.id, 'publisher')
    expect(await Session.query(database.db).where({ userId: officer.id }).resultSize()).toBe(0)
    await expect(changeRole(as(boss), officer.id, 'publisher')).rejects.toEqual(
      refusal('Conflict', 'roleUnchanged'),
    )
    const member = await addPerson(ctx())
    await expect(changeRole(as(boss), member.id, 'officer')).rejects.toEqual(
      refusal('PreconditionFailed', 'memberRole'),
    )
  })

  test('that does not exist, or is no id, is answered as such', async () => {
    const { cookie } = await administrator()
    const unknown = '00000000-0000-4000-8000-000000000000'
    expect((await post(usersAction, cookie, { intent: 'disable', userId: unknown })).status).toBe(404)
    expect((await post(usersAction, cookie, { intent: 'disable', userId: '1' })).status).toBe(422)
    expect((await post(usersAction, cookie, { intent: 'delete', userId: unknown })).status).toBe(422)
  })
})

describe('the last administrator', () => {
  test('can be neither disabled nor demoted, also not by two who do it to each other at once', async () => {
    const own = await createTestDatabase()
    try {
      const here = deskContext(own.db, nobody)
      const one = await addPerson(here, { role: 'administrator' })
      // Neither of these could administer anything.
      await addPerson(here, { role: 'administrator', state: 'invited' })
      await addPerson(here, { role: 'administrator', state: 'disabled' })
      const asOne = deskContext(own.db, one.actor)
      const last = refusal('PreconditionFailed', 'lastAdministrator')
      await expect(disableUser(asOne, one.id)).rejects.toEqual(last)
      await expect(changeRole(asOne, one.id, 'officer')).rejects.toEqual(last)

      const two = await addPerson(here, { role: 'administrator' })
      const asTwo = deskContext(own.db, two.actor)
      const outcomes = await Promise.allSettled([
        disableUser(asOne, two.id),
        changeRole(asTwo, one.id, 'officer'),
      ])
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      const left = await User.query(own.db)
        .where({ role: 'administrator' })
        .whereNull('disabledAt')
        .whereNotNull('activatedAt')
      expect(left).toHaveLength(1)
    } finally {
      await own.drop()
    }
  })

  test('that was disabled can be enabled by another', async () => {
    const [boss, other] = [await administrator(), await administrator()]
    await disableUser(as(boss), other.id)
    await enableUser(as(boss), other.id)
    expect((await User.query(database.db).findById(other.id))?.disabledAt).toBeNull()
  })
})
