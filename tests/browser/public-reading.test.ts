import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { describe, expect, it, test } from 'vitest'
import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { PUBLIC_NOW } from '#tests/factories/public-scene.ts'
import { usePublicPages } from '#tests/setup/public-pages.ts'
import { openPublicSite } from '#tests/setup/public-site.ts'

const pages = usePublicPages()

/** Of the first page, however much there is. */
const MAX_BYTES = 30 * 1024

describe('the bars', () => {
  it('are one tab stop each, and arrows walk through the days without a script', async () => {
    const { open } = pages
    const page = await open('/status', { javaScriptEnabled: false })
    const strip = page.getByRole('radiogroup', { name: 'Paiements par carte en ligne, 90 derniers jours' })
    const focused = () => page.locator(':focus')
    await page.getByText('Comment la disponibilité').focus()
    for (let stop = 0; stop < 12; stop += 1) await page.keyboard.press('Shift+Tab')
    expect(await strip.locator(':focus').count()).toBe(1)
    expect(await focused().getAttribute('aria-label')).toMatch(
      /^27 novembre\s: panne partielle 1\sh\s50\smin$/,
    )
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
    const { open } = pages
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
    const { scene, open } = pages
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
    const { open, scene } = pages
    const page = await open(`/status/en/incidents/${scene.ids.incident}`, { timezoneId: 'America/New_York' })
    const time = page.locator('dl time').first()
    expect(await time.textContent()).toBe('27 Nov 2026, 02:10 GMT-5')
    expect(await time.getAttribute('title')).toBe('2026-11-27 07:10:00 UTC')
  })

  it('are told as the page has them where the zone is the page’s, or without a script', async () => {
    const { open, scene } = pages
    for (const options of [{}, { timezoneId: 'America/New_York', javaScriptEnabled: false }]) {
      const page = await open(`/status/incidents/${scene.ids.incident}`, options)
      expect(await page.locator('dl time').first().textContent()).toBe('27 nov. 2026, 08:10 (heure de Paris)')
    }
  })

  it('of a planned window stay one window', async () => {
    const { scene, open } = pages
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
    [
      'by the server',
      () => pages.open('/status', { site: staleSite(pages.scene.quiet, later(12)), clock: later(12) }),
    ],
    ['by the reader’s clock', () => pages.open('/status', { site: pages.quiet, clock: later(12) })],
  ])('says so and is not green: %s', async (_, visit) => {
    const { open, quiet } = pages
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
    const { open, quiet } = pages
    const page = await open('/status', { site: quiet, clock: later(1) })
    const state = 'Tous les services fonctionnent'
    await page.getByRole('heading', { level: 1, name: state, exact: true }).waitFor()
    expect(await page.getByText('ne sont plus confirmées').isVisible()).toBe(false)
  })

  const staleSite = (status: PublicStatus, now: Date) => openPublicSite(status, PUBLIC_NOW, now)
  const lookOf = (element: Element) => getComputedStyle(element).backgroundColor
})

test('prints without what only a screen can do', async () => {
  const { open } = pages
  const page = await open('/status')
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.strip').first().isVisible()).toBe(false)
  expect(await page.getByRole('button').first().isVisible()).toBe(false)
  expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true)
})

describe('with thousands of components and incidents', () => {
  const many = (count: number, groupSize: number): PublicStatus => {
    const [model] = pages.scene.quiet.components
    const [event] = pages.scene.troubled.incidents
    if (!model || !event) throw new Error('no scene')
    const id = (kind: string, index: number) => `${kind}${String(index).padStart(11, '0')}`
    const groups = Array.from({ length: Math.ceil(count / groupSize) }, (_, index) => ({
      ...(pages.scene.quiet.groups[0] as PublicStatus['groups'][number]),
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
    return { ...pages.scene.troubled, groups, components, incidents }
  }

  it.each([
    [500, 50],
    [5_000, 250],
    [5_000, 10],
  ])('%i in groups of %i, the first page stays small and names what is down', async (count, groupSize) => {
    const { open } = pages
    const site = openPublicSite(many(count, groupSize), PUBLIC_NOW)
    const { body: html } = await site.read('/status')
    expect(gzipSync(html, { level: 9 }).byteLength).toBeLessThan(MAX_BYTES)
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
    const { open } = pages
    const site = openPublicSite(many(250, 250), PUBLIC_NOW)
    const page = await open('/status/en/groups/all', { site })
    expect(await page.getByText('Page 1 of 3').isVisible()).toBe(true)
    await page.getByRole('link', { name: 'Next page' }).click()
    await page.getByText('Component 100', { exact: true }).waitFor()
    expect((await site.read('/status/groups/all/3')).status).toBe(200)
    expect((await site.read('/status/groups/all/4')).status).toBe(404)
  })
})
