import { randomBytes } from 'node:crypto'
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseConfig } from '#app/config/config.ts'
import { deleteIncident } from '#app/domain/incidents/delete-incident.ts'
import { exportStatus } from '#app/export-status.ts'
import type { Answer } from '#app/http/public-site/answer.ts'
import { openPublicSide } from '#app/public-side.ts'
import { openRuntime, type Runtime } from '#app/runtime.ts'
import { loadServerBuild } from '#app/server-build.ts'
import { followStatus } from '#app/snapshot.ts'
import { rows } from '#db/client.ts'
import { fillDemo } from '#local/demo/fill.ts'
import { createPublisher } from '#tests/factories/component.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'
import { runProcess } from '#tests/setup/process.ts'

let folder: string
let database: TestDatabase
let runtime: Runtime
let env: Record<string, string>
/** Every public answer about the demonstration's data, by path and language. */
const answers = new Map<string, Answer>()

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-bytes-'))
  database = await createTestDatabase()
  env = {
    PUBLIC_URL: 'http://127.0.0.1:3000',
    DATABASE_URL: database.url,
    STORAGE_URL: `file:${path.join(folder, 'storage')}`,
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'Vigie <no-reply@vigie.test>',
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    LOG_LEVEL: 'silent',
  }
  await fillDemo({ ...env, VIGIE_DEMO_PASSWORD: 'a-password-for-tests' }, () => undefined)
  runtime = openRuntime(parseConfig(env), 'web')
  const { site } = await openPublicSide(runtime, await loadServerBuild())
  await (await followStatus(runtime, site)).close()
  for (const at of site.paths()) {
    for (const locale of ['fr', 'en'] as const) {
      const answer = await site.find(at, () => locale)
      if (answer) answers.set(`${at} ${locale}`, answer)
    }
  }
})
afterAll(async () => {
  await runtime.close()
  await database.drop()
  await rm(folder, { recursive: true })
})

describe('the public bytes', () => {
  test('hold no name, number or address of an account, a person or a subscriber', async () => {
    const secrets = await rows<{ secret: string }>(
      database.db,
      `select name as secret from accounts union select siren from accounts
       union select name from users union select email from users union select email from subscribers
       union select cast(id as text) from accounts union select cast(id as text) from users`,
    )
    // Forty accounts and two hundred subscribers: there was something to find.
    expect(secrets.length).toBeGreaterThan(300)
    for (const [at, { forms }] of answers) {
      const text = forms.identity.body.toString().toLowerCase()
      const found = secrets.filter(({ secret }) => text.includes(secret.toLowerCase()))
      expect(found, at).toEqual([])
    }
  })

  test('of every form are the same text', () => {
    for (const [at, { forms }] of answers) {
      if (forms.gzip.body === forms.identity.body) continue
      expect(gunzipSync(forms.gzip.body).equals(forms.identity.body), at).toBe(true)
    }
  })
})

describe('vigie status export', () => {
  const vigie = async (...args: string[]) => {
    const output: string[] = []
    const command = runProcess('jobs/cli.ts', env, output, args)
    return { code: await command.ended, output: output.join('\n') }
  }

  test('writes them as files, and removes what is gone', async () => {
    const directory = path.join(folder, 'export')
    const first = await vigie('status', 'export', directory)
    expect(first).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^\d+ files in .+, confirmed at 2/),
    })
    const page = await readFile(path.join(directory, 'status/index.html'))
    expect(page.toString()).toContain('<html lang="fr"')
    expect(gunzipSync(await readFile(path.join(directory, 'status/index.html.gz'))).equals(page)).toBe(true)
    const names = async (file: string) =>
      JSON.parse(await readFile(path.join(directory, file), 'utf8')).components
    expect(await names('api/v2/summary.json')).not.toEqual(await names('api/v2/summary.en.json'))

    const [incident] = await rows<{ id: string; version: number }>(
      database.db,
      "select id, version from incidents where kind = 'incident'",
    )
    if (!incident) throw new Error('the demonstration has incidents')
    const isThere = async () => {
      const files = await readdir(directory, { recursive: true })
      return files.filter((file) => file.includes(`incidents/${incident.id}/index.html`)).length
    }
    // In both languages, plain and in two compressed forms.
    expect(await isThere()).toBe(6)
    const publisher = await createPublisher(database.db)
    await deleteIncident(runtime.context(publisher), { incidentId: incident.id, version: incident.version })
    await exportStatus(runtime.context(publisher), directory)
    expect(await isThere()).toBe(0)
  })

  test('writes real files alone: it goes through no link that others have laid in its folder', async () => {
    const outside = path.join(folder, 'outside')
    await mkdir(path.join(outside, 'status'), { recursive: true })
    const kept = path.join(outside, 'kept.txt')
    await writeFile(kept, 'kept')
    await writeFile(path.join(outside, 'status', 'gone.html'), 'kept')
    const directory = path.join(folder, 'linked')
    await mkdir(path.join(directory, 'status'), { recursive: true })
    // A file of its own, the draft of one and the manifest: replaced as links, and what they lead to stays.
    for (const name of ['status/index.html', 'status/index.html.new', '.vigie-export.json'])
      await symlink(kept, path.join(directory, name))
    const context = runtime.context(await createPublisher(database.db))
    await exportStatus(context, directory)
    expect(await readFile(kept, 'utf8')).toBe('kept')
    expect((await lstat(path.join(directory, 'status/index.html'))).isFile()).toBe(true)
    expect(await readdir(path.join(directory, 'status'))).not.toContain('index.html.new')

    // A folder: nothing is written or removed through it.
    const hijacked = path.join(folder, 'hijacked')
    await mkdir(hijacked)
    await symlink(path.join(outside, 'status'), path.join(hijacked, 'status'))
    await writeFile(path.join(hijacked, '.vigie-export.json'), '["/status/gone.html"]')
    await expect(exportStatus(context, hijacked)).rejects.toThrow('follows no symbolic links')
    expect(await readdir(path.join(outside, 'status'))).toEqual(['gone.html'])

    // The folder that is named on the command line may be one.
    const named = path.join(folder, 'named')
    await symlink(directory, named)
    expect(await exportStatus(context, named)).toMatchObject({ files: expect.any(Number) })
  })

  test('says what is wrong with the command', async () => {
    expect(await vigie('status', 'export')).toMatchObject({ code: 2 })
    expect(await vigie('status', 'export', 'a', 'b')).toMatchObject({ code: 2 })
  })

  test('writes what was kept last when the database is gone', async () => {
    const directory = path.join(folder, 'kept')
    const output: string[] = []
    const gone = { ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/gone' }
    const command = runProcess('jobs/cli.ts', gone, output, ['status', 'export', directory])
    expect(await command.ended, output.join('\n')).toBe(0)
    expect(await readFile(path.join(directory, 'status/en/index.html'), 'utf8')).toContain('<html lang="en"')
  })
})
