import { mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Actor } from '#app/domain/access/actor.ts'
import { deleteIncident } from '#app/domain/incidents/delete-incident.ts'
import { renderMarkdown } from '#app/domain/incidents/markdown.ts'
import { recordIncident } from '#app/domain/incidents/record-incident.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { KeptStatus } from '#app/domain/snapshot/keep.ts'
import { publicEventsSchema } from '#app/domain/snapshot/kept-schema.ts'
import type { PublicStatus, PublicUpdate } from '#app/domain/snapshot/public-status.ts'
import { Incident } from '#db/models/status.ts'
import { openStorage } from '#storage/open.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = new Date('2026-11-23T09:00:00.000Z')
let publisher: Actor
let cards: string
let parent: string
let folder: string
const ctx = () => statusContext(database.db, publisher, NOW.toISOString())
beforeAll(async () => {
  publisher = await createPublisher(database.db)
  cards = await makeComponent(ctx())
  parent = await mkdtemp(path.join(tmpdir(), 'vigie-kept-'))
  await makeIncident(ctx(), { [cards]: 'partial_outage' })
  await entered('2024-02-29')
  await entered('2024-02-03')
  await entered('2025-06-30')
})
beforeEach(async () => {
  damaged = 0
  folder = await mkdtemp(path.join(parent, 'store-'))
})
afterAll(() => rm(parent, { recursive: true }))

const entered = (day: string) =>
  recordIncident(ctx(), {
    nameFr: `Le ${day}`,
    bodyFr: `Panne du ${day}`,
    components: [{ id: cards, status: 'major_outage' }],
    beganAt: new Date(`${day}T08:00:00Z`),
    endedAt: new Date(`${day}T09:00:00Z`),
  })
let damaged: number
const open = () => new KeptStatus(openStorage(`file:${folder}`), { error: () => void damaged++ })
const snapshot = async () => ({ status: await buildPublicStatus(ctx()), confirmedAt: NOW })
const months = async () =>
  (await readdir(folder, { recursive: true })).filter((file) => /past.*\.json$/.test(file)).sort()
const versionOf = async (id: string) =>
  (await Incident.query(database.db).findById(id).throwIfNotFound()).version
