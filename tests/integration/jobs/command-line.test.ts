import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { rows } from '#db/client.ts'
import { Account, User } from '#db/models/access.ts'
import { runCommandLine } from '#jobs/cli/run.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addDocuments, addMerchants, ask, openRestrictions } from '#tests/factories/overdue.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const folder = mkdtempSync(path.join(tmpdir(), 'vigie-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Types a command line; answers with what was printed and the exit code. */
async function vigie(...args: string[]) {
  const out: string[] = []
  const error: string[] = []
  let opened = false
  const code = await runCommandLine(args, {
    out: (line) => out.push(line),
    error: (line) => error.push(line),
    withContext: (work) => {
      opened = true
      return work(deskContext(database.db, system('cli')))
    },
  })
  return { out, error, code, opened }
}

describe('typed wrongly: one line, exit 2, nothing opened', () => {
  it.each([
    [[], /expected a command/],
    [['bogus'], /unknown command "bogus".*Known: sweep, audit verify/],
    [['audit'], /unknown command "audit"/],
    [['status', 'bogus'], /unknown command/],
    [['status', 'export'], /expected one directory/],
    [['sweep', '--bogus'], /Unknown option '--bogus'.*sweep --help/],
    [['sweep', 'now'], /unexpected "now"/],
    [['sweep', '--at'], /--at/],
    [['sweep', '--at', 'tomorrow'], /expected an instant with its zone/],
    [['sweep', '--at', '2027-01-15T08:00:00'], /expected an instant with its zone/],
    [['sweep', '--at', '2027-02-30T08:00:00Z'], /expected an instant with its zone/],
    [['sweep', '--dry-run=yes'], /--dry-run/],
    [['audit', 'replay', '--from', 'yesterday'], /--from: expected an instant with its zone/],
    [
      ['audit', 'replay', '--from', '2026-02-02T00:00:00Z', '--until', '2026-02-02T00:00:00Z'],
      /--from: expected an instant before --until/,
    ],
    [['user', 'create', '--email', 'x', '--name', 'A', '--role', 'officer'], /--email: expected an address/],
    [['user', 'create', '--email', 'a@b.fr', '--name', 'A', '--role', 'member'], /--role: expected officer/],
    [['user', 'create', '--email', 'a@b.fr', '--role', 'officer'], /--name: expected/],
    [['accounts', 'import'], /expected one file/],
    [['accounts', 'import', 'a.csv', 'b.csv'], /expected one file/],
  ])('%j', async (args, message) => {
    const { out, error, code, opened } = await vigie(...args)
    expect({ code, out, opened }).toEqual({ code: 2, out: [], opened: false })
    expect(error).toHaveLength(1)
    expect(error[0]).toMatch(/^vigie: /)
    expect(error[0]).toMatch(message)
  })
})

it('helps, with every command and for each', async () => {
  const { out, code } = await vigie('--help')
  expect(code).toBe(0)
  for (const name of ['sweep', 'audit verify', 'audit replay', 'user create', 'accounts import']) {
    expect(out.some((line) => line.trim().startsWith(name))).toBe(true)
    const one = await vigie(...name.split(' '), '--help')
    expect(one).toMatchObject({ code: 0, opened: false })
    expect(one.out[0]).toMatch(`usage: npm run vigie -- ${name} `)
  }
})

describe('sweep', () => {
  it('lists without acting, then acts on the same list', async () => {
    const [merchant] = await addMerchants(database.db, 1)
    const accountId = merchant?.accountId ?? ''
    const notices = ['2026-01-05T09:00:00Z', '2026-01-30T09:00:00Z']
    const requirementIds = await ask(database.db, merchant ? [merchant] : [], {
      deadline: '2026-02-13',
      notices,
    })
    const at = ['--at', '2026-02-20T09:00:00+01:00']
    const dry = await vigie('sweep', ...at, '--dry-run', '--json')
    expect(dry.code).toBe(0)
    expect(dry.out).toHaveLength(1)
    const report = JSON.parse(dry.out[0] ?? '')
    expect(report).toMatchObject({
      at: '2026-02-20T08:00:00.000Z',
      policyVersion: 1,
      dryRun: true,
      restrictions: [{ accountId, grounds: { payouts: requirementIds } }],
    })
    expect(await openRestrictions(database.db, accountId)).toEqual({})
    expect((await vigie('sweep', ...at, '--dry-run')).out[0]).toMatch(/^would withhold payouts: Commerce/)
    const real = await vigie('sweep', ...at, '--json')
    expect(JSON.parse(real.out[0] ?? '')).toEqual({ ...report, dryRun: false })
    expect(await openRestrictions(database.db, accountId)).toEqual({
      'payouts documents_overdue': requirementIds,
    })
  })
})

