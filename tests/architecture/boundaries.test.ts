import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const cruiser = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
const rooms = ['app', 'db', 'jobs', 'storage', 'local', 'tests']

/** For each rule, imports that it must refuse: importing file -> what it imports. */
const refused: Record<string, [file: string, imported: string][]> = {
  'components-stay-in-the-browser': [
    ['app/components/a.tsx', '#db/client.ts'],
    ['app/components/b.tsx', '#app/domain/accounts/close.ts'],
    ['app/components/c.tsx', '#storage/contract.ts'],
    ['app/components/d.tsx', '#app/mail/mailer.ts'],
    ['app/components/e.tsx', '#app/http/session.ts'],
    ['app/components/f.tsx', '#jobs/tasks.ts'],
    ['app/components/g.tsx', '#app/config/config.ts'],
  ],
  'components-no-server-packages': [
    ['app/components/h.tsx', 'knex'],
    ['app/components/i.tsx', '@aws-sdk/client-s3'],
    ['app/components/j.tsx', '@remix-run/node'],
  ],
  'components-no-node': [['app/components/k.tsx', 'node:fs']],
  'routes-only-domain-http-components': [
    ['app/routes/a.tsx', '#db/client.ts'],
    ['app/routes/b.tsx', '#storage/contract.ts'],
    ['app/routes/c.tsx', '#jobs/tasks.ts'],
    ['app/root.tsx', '#db/client.ts'],
  ],
  'http-only-domain': [
    ['app/http/a.ts', '#db/models/account.ts'],
    ['app/http/b.ts', '#db/client.ts'],
    ['app/http/c.ts', '#jobs/tasks.ts'],
  ],
  'domain-only-what-it-needs': [
    ['app/domain/accounts/a.ts', '#app/http/session.ts'],
    ['app/domain/accounts/b.ts', '#jobs/tasks.ts'],
    ['app/domain/accounts/c.ts', '#storage/file.ts'],
    ['app/domain/accounts/d.ts', '#app/config/config.ts'],
    ['app/domain/accounts/e.ts', '#app/mail/mailer.ts'],
  ],
  'domain-no-web-packages': [
    ['app/domain/accounts/f.ts', '@remix-run/node'],
    ['app/domain/accounts/g.ts', 'express'],
  ],
  'domain-no-drivers': [['app/domain/accounts/h.ts', '@aws-sdk/client-s3']],
  'domain-deadlines-not-what-follows': [['app/domain/deadlines/a.ts', '#app/domain/requirements/good.ts']],
  'domain-evidence-not-what-follows': [['app/domain/evidence/a.ts', '#app/domain/renewals/good.ts']],
  'domain-due-not-what-follows': [['app/domain/due/a.ts', '#app/domain/home/good.ts']],
  'domain-requirements-not-what-follows': [
    ['app/domain/requirements/a.ts', '#app/domain/extensions/good.ts'],
  ],
  'domain-extensions-not-what-follows': [['app/domain/extensions/a.ts', '#app/domain/home/good.ts']],
  'domain-home-not-what-follows': [['app/domain/home/a.ts', '#app/domain/renewals/good.ts']],
  'mail-only-templates': [
    ['app/mail/a.ts', '#db/client.ts'],
    ['app/mail/b.ts', '#app/domain/accounts/close.ts'],
  ],
  'i18n-alone': [['app/i18n/a.ts', '#app/domain/accounts/schemas.ts']],
  'config-alone': [['app/config/a.ts', '#db/client.ts']],
  'db-alone': [
    ['db/a.ts', '#app/domain/accounts/schemas.ts'],
    ['db/b.ts', '#storage/contract.ts'],
  ],
  'storage-alone': [
    ['storage/a.ts', '#db/client.ts'],
    ['storage/b.ts', '#app/config/config.ts'],
  ],
  'jobs-only-domain-queue': [
    ['jobs/a.ts', '#app/http/session.ts'],
    ['jobs/b.ts', '#app/routes/good.ts'],
    ['jobs/c.ts', '#app/components/good.tsx'],
    ['jobs/d.ts', '#db/models/account.ts'],
  ],
  'jobs-no-queries': [['jobs/e.ts', '#db/client.ts']],
  'nothing-imports-local-or-tests': [
    ['app/routes/d.tsx', '#local/postgres.ts'],
    ['db/c.ts', '#tests/setup/database.ts'],
    ['jobs/f.ts', '#local/postgres.ts'],
    ['storage/c.ts', '#tests/setup/database.ts'],
  ],
  'composition-is-only-entered': [
    ['app/http/d.ts', '#app/runtime.ts'],
    ['app/domain/accounts/i.ts', '#app/runtime.ts'],
  ],
  'database-packages-only-in-db': [
    ['app/domain/accounts/j.ts', 'objection'],
    ['app/runtime.ts', 'knex'],
    ['jobs/g.ts', 'pg'],
  ],
  'object-store-only-in-storage': [['jobs/h.ts', '@aws-sdk/client-s3']],
  'smtp-only-in-mail': [['app/http/e.ts', 'nodemailer']],
  resolvable: [['app/routes/e.tsx', '#db/nowhere.ts']],
}

