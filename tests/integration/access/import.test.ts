import { describe, expect, test } from 'vitest'
import { nobody, system } from '#app/domain/access/actor.ts'
import { importAccounts } from '#app/domain/imports/import-accounts.ts'
import { FAULTS_PER_PAGE } from '#app/domain/imports/read-report.ts'
import { action as signInAction } from '#app/routes/access/sign-in.tsx'
import { action as importAction, loader as importLoader } from '#app/routes/admin/import-accounts.tsx'
import { loader as faultsLoader } from '#app/routes/admin/import-faults.ts'
import { loader as reportLoader } from '#app/routes/admin/import-report.tsx'
import { rows } from '#db/client.ts'
import { Account, AccountImport, User } from '#db/models/access.ts'
import { Mail } from '#db/models/mail.ts'
import { newSiren } from '#tests/factories/account.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addPerson, PASSWORD } from '#tests/factories/user.ts'
import { cookieOf, openSite } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const ctx = () => deskContext(database.db, system('test'))
const at = () => openSite(database.db)
const HEADING = 'name;siren;legal_form;email;contact_name\n'
let unique = 0
const goodRow = (siren = newSiren(), email = `import${++unique}@vigie.test`) =>
  `Épicerie ${unique};${siren};SARL;${email};Noé Faure\n`
const fileOf = (...parts: string[]) => Buffer.from(HEADING + parts.join(''))
async function* inPieces(bytes: Uint8Array, size = 1000) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}
const run = (bytes: Uint8Array) => importAccounts(ctx(), { name: 'comptes.csv', source: inPieces(bytes) })

async function cookieFor(role: 'administrator' | 'officer') {
  const { email } = await addPerson(deskContext(database.db, nobody), { role })
  const answer = await at().visit(signInAction, '/sign-in', { form: { email, password: PASSWORD } })
  return cookieOf(answer, '__Host-vigie') ?? ''
}
async function upload(cookie: string, content: Uint8Array<ArrayBuffer> | null) {
  const form = new FormData()
  form.set('file', new File(content ? [content] : [], content ? 'comptes.csv' : ''))
  return at().visit(importAction, '/admin/accounts/import', { cookie, form })
}
const refused = (answer: { body: unknown }) => (answer.body as { refused: string }).refused