it('sweep asks for renewals first, so that moving the clock tells the whole story', async () => {
  const merchants = await addMerchants(database.db, 1)
  await addDocuments(database.db, merchants, { documentType: 'activity_licence', expiresOn: '2027-03-12' })
  const at = (day: string) => ['--at', `${day}T08:00:00Z`]
  const [dry] = (await vigie('sweep', ...at('2027-01-11'), '--dry-run')).out
  expect(dry).toBe('would ask again for 1 documents and start 0 clocks')
  const first = JSON.parse((await vigie('sweep', ...at('2027-01-11'), '--json')).out[0] ?? '')
  const accountId = merchants[0]?.accountId
  expect(first).toMatchObject({ renewals: { asked: 1, started: 0 }, reminders: [{ accountId }] })
  const second = JSON.parse((await vigie('sweep', ...at('2027-02-10'), '--json')).out[0] ?? '')
  expect(second).toMatchObject({ renewals: { asked: 0, started: 1 }, reminders: [{ accountId }] })
})

it('audit verify says yes, or names the first entry that does not fit with exit 1', async () => {
  expect(await vigie('audit', 'verify')).toMatchObject({
    code: 0,
    out: [expect.stringMatching(/^ok: \d+ entries/)],
  })
  await database.db.raw(`alter table audit_entries disable trigger audit_no_change`)
  await database.db.raw(`update audit_entries set action = 'x' where chain = 'platform' and seq = 1`)
  const broken = await vigie('audit', 'verify')
  expect(broken).toMatchObject({
    code: 1,
    out: [expect.stringMatching(/^broken: platform, entry 1 .*changed/)],
  })
  expect(JSON.parse((await vigie('audit', 'verify', '--json')).out[0] ?? '')).toMatchObject({ ok: false })
})

it('audit replay decides again, and names what comes out otherwise with exit 1', async () => {
  const merchants = await addMerchants(database.db, 1)
  await ask(database.db, merchants, {
    deadline: '2026-02-13',
    notices: ['2026-01-05T09:00:00Z', '2026-01-30T09:00:00Z'],
  })
  await vigie('sweep', '--at', '2026-02-20T08:00:00Z')
  const good = await vigie('audit', 'replay')
  expect(good).toMatchObject({
    code: 0,
    out: [expect.stringMatching(/^ok: [1-9]\d* decisions come out the same$/)],
  })
  await database.db.raw(`alter table audit_entries disable trigger audit_no_change`)
  await database.db.raw(
    `update audit_entries set after = jsonb_set(after, '{basis,decisions,0,requirements,0,notices}', '[]')
      where action = 'restriction.imposed' and account_id = :accountId`,
    { accountId: merchants[0]?.accountId ?? '' },
  )
  const bad = await vigie('audit', 'replay', '--from', '2026-02-20T00:00:00Z')
  expect(bad.code).toBe(1)
  expect(bad.out).toEqual([
    expect.stringMatching(/^differs: restriction\.imposed .*entry \d+ of account .*nothing of it follows$/),
    expect.stringMatching(/^1 of [1-9]\d* decisions come out otherwise$/),
  ])
  const report = JSON.parse((await vigie('audit', 'replay', '--json')).out[0] ?? '')
  expect(report).toMatchObject({ ok: false, different: 1, listed: [{ action: 'restriction.imposed' }] })
  expect(await vigie('audit', 'replay', '--until', '2026-02-20T00:00:00Z')).toMatchObject({ code: 0 })
})

it('user create mails a link once; a second time is refused in one line', async () => {
  const args = ['user', 'create', '--email', 'Nina@Vigie.test', '--name', 'Nina', '--role', 'publisher']
  expect((await vigie(...args)).code).toBe(0)
  const user = await User.query(database.db).findOne({ email: 'nina@vigie.test' })
  expect(user).toMatchObject({ role: 'publisher', locale: 'fr', activatedAt: null })
  const again = await vigie(...args)
  expect(again).toMatchObject({ code: 1, out: [] })
  expect(again.error).toEqual([expect.stringMatching(/^vigie: This address already has access/)])
  const mails = await rows(
    database.db,
    `select 1 from mails where template = 'activation' and user_id = :id`,
    {
      id: user?.id,
    },
  )
  expect(mails).toHaveLength(1)
})

it('accounts import names bad rows and keeps the good ones', async () => {
  const file = path.join(folder, 'accounts.csv')
  writeFileSync(
    file,
    'name,siren,legal_form,email,contact_name\n' +
      'Boulangerie Petit,732829320,company,petit@commerce.test,Anne Petit\n' +
      'Fausse,123456789,company,fausse@commerce.test,Jean Faux\n',
  )
  const { code, out } = await vigie('accounts', 'import', file)
  expect(code).toBe(1)
  expect(out.at(-1)).toBe('2 rows: 1 created, 0 there already, 1 bad')
  expect(out[0]).toMatch(/^line 3, siren: .*\("123456789"\)$/)
  expect(await Account.query(database.db).findOne({ siren: '732829320' })).toMatchObject({
    name: 'Boulangerie Petit',
  })
  const missing = await vigie('accounts', 'import', path.join(folder, 'none.csv'))
  expect(missing).toMatchObject({ code: 2, error: [expect.stringMatching(/no such file/)] })
})
