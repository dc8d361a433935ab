import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build, loadConfigFromFile, type Plugin, type PluginOption } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
let house: string
let guards: Plugin[]

beforeAll(async () => {
  house = await realpath(await mkdtemp(path.join(tmpdir(), 'vigie-client-')))
  for (const folder of ['db', 'jobs', 'storage', 'local', 'app/config', 'app/mail', 'app/components']) {
    await mkdir(path.join(house, folder), { recursive: true })
    await writeFile(path.join(house, folder, 'it.ts'), 'export const it = 1\n')
  }
  const command = { command: 'build', mode: 'production' } as const
  const loaded = await loadConfigFromFile(command, path.join(root, 'vite.config.ts'), root)
  const plugins = await flatten(loaded?.config.plugins ?? [])
  guards = plugins.filter(({ name }) => name.startsWith('deny-imports/'))
})

afterAll(() => rm(house, { recursive: true }))

test.each(['db', 'jobs', 'storage', 'local', 'app/config', 'app/mail'])(
  'a component that imports a plain file under %s breaks the client build',
  async (folder) => {
    const up = path.relative(path.join(house, 'app/components'), path.join(house, folder, 'it.ts'))
    await expect(buildComponent(`import { it } from '${up}'\nconsole.log(it)\n`)).rejects.toThrow(
      'Import denied',
    )
  },
)

test.each([
  'knex',
  'objection',
  'pg',
  'pg/lib/client',
  '@aws-sdk/client-s3',
  'nodemailer',
  'node:fs',
  '@node-rs/argon2',
])('a component that imports %s breaks the client build', async (name) => {
  await expect(buildComponent(`import * as it from '${name}'\nconsole.log(it)\n`)).rejects.toThrow(
    'Import denied',
  )
})

test('a component that imports another one is built', async () => {
  await buildComponent(`import { it } from './it.ts'\nconsole.log(it)\n`)
})

/** Builds one component for the browser with the guards of the project's own vite.config.ts. */
async function buildComponent(source: string): Promise<void> {
  const entry = path.join(house, 'app/components/entry.ts')
  await writeFile(entry, source)
  await build({
    root: house,
    configFile: false,
    logLevel: 'silent',
    plugins: guards,
    build: { write: false, rollupOptions: { input: entry } },
  })
}

async function flatten(options: PluginOption[]): Promise<Plugin[]> {
  const all: Plugin[] = []
  for (const option of options) {
    const plugin = await option
    if (Array.isArray(plugin)) all.push(...(await flatten(plugin)))
    else if (plugin) all.push(plugin)
  }
  return all
}
