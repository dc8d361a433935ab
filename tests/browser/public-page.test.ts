import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, test } from 'vitest'
import vnu from 'vnu-jar'
import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { makePublicScene, PUBLIC_NOW, type PublicScene } from '#tests/factories/public-scene.ts'
import { useDatabase } from '#tests/setup/database.ts'
import { openPublicSite, type PublicSite, SITE } from '#tests/setup/public-site.ts'

const KILOBYTE = 1024
const MAX_BYTES = 15 * KILOBYTE

const database = useDatabase()
let scene: PublicScene
let browser: Browser
let troubled: PublicSite
let quiet: PublicSite
beforeAll(async () => {
  scene = await makePublicScene(database.db)
  browser = await chromium.connect(inject('browserUrl'))
  quiet = openPublicSite(scene.quiet, PUBLIC_NOW)
  troubled = openPublicSite(scene.troubled, PUBLIC_NOW)
})
afterAll(() => browser.close())

interface Visit extends BrowserContextOptions {
  site?: PublicSite
  /** What the reader's clock says. */
  clock?: Date
}

/** Opens a page, which may ask for nothing else and complain of nothing. */
async function open(
  address: string,
  { site = troubled, clock = PUBLIC_NOW, ...options }: Visit = {},
): Promise<Page> {
  const context = await browser.newContext({
    timezoneId: 'Europe/Paris',
    reducedMotion: 'reduce',
    ...options,
  })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const asked: string[] = []
  const faults: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('console', (message) => {
    // The answer to a wrong address is 404, which the browser writes down by itself.
    if (message.type() === 'error' && !/status of 404/.test(message.text())) faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(error.message))
  await page.clock.setFixedTime(clock)
  await site.serve(page)
  await page.goto(SITE + address)
  expect(asked).toEqual([SITE + address])
  expect(faults).toEqual([])
  return page
}

type Ids = PublicScene['ids']
const KINDS: [name: string, rest: (ids: Ids) => string, state?: 'quiet' | 'troubled', status?: number][] = [
  ['quiet', () => '', 'quiet'],
  ['troubled', () => ''],
  ['history', () => '/history'],
  ['incident', ({ incident }) => `/incidents/${incident}`],
  ['past incident', ({ past }) => `/incidents/${past}`],
  ['maintenance', ({ maintenance }) => `/incidents/${maintenance}`],
  ['banner', () => '/banner'],
  ['quiet banner', () => '/banner', 'quiet'],
  ['group', ({ group }) => `/groups/${group}`],
  ['embed', () => '/embed'],
  ['not found', () => '/nowhere', 'troubled', 404],
]
/** Every kind of public page, in both languages. */
const PAGES = ['/status', '/status/en'].flatMap((home) =>
  KINDS.map(([name, rest, state = 'troubled', status = 200]) => ({
    name: `${name} ${home}`,
    status,
    address: () => home + rest(scene.ids),
    site: () => (state === 'quiet' ? quiet : troubled),
  })),
)

describe.each(PAGES)('$name', ({ name, address, site, status }) => {
  test('is one answer of at most 15 KB with everything in it', async () => {
    const answer = await site().read(address())
    const { body: html } = answer
    expect(answer.status).toBe(status)
    expect(gzipSync(html, { level: 9 }).byteLength).toBeLessThanOrEqual(MAX_BYTES)
    expect(brotliCompressSync(html).byteLength).toBeLessThanOrEqual(MAX_BYTES)
    expect(html).toMatch(/^<!DOCTYPE html><html lang="(fr|en)"><head><meta charSet="utf-8"\/>/)
    expect(html).toMatch(/<title>[^<]+<\/title>/)
    expect(html).not.toMatch(/rel="(stylesheet|modulepreload|preload)"| style="| src="(?!data:)|nonce=|\0/)
  })

  if (status === 200 && !name.includes('banner')) {
    test('says to machines what it is', async () => {
      const { body: html } = await site().read(address())
      expect(html).toMatch(/<meta name="description" content="[^"]{20,170}"/)
      expect(html).toContain(`<link rel="canonical" href="${SITE}${address()}"/>`)
      for (const feed of ['feed.atom', 'feed.rss', 'maintenance.ics']) expect(html).toContain(`/${feed}"`)
      const rest = address().replace(/^\/status(\/en)?/, '')
      expect(html).toContain(`hrefLang="fr" href="${SITE}/status${rest}"`)
      expect(html).toContain(`hrefLang="en" href="${SITE}/status/en${rest}"`)
    })
  }

  test('can be read and used by everybody', async () => {
    const onPhone = address().startsWith('/status/en')
    const page = await open(address(), {
      site: site(),
      colorScheme: onPhone ? 'light' : 'dark',
      viewport: { width: onPhone ? 320 : 1280, height: 800 },
    })
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode()
      .options({ resultTypes: ['violations'] })
      .analyze()
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    )
    expect.soft(found).toEqual([])
    const { tooWide, small } = await page.evaluate(() => {
      // Links within a sentence may be as high as its line.
      const targets = document.querySelectorAll(
        'a:not(p a, h3 a, h4 a, li a, [href="#content"]), .link, button, summary',
      )
      return {
        tooWide: document.documentElement.scrollWidth - innerWidth,
        small: [...targets]
          .filter((one) => one.getBoundingClientRect().height < 24)
          .map((one) => one.outerHTML),
      }
    })
    expect.soft(tooWide).toBeLessThanOrEqual(0)
    expect.soft(small).toEqual([])
  })
})