/** Imports that the table allows. */
const allowed: [file: string, imported: string][] = [
  ['app/components/good.tsx', '#app/domain/accounts/schemas.ts'],
  ['app/components/form.tsx', '#app/domain/policy/forms/rules.ts'],
  ['app/routes/good.ts', '#app/domain/accounts/close.ts'],
  ['app/http/session.ts', '#app/domain/accounts/close.ts'],
  ['app/domain/accounts/close.ts', '#db/client.ts'],
  ['app/domain/accounts/schemas.ts', 'zod'],
  ['app/domain/policy/forms/rules.ts', 'zod'],
  ['app/domain/requirements/good.ts', '#app/domain/deadlines/good.ts'],
  ['app/domain/deadlines/good.ts', '#db/client.ts'],
  ['app/domain/extensions/good.ts', '#app/domain/requirements/good.ts'],
  ['app/domain/home/good.ts', '#app/domain/deadlines/good.ts'],
  ['app/domain/renewals/good.ts', '#app/domain/requirements/good.ts'],
  ['app/mail/types.ts', '#app/i18n/index.ts'],
  ['app/mail/mailer.ts', 'nodemailer'],
  ['db/client.ts', 'knex'],
  ['db/models/account.ts', 'objection'],
  ['storage/contract.ts', 'node:stream'],
  ['storage/file.ts', '@aws-sdk/client-s3'],
  ['jobs/tasks.ts', '#app/domain/accounts/close.ts'],
  ['jobs/worker.ts', '#app/runtime.ts'],
  ['app/web.ts', '#app/runtime.ts'],
  ['local/postgres.ts', '#db/client.ts'],
  ['tests/setup/database.ts', 'pg'],
]

interface Violation {
  rule: { name: string }
  from: string
}

let house: string
let found: Violation[]

beforeAll(async () => {
  house = await mkdtemp(path.join(tmpdir(), 'vigie-house-'))
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(house, file)), { recursive: true })
    await writeFile(path.join(house, file), text)
  }
  await write('package.json', await readFile(path.join(root, 'package.json'), 'utf8'))
  const packages = [...Object.values(refused).flat(), ...allowed]
    .map(([, imported]) => imported)
    .filter((imported) => !/^(#|node:)/.test(imported))
  for (const name of packages) {
    await write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }))
    await write(`node_modules/${name}/index.js`, 'module.exports = {}')
  }
  await write('app/i18n/index.ts', 'export const it = 1\n')
  await write('app/config/config.ts', 'export const it = 1\n')
  for (const [file, imported] of [...allowed, ...Object.values(refused).flat()]) {
    await write(file, `import * as it from '${imported}'\nexport default it\n`)
  }
  found = await cruise(house)
})

afterAll(() => rm(house, { recursive: true }))

describe('imports', () => {
  const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
    forbidden: { name: string; severity: string }[]
  }

  test('every rule has an import here that breaks it, and is an error', () => {
    expect(Object.keys(refused).sort()).toEqual(forbidden.map(({ name }) => name).sort())
    for (const { severity } of forbidden) expect(severity).toBe('error')
  })

  test.each(Object.keys(refused))('%s', (rule) => {
    const caught = found.filter((violation) => violation.rule.name === rule).map(({ from }) => from)
    for (const [file] of refused[rule] ?? []) expect(caught).toContain(file)
  })

  test('what the table allows is allowed', () => {
    const caught = found.map(({ from }) => from)
    for (const [file] of allowed) expect(caught).not.toContain(file)
  })
})

test('only app/config reads the environment', async () => {
  const reads = (text: string) =>
    /\bprocess\s*\??\.\s*env\b|\benv\b[^;\n]*\bfrom\s+['"](node:)?process['"]/.test(text)
  expect(reads(`const url = process.env.DATABASE_URL`)).toBe(true)
  expect(reads(`import { env } from 'node:process'`)).toBe(true)
  const readers: string[] = []
  for (const room of ['app', 'db', 'jobs', 'storage']) {
    for (const entry of await readdir(path.join(root, room), { recursive: true, withFileTypes: true })) {
      const file = path.relative(root, path.join(entry.parentPath, entry.name))
      if (!entry.isFile() || !/\.[jt]sx?$/.test(file) || file.startsWith('app/config/')) continue
      if (reads(await readFile(path.join(root, file), 'utf8'))) readers.push(file)
    }
  }
  expect(readers).toEqual([])
})

/** Runs the project's own rules over a folder, as `npm run boundaries` does. */
function cruise(folder: string): Promise<Violation[]> {
  const config = path.join(root, '.dependency-cruiser.cjs')
  const args = [cruiser, ...rooms, '--config', config, '--output-type', 'json']
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (error, output) => {
      if (!output) reject(error)
      else resolve((JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations)
    })
  })
}