describe('an import', () => {
  test('creates the good rows, reports the bad, and invites each first member', async () => {
    const before = await Account.query(database.db).resultSize()
    const rowsOfFile = [goodRow(), 'x;1;SARL;a@b.fr;Y\n', goodRow(), 'trop;peu\n']
    const summary = await run(fileOf(...rowsOfFile))
    expect(summary).toMatchObject({ rows: 4, created: 2, alreadyThere: 0, faulty: 2 })
    expect(await Account.query(database.db).resultSize()).toBe(before + 2)
    const member = await User.query(database.db).findOne({ email: `import${unique}@vigie.test` })
    expect(member).toMatchObject({ role: 'member', name: 'Noé Faure', activatedAt: null })
    expect(await Mail.query(database.db).findOne({ userId: member?.id })).toMatchObject({
      template: 'activation',
      accountId: member?.accountId,
    })
    const [jobs] = await rows<{ count: number }>(
      database.db,
      `select count(*) from graphile_worker.jobs where key in (select 'mail:' || id from mails where user_id = :id)`,
      { id: member?.id },
    )
    expect(jobs?.count).toBe(1)
    const [audited] = await rows<{ count: number }>(
      database.db,
      `select count(*) from audit_entries where action = 'account.created' and account_id = :id`,
      { id: member?.accountId },
    )
    expect(audited?.count).toBe(1)
    expect(await AccountImport.query(database.db).findById(summary.id)).toMatchObject({
      rows: 4,
      created: 2,
      faulty: 2,
      fileName: 'comptes.csv',
      finishedAt: expect.any(Date),
    })
  })

  test('repeated changes nothing and says that they are there', async () => {
    const file = fileOf(goodRow(), goodRow(), goodRow())
    expect(await run(file)).toMatchObject({ created: 3, alreadyThere: 0 })
    const [accounts, mails] = [
      await Account.query(database.db).resultSize(),
      await Mail.query(database.db).resultSize(),
    ]
    expect(await run(file)).toMatchObject({ rows: 3, created: 0, alreadyThere: 3, faulty: 0 })
    expect(await Account.query(database.db).resultSize()).toBe(accounts)
    expect(await Mail.query(database.db).resultSize()).toBe(mails)
  })

  test('takes a SIREN once and an address once, within the file and against the database', async () => {
    const siren = newSiren()
    const known = await addPerson(deskContext(database.db, nobody), { role: 'officer' })
    const summary = await run(
      fileOf(
        goodRow(siren, 'double@vigie.test'),
        goodRow(siren),
        goodRow(newSiren(), 'DOUBLE@vigie.test'),
        goodRow(newSiren(), known.email),
      ),
    )
    expect(summary).toMatchObject({ created: 1, alreadyThere: 1, faulty: 2 })
    const faults = await rows(
      database.db,
      'select line, column_name, code, value from account_import_faults where import_id = :id order by line',
      { id: summary.id },
    )
    expect(faults).toEqual([
      { line: 4, columnName: 'email', code: 'emailTaken', value: 'double@vigie.test' },
      { line: 5, columnName: 'email', code: 'emailTaken', value: known.email },
    ])
  })

  test('of one file twice at the same time creates each account once', async () => {
    const file = fileOf(...Array.from({ length: 30 }, () => goodRow()))
    const both = await Promise.all([run(file), run(file)])
    expect(both.map(({ created }) => created).sort()).toEqual([0, 30])
    expect(both.map(({ alreadyThere }) => alreadyThere).sort()).toEqual([0, 30])
  })

  test('across several batches counts every row once', async () => {
    const parts = Array.from({ length: 1203 }, (_, row) =>
      row % 3 === 2 ? 'faux;1;SARL;a@b.fr;Y\n' : goodRow(),
    )
    expect(await run(fileOf(...parts))).toMatchObject({ rows: 1203, created: 802, faulty: 401 })
  })

  test('cut off in the middle keeps what it did, says so, and can be repeated', async () => {
    const parts = Array.from({ length: 600 }, () => goodRow())
    const whole = fileOf(...parts)
    async function* cutOff() {
      yield whole.subarray(0, Math.floor(whole.length * 0.9))
      throw new Error('the line went dead')
    }
    const failing = importAccounts(ctx(), { name: 'coupe.csv', source: cutOff() })
    await expect(failing).rejects.toThrow('the line went dead')
    const cut = await AccountImport.query(database.db).findOne({ fileName: 'coupe.csv' })
    expect(cut).toMatchObject({ created: 500, finishedAt: null })
    expect(await run(whole)).toMatchObject({ created: 100, alreadyThere: 500 })
  })

  test('is refused to everybody but administrators and the command line', async () => {
    const officer = await addPerson(deskContext(database.db, nobody), { role: 'officer' })
    const source = inPieces(fileOf(goodRow()))
    await expect(
      importAccounts(deskContext(database.db, officer.actor), { name: 'x', source }),
    ).rejects.toEqual(expect.objectContaining({ kind: 'Forbidden' }))
    expect((await upload(await cookieFor('officer'), fileOf(goodRow()))).status).toBe(403)
  })
})