describe('the bars', () => {
  it('are one tab stop each, and arrows walk through the days without a script', async () => {
    const page = await open('/status', { javaScriptEnabled: false })
    const strip = page.getByRole('radiogroup', { name: 'Paiements par carte en ligne, 90 derniers jours' })
    const focused = () => page.locator(':focus')
    await page.getByText('Comment la disponibilité').focus()
    for (let stop = 0; stop < 12; stop += 1) await page.keyboard.press('Shift+Tab')
    expect(await strip.locator(':focus').count()).toBe(1)
    expect(await focused().getAttribute('aria-label')).toBe('27 novembre\u202f: panne partielle 1 h 50 min')
    await page.keyboard.press('ArrowLeft')
    const yesterday = '26 novembre\u202f: aucune panne'
    await page.getByRole('radio', { name: yesterday, checked: true }).waitFor()
    expect(await focused().getAttribute('aria-label')).toBe(yesterday)
    expect(await textBelow(focused())).toEqual({ text: `"${yesterday}"`, visible: true })
    await page.keyboard.press('Tab')
    expect(await strip.locator(':focus').count()).toBe(0)
    // The chosen day of the strip that was left is still told.
    expect(await textBelow(strip.locator(':checked'))).toEqual({ text: `"${yesterday}"`, visible: true })
  })

  it('tell states by their form as well as by their colour', async () => {
    const page = await open('/status')
    const heights = await page.evaluate(() =>
      ['', 'n', 'd', 'p', 'x'].map((name) => {
        const bar = document.querySelector(name ? `.strip .${name}` : '.strip input:not([class])')
        return bar?.getBoundingClientRect().height
      }),
    )
    const known = heights.filter((height) => height !== undefined)
    expect(known.length).toBeGreaterThanOrEqual(4)
    expect(new Set(known).size).toBe(known.length)
  })

  const textBelow = (bar: ReturnType<Page['locator']>) =>
    bar.evaluate((element) => {
      const { content, display, opacity, visibility } = getComputedStyle(element, '::after')
      const visible = display !== 'none' && visibility === 'visible' && opacity === '1'
      return { text: content, visible }
    })
})