const textIn = async (files: readonly string[]) =>
  (await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')))).join()

it('what is kept is read as it was, what is long over month by month', async () => {
  const kept = open()
  const { status } = await snapshot()
  await kept.keep({ status, confirmedAt: NOW })
  expect(await kept.read()).toEqual({ status, confirmedAt: NOW })
  expect(await open().read()).toEqual({ status, confirmedAt: NOW })
  expect((await months()).map((file) => file.match(/\d{4}-\d{2}/)?.[0])).toEqual(['2024-02', '2025-06'])
  await kept.keep({ status, confirmedAt: NOW })
  expect(await months()).toHaveLength(2)
})

it('a change today writes no past month, and one of the past writes its own', async () => {
  const kept = open()
  const other = open()
  await kept.keep(await snapshot())
  await other.keep(await snapshot())
  const before = await months()
  await makeIncident(ctx(), { [cards]: 'degraded_performance' })
  await kept.keep(await snapshot())
  expect(await months()).toEqual(before)
  const late = await entered('2025-06-02')
  await kept.keep(await snapshot())
  const [february, june] = await months()
  expect(february).toBe(before[0])
  expect(june).not.toBe(before[1])
  expect(await months()).toHaveLength(2)
  // Another process does the same a little later, and takes nothing away.
  await other.keep(await snapshot())
  expect(await months()).toEqual([february, june])
  expect(await other.read()).toEqual(await snapshot())

  await deleteIncident(ctx(), { incidentId: late, version: await versionOf(late) })
  await kept.keep(await snapshot())
  expect(await textIn(await months())).not.toContain('2025-06-02')
  expect(await kept.read()).toEqual(await snapshot())
})

it('what a killed process left is removed a day later, and nothing younger', async () => {
  await open().keep(await snapshot())
  const [name = ''] = await months()
  const leftover = (digit: string) => path.join(folder, name.replace(/-[0-9a-f]{32}/, `-${digit.repeat(32)}`))
  for (const [digit, hours] of [
    ['a', 25],
    ['b', 23],
  ] as const) {
    await writeFile(leftover(digit), '{}')
    const then = new Date(NOW.getTime() - hours * 3_600_000)
    await utimes(leftover(digit), then, then)
  }
  await open().keep(await snapshot())
  const left = await months()
  expect(left.some((file) => file.includes('a'.repeat(32)))).toBe(false)
  expect(left.some((file) => file.includes('b'.repeat(32)))).toBe(true)
  expect(await open().read()).toEqual(await snapshot())
})

it.each([
  ['missing', (file: string) => rm(file)],
  ['cut off', (file: string) => writeFile(file, '{"incidents":[')],
  ['of something else', (file: string) => writeFile(file, '{"incidents":[{"id":"x"}],"maintenances":[]}')],
])(
  'a month that is %s takes nothing else away, and is mended by the next process with a database',
  async (_, damage) => {
    const whole = await snapshot()
    await open().keep(whole)
    const [name = ''] = await months()
    await damage(path.join(folder, name))
    const read = await open().read()
    expect(read?.status.incidents).toEqual(
      whole.status.incidents.filter(({ startedAt }) => !startedAt.startsWith('2024-02')),
    )
    expect(damaged).toBe(1)
    await open().keep(whole)
    expect(await open().read()).toEqual(whole)
  },
)

it('a month that vanishes, or that a process a step behind removes, is written again by the one that runs', async () => {
  const whole = await snapshot()
  const later = (minutes: number) => ({ ...whole, confirmedAt: new Date(NOW.getTime() + minutes * 60_000) })
  const kept = open()
  await kept.keep(whole)
  await kept.keep(later(1))
  for (const file of await months()) await rm(path.join(folder, file))
  await kept.keep(later(12))
  expect(await open().read()).toEqual(later(12))
  expect(damaged).toBe(0)
})

it('a file that is far longer than any of ours is left unread', async () => {
  const whole = await snapshot()
  await open().keep(whole)
  const [name = ''] = await months()
  await truncate(path.join(folder, name), 65 * 1024 * 1024)
  const reader = open()
  expect((await reader.read())?.status.incidents).toHaveLength(whole.status.incidents.length - 2)
  expect([damaged, reader.missing]).toEqual([1, 1])
})

it.each([3, 4])(
  'what version %i kept is read: it has texts as HTML, and at first not their language',
  async (format) => {
    const whole = await snapshot()
    await open().keep(whole)
    const storage = openStorage(`file:${folder}`)
    const keys: string[] = []
    for await (const { key } of storage.list('status/')) keys.push(key)
    expect(keys).toHaveLength(3)
    for (const key of keys) {
      const kept = JSON.parse(await new Response((await storage.get(key)).body).text(), inFormer(format))
      const body = Buffer.from(JSON.stringify({ ...kept, ...(kept.format && { format }) }))
      expect(body.toString()).toContain('"html":')
      async function* once() {
        yield body
      }
      await storage.put(key, once(), { contentType: 'application/json', maxBytes: body.length })
    }
    const read = await open().read()
    expect(read?.confirmedAt).toEqual(NOW)
    const former: PublicStatus = JSON.parse(JSON.stringify(whole.status), withoutLanguage(format))
    expect(asShown(read?.status)).toEqual(asShown(former))
  },
)

it('of what a former version kept and is too long to be read as Markdown, the words are shown', async () => {
  const { status } = await snapshot()
  const [incident] = status.incidents
  const [update] = incident?.updates ?? []
  const { markdown: _, ...former } = update ?? { markdown: null }
  const words = '- un\n'.repeat(300)
  const list = `<ul>${'<li>un</li>\n'.repeat(300)}</ul>`
  const updates = [{ ...former, body: { fr: words, en: words }, html: { fr: list, en: '<p>one</p>' } }]
  const read = publicEventsSchema.parse({ incidents: [{ ...incident, updates }], maintenances: [] })
  const { fr = '', en = '' } = read.incidents[0]?.updates[0]?.markdown ?? {}
  expect(renderMarkdown(fr).text).toBe(words.trim())
  expect(renderMarkdown(en)).toEqual({ html: '<p>one</p>', text: 'one' })
})

type Reviver = (key: string, value: unknown) => unknown

const withoutLanguage =
  (format: number): Reviver =>
  (key, value) =>
    format === 3 && key === 'writtenIn' ? undefined : value

/** Updates as the version of that format kept them. */
const inFormer =
  (format: number): Reviver =>
  (key, value) => {
    if (!isUpdate(value)) return withoutLanguage(format)(key, value)
    const { markdown, ...update } = value
    const [fr, en] = [renderMarkdown(markdown.fr), renderMarkdown(markdown.en)]
    return { ...update, body: { ...markdown, fr: fr.text, en: en.text }, html: { fr: fr.html, en: en.html } }
  }

/** With what people see of each update. */
const asShown = (status: PublicStatus | undefined) =>
  JSON.parse(JSON.stringify(status), (_, value) =>
    isUpdate(value)
      ? { ...value, markdown: [renderMarkdown(value.markdown.fr), renderMarkdown(value.markdown.en)] }
      : value,
  )

const isUpdate = (value: unknown): value is PublicUpdate =>
  typeof value === 'object' && value !== null && 'markdown' in value && !Array.isArray(value.markdown)