describe('an upload', () => {
  test('leads to its report, on the page and as a file', async () => {
    const cookie = await cookieFor('administrator')
    const bad = Array.from({ length: FAULTS_PER_PAGE + 1 }, () => '=1+1;123;SARL;a@b.fr;Y\n')
    const done = await upload(cookie, fileOf(goodRow(), ...bad))
    const importId = done.headers.get('Location')?.split('/').at(-1) ?? ''
    const page = await at().visit(reportLoader, '/x', { cookie, params: { importId } })
    const body = page.body as { report: object; faults: object[]; nextUrl: string }
    expect(body.report).toMatchObject({ created: 1, faulty: FAULTS_PER_PAGE + 1 })
    expect(body.faults).toHaveLength(FAULTS_PER_PAGE)
    expect(body.faults[0]).toEqual({ line: 3, column: 'siren', code: 'siren', value: '123' })
    const next = await at().visit(reportLoader, `/x${body.nextUrl}`, { cookie, params: { importId } })
    expect((next.body as { faults: object[] }).faults).toHaveLength(1)

    const file = await at().visit(faultsLoader, '/x', { cookie, params: { importId } })
    expect(file.headers.get('Content-Disposition')).toContain('attachment')
    const lines = String(file.body).trimEnd().split('\r\n')
    expect(lines).toHaveLength(FAULTS_PER_PAGE + 2)
    expect(lines[1]).toMatch(/^"3";"siren";"123";"Ce numéro n’est pas un SIREN/)

    const listed = await at().visit(importLoader, '/x', { cookie })
    const { imports } = listed.body as { imports: { id: string }[] }
    expect(imports.map(({ id }) => id)).toContain(importId)
  })

  test('of a spreadsheet formula comes back as text', async () => {
    const cookie = await cookieFor('administrator')
    const done = await upload(cookie, fileOf(goodRow(newSiren(), '=HYPERLINK(1)')))
    const importId = done.headers.get('Location')?.split('/').at(-1) ?? ''
    const file = await at().visit(faultsLoader, '/x', { cookie, params: { importId } })
    expect(String(file.body)).toContain(`"'=HYPERLINK(1)"`)
  })

  test('without a file, of no CSV, or of broken UTF-8 in its heading is told what to do', async () => {
    const cookie = await cookieFor('administrator')
    const answers = [
      await upload(cookie, null),
      await upload(cookie, Buffer.from('bonjour')),
      await upload(cookie, Buffer.from('nom;d\xe9nomination\n', 'latin1')),
      await upload(cookie, Buffer.from(HEADING)),
    ]
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422])
    expect(answers.map(refused)).toEqual([
      'Choisissez un fichier CSV.',
      expect.stringMatching(/^La première ligne doit nommer les colonnes/),
      expect.stringMatching(/^Ce fichier n’est pas en UTF-8/),
      expect.stringMatching(/aucune ligne/),
    ])
  })

  test('of 10 MB is read, of one byte more is cut with 413', async () => {
    const cookie = await cookieFor('administrator')
    const limit = 10 * 1024 * 1024
    const filled = (size: number) => {
      const start = fileOf(goodRow())
      return Buffer.concat([start, Buffer.alloc(size - start.length, '\n')])
    }
    expect((await upload(cookie, filled(limit))).status).toBe(302)
    const tooMuch = await upload(cookie, filled(limit + 1))
    expect([tooMuch.status, refused(tooMuch)]).toEqual([413, expect.stringMatching(/dépasse 10\sMo/)])
  }, 240_000)

  test('that is no form, or a broken one, is refused', async () => {
    const cookie = await cookieFor('administrator')
    const as = async (contentType: string, body: Record<string, string>) =>
      (await at().visit(importAction, '/x', { cookie, form: body, headers: { 'content-type': contentType } }))
        .status
    expect(await as('application/x-www-form-urlencoded', { file: 'x' })).toBe(415)
    expect(await as('multipart/form-data', { file: 'x' })).toBe(400)
    expect(await as('multipart/form-data; boundary=x', { file: 'x' })).toBe(400)
  })

  test('report of an import that does not exist', async () => {
    const cookie = await cookieFor('administrator')
    for (const importId of ['1', '00000000-0000-4000-8000-000000000000']) {
      expect((await at().visit(reportLoader, '/x', { cookie, params: { importId } })).status).toBe(404)
      expect((await at().visit(faultsLoader, '/x', { cookie, params: { importId } })).status).toBe(404)
    }
  })
})