describe('the page of an incident', () => {
  it('puts the postmortem before all else, and marks what was corrected', async () => {
    const [incident, ...others] = scene.troubled.incidents
    const [newest, ...earlier] = incident?.updates ?? []
    if (!incident || !newest) throw new Error('no scene')
    const postmortem = {
      ...newest,
      id: 'p'.repeat(12),
      status: 'postmortem' as const,
      markdown: { fr: 'La cause était un certificat.', en: 'The cause was a certificate.' },
      displayAt: '2026-11-27T08:50:00.000Z',
    }
    const corrected = { ...newest, correctedAt: '2026-11-27T08:40:00.000Z' }
    const told = { ...incident, status: 'postmortem' as const, updates: [postmortem, corrected, ...earlier] }
    const site = openPublicSite({ ...scene.troubled, incidents: [told, ...others] }, PUBLIC_NOW)
    const page = await open(`/status/incidents/${incident.id}`, { site })
    const box = page.getByRole('region', { name: 'Bilan', exact: true })
    await box.getByText('La cause était un certificat.').waitFor()
    const timeline = page.getByRole('region', { name: 'Le fil des informations' })
    expect(await page.getByText('La cause était un certificat.').count()).toBe(1)
    expect(await timeline.getByRole('listitem').count()).toBeGreaterThanOrEqual(incident.updates.length)
    const first = await timeline.locator('ol > li').first().textContent()
    expect(first).toContain('Corrigé le 27 nov. 2026, 09:40 (heure de Paris)')
    expect(await timeline.locator('ol > li').last().textContent()).toContain(
      'passe de «\u202fOpérationnel\u202f» à «\u202fPanne partielle\u202f»',
    )
  })
})

describe('times', () => {
  it('are told in the reader’s own zone with its name, and in UTC on hover', async () => {
    const page = await open(`/status/en/incidents/${scene.ids.incident}`, { timezoneId: 'America/New_York' })
    const time = page.locator('dl time').first()
    expect(await time.textContent()).toBe('27 Nov 2026, 02:10 GMT-5')
    expect(await time.getAttribute('title')).toBe('2026-11-27 07:10:00 UTC')
  })

  it('are told as the page has them where the zone is the page’s, or without a script', async () => {
    for (const options of [{}, { timezoneId: 'America/New_York', javaScriptEnabled: false }]) {
      const page = await open(`/status/incidents/${scene.ids.incident}`, options)
      expect(await page.locator('dl time').first().textContent()).toBe('27 nov. 2026, 08:10 (heure de Paris)')
    }
  })

  it('of a planned window stay one window', async () => {
    const address = `/status/en/incidents/${scene.ids.maintenance}`
    const window = async (timezoneId: string) =>
      (await (await open(address, { timezoneId })).locator('[data-window]').first().textContent())?.replace(
        /\s/g,
        ' ',
      )
    expect(await window('Europe/Paris')).toBe('Wednesday, 2 December 2026, 02:00 to 03:30 (Paris time)')
    expect(await window('Asia/Tokyo')).toBe('2 Dec 2026, 10:00–11:30 GMT+9')
  })
})

describe('a page that is no longer confirmed', () => {
  const MINUTE_MS = 60_000
  const later = (minutes: number) => new Date(PUBLIC_NOW.getTime() + minutes * MINUTE_MS)

  it.each([
    ['by the server', () => open('/status', { site: staleSite(scene.quiet, later(12)), clock: later(12) })],
    ['by the reader’s clock', () => open('/status', { site: quiet, clock: later(12) })],
  ])('says so and is not green: %s', async (_, visit) => {
    const page = await visit()
    const state = 'Dernier état connu\u202f: Tous les services fonctionnent'
    await page.getByRole('heading', { level: 1, name: state, exact: true }).waitFor()
    await page.getByText('Ces informations ne sont plus confirmées depuis 12 min').waitFor()
    const green = await (await open('/status', { site: quiet }))
      .locator('main section')
      .first()
      .evaluate(lookOf)
    expect(await page.locator('main section').first().evaluate(lookOf)).not.toBe(green)
  })

  it('says nothing of it while it is fresh', async () => {
    const page = await open('/status', { site: quiet, clock: later(1) })
    const state = 'Tous les services fonctionnent'
    await page.getByRole('heading', { level: 1, name: state, exact: true }).waitFor()
    expect(await page.getByText('ne sont plus confirmées').isVisible()).toBe(false)
  })

  const staleSite = (status: PublicStatus, now: Date) => openPublicSite(status, PUBLIC_NOW, now)
  const lookOf = (element: Element) => getComputedStyle(element).backgroundColor
})

test('prints without what only a screen can do', async () => {
  const page = await open('/status')
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.strip').first().isVisible()).toBe(false)
  expect(await page.getByRole('button').first().isVisible()).toBe(false)
  expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true)
})

describe('with thousands of components and incidents', () => {
  const many = (count: number, groupSize: number): PublicStatus => {
    const [model] = scene.quiet.components
    const [event] = scene.troubled.incidents
    if (!model || !event) throw new Error('no scene')
    const id = (kind: string, index: number) => `${kind}${String(index).padStart(11, '0')}`
    const groups = Array.from({ length: Math.ceil(count / groupSize) }, (_, index) => ({
      ...(scene.quiet.groups[0] as PublicStatus['groups'][number]),
      id: id('g', index),
      name: { fr: `Groupe ${index}`, en: `Group ${index}` },
    }))
    const components = Array.from({ length: count }, (_, index) => ({
      ...model,
      id: id('c', index),
      groupId: id('g', Math.floor(index / groupSize)),
      name: { fr: `Composant ${index}`, en: `Component ${index}` },
      status: index % 50 === 7 ? ('major_outage' as const) : ('operational' as const),
    }))
    const incidents = Array.from({ length: 1_000 }, (_, index) => ({
      ...event,
      id: id('i', index),
      componentIds: components.slice(0, 50).map((component) => component.id),
    }))
    return { ...scene.troubled, groups, components, incidents }
  }

  it.each([
    [500, 50],
    [5_000, 250],
    [5_000, 10],
  ])('%i in groups of %i, the first page stays small and names what is down', async (count, groupSize) => {
    const site = openPublicSite(many(count, groupSize), PUBLIC_NOW)
    const { body: html } = await site.read('/status')
    expect(gzipSync(html, { level: 9 }).byteLength).toBeLessThan(2 * MAX_BYTES)
    const page = await open('/status', { site })
    expect(await page.getByRole('radiogroup').count()).toBeLessThanOrEqual(40)
    expect(await page.getByText('et 990 autres').first().isVisible()).toBe(true)
    await page.getByText('Composant 7', { exact: true }).waitFor()
    // Each group leads to all of its own.
    const link = page.getByRole('link', { name: 'Groupe 0', exact: true })
    const group = await open((await link.getAttribute('href')) ?? '', { site })
    expect(await group.getByRole('radiogroup').count()).toBe(Math.min(100, groupSize))
  })

  it('turns through all of them, a hundred a page', async () => {
    const site = openPublicSite(many(250, 250), PUBLIC_NOW)
    const page = await open('/status/en/groups/all', { site })
    expect(await page.getByText('Page 1 of 3').isVisible()).toBe(true)
    await page.getByRole('link', { name: 'Next page' }).click()
    await page.getByText('Component 100', { exact: true }).waitFor()
    expect((await site.read('/status/groups/all/3')).status).toBe(200)
    expect((await site.read('/status/groups/all/4')).status).toBe(404)
  })
})

// The checker of the W3C is a Java program: where there is no Java, there is no such test.
const javaRuns = await promisify(execFile)('java', ['-version']).then(
  () => true,
  () => false,
)
if (javaRuns) {
  test('the W3C’s checker of HTML has nothing to say', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'vigie-pages-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    for (const { name, address, site } of PAGES) {
      const { body: html } = await site().read(address())
      await writeFile(path.join(folder, `${name.replaceAll(/\W+/g, '-')}.html`), html)
    }
    expect(await check(folder)).toEqual([])
  })
}

interface Message {
  type: string
  subType?: string
  url: string
  message: string
  extract?: string
}

/** Faults and warnings in the pages of a folder. The checker's knowledge of CSS is older than the style sheet. */
async function check(folder: string): Promise<string[]> {
  const checking = promisify(execFile)('java', ['-jar', vnu, '--format', 'json', folder], { maxBuffer: 1e8 })
  const { stderr } = await checking.catch((ended: { stderr: string }) => ended)
  const { messages } = JSON.parse(stderr) as { messages: Message[] }
  return messages
    .filter(
      ({ type, subType, message }) => (type === 'error' || subType === 'warning') && !/^CSS:/.test(message),
    )
    .map(({ url, message, extract }) => `${path.basename(url)}: ${message} ${extract}`)
}
