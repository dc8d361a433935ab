import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { badgeSvg } from '#app/domain/snapshot/badge.ts'
import { bannerScript } from '#app/domain/snapshot/banner.ts'
import { atomFeed, rssFeed } from '#app/domain/snapshot/feeds.ts'
import { freshnessOf } from '#app/domain/snapshot/freshness.ts'
import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { HOSTILE_READ, type HostileScene, makeHostileScene } from '#tests/factories/hostile-status.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const CONFIRMED = new Date('2026-11-23T09:00:00Z')
const fresh = freshnessOf(CONFIRMED, CONFIRMED)
const stale = freshnessOf(CONFIRMED, new Date('2026-11-23T09:30:00Z'))
let browser: Browser
let page: Page
let scene: HostileScene
let status: PublicStatus
let quiet: PublicStatus
beforeAll(async () => {
  scene = await makeHostileScene(database.db)
  status = await scene.build('09:00')
  quiet = { ...status, indicator: 'none', incidents: [], maintenances: [] }
  browser = await chromium.connect(inject('browserUrl'))
  page = await browser.newPage()
})
afterAll(() => browser.close())

type Node = { name: string; text: string; attributes: Record<string, string>; children: Node[] }

/** A document as the browser's own XML parser understands it; a fault of form fails. */
async function parseXml(source: string, type = 'application/xml'): Promise<Node> {
  const root = await page.evaluate(
    ([source = '', type = '']) => {
      const tree = (element: Element): Node => ({
        name: element.nodeName,
        text: element.textContent ?? '',
        attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
        children: [...element.children].map(tree),
      })
      const parsed = new DOMParser().parseFromString(source, type as 'application/xml')
      const fault = parsed.querySelector('parsererror')
      return fault ? { fault: fault.textContent } : { root: tree(parsed.documentElement) }
    },
    [source, type],
  )
  expect(root.fault).toBeUndefined()
  return root.root as Node
}

const all = (node: Node | undefined, name: string) =>
  node?.children.filter((child) => child.name === name) ?? []
const one = (node: Node | undefined, name: string): Node => {
  const [first, ...others] = all(node, name)
  if (!first || others.length > 0) throw new Error(`${others.length + Number(!!first)} × ${name}`)
  return first
}
/** Text of HTML as a reader of feeds shows it. */
const shown = (html: string) =>
  page.evaluate((html) => new DOMParser().parseFromString(html, 'text/html').body.textContent, html)

describe('the Atom feed', () => {
  it.each(['fr', 'en'] as const)('has all that RFC 4287 asks for (%s)', async (locale) => {
    const feed = await parseXml(atomFeed(status, locale, fresh))
    expect(feed.name).toBe('feed')
    expect(feed.attributes.xmlns).toBe('http://www.w3.org/2005/Atom')
    const home = `https://status.vigie.test/status${locale === 'en' ? '/en' : ''}`
    expect(one(feed, 'id').text).toBe(home)
    expect(one(feed, 'title').text).not.toBe('')
    expect(one(feed, 'updated').text).toBe(status.updatedAt)
    expect(one(one(feed, 'author'), 'name').text).toBe('Vigie')
    const links = all(feed, 'link').map(({ attributes }) => attributes)
    expect(links).toContainEqual({ rel: 'alternate', href: home })
    expect(links).toContainEqual({ rel: 'self', href: `${home}/feed.atom` })
    const entries = all(feed, 'entry')
    expect(entries).toHaveLength(4)
    const ids = entries.map((entry) => one(entry, 'id').text)
    expect(new Set(ids).size).toBe(ids.length)
    for (const entry of entries) {
      expect(one(entry, 'id').text).toMatch(/^urn:vigie:[a-z0-9]{12}:update:[a-z0-9]{12}$/)
      expect(one(entry, 'updated').text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      expect(one(entry, 'published').text).toMatch(/Z$/)
      expect(one(entry, 'title').attributes.type).toBe('html')
      expect(one(entry, 'content').attributes.type).toBe('html')
      expect(one(entry, 'link').attributes.href).toMatch(`${home}/incidents/`)
    }
  })

  it('tells every name and text as it was written, as nothing but text', async () => {
    const entries = all(await parseXml(atomFeed(status, 'fr', fresh)), 'entry')
    const incident = entries.find((entry) => one(entry, 'link').attributes.href?.includes(scene.incidentId))
    expect(await shown(one(incident, 'title').text)).toBe(`${HOSTILE_READ} · Recherche en cours`)
    const content = one(incident, 'content').text
    expect(content).toContain('<li>un</li>')
    expect(content).not.toMatch(/<script|<b>/)
    expect(await shown(content)).toContain(`${HOSTILE_READ} (Panne majeure)`)
  })

  it('begins with the newest, and keeps its ids and bytes', async () => {
    const source = atomFeed(status, 'fr', fresh)
    const times = all(await parseXml(source), 'entry').map((entry) => one(entry, 'published').text)
    expect(times).toEqual([...times].sort().reverse())
    expect(atomFeed(await scene.build('09:01'), 'fr', fresh)).toBe(source)
  })

  it('says in words how far it may be believed', async () => {
    const subtitle = async (freshness: typeof fresh) =>
      one(await parseXml(atomFeed(status, 'fr', freshness)), 'subtitle').text
    expect(await subtitle(fresh)).toMatch(/^Panne majeure\. Confirmé le 23 nov\. 2026/)
    expect(await subtitle(stale)).toMatch(
      /^Dernier état connu\s: Panne majeure\. Ces informations ne sont plus confirmées depuis 30\smin\./,
    )
  })
})

it('the RSS feed tells the same', async () => {
  const rss = await parseXml(rssFeed(status, 'fr', stale))
  expect([rss.name, rss.attributes.version]).toEqual(['rss', '2.0'])
  const channel = one(rss, 'channel')
  expect(one(channel, 'link').text).toBe('https://status.vigie.test/status')
  expect(one(channel, 'description').text).toMatch(/plus confirmées depuis 30\smin/)
  expect(one(channel, 'language').text).toBe('fr')
  const items = all(channel, 'item')
  expect(items).toHaveLength(4)
  const titles = items.map((item) => one(item, 'title').text.replaceAll('\u200b', ''))
  expect(titles).toContain(`${HOSTILE_READ} · Recherche en cours`)
  for (const item of items) {
    expect(one(item, 'guid').attributes.isPermaLink).toBe('false')
    expect(Date.parse(one(item, 'pubDate').text)).not.toBeNaN()
  }
})

describe('the badge', () => {
  const badge = (of: PublicStatus | null, freshness = fresh) =>
    parseXml(badgeSvg(of, 'fr', freshness), 'image/svg+xml')

  it('says the state in words, as a picture with a name', async () => {
    const svg = await badge({ ...status, page: { ...status.page, name: HOSTILE_READ } })
    expect(svg.attributes).toMatchObject({
      role: 'img',
      'aria-label': `${HOSTILE_READ}\u202f: Panne majeure`,
    })
    expect(one(svg, 'title').text).toBe(`${HOSTILE_READ}\u202f: Panne majeure`)
    expect(svg.children.some(({ name }) => name === 'script')).toBe(false)
    const inEnglish = await parseXml(badgeSvg(status, 'en', fresh), 'image/svg+xml')
    expect(inEnglish.attributes['aria-label']).toBe('Vigie: Major Service Outage')
  })

  it('is green only for a confirmed good state', async () => {
    const colours = async (...args: Parameters<typeof badge>) =>
      one(await badge(...args), 'path').attributes.fill
    const green = await colours(quiet)
    expect(await colours(quiet, stale)).toBe(await colours(null))
    for (const other of [colours(status), colours(quiet, stale), colours(null)]) {
      expect(await other).not.toBe(green)
    }
    expect((await badge(quiet, stale)).attributes['aria-label']).toMatch(/Dernier état connu/)
    expect((await badge(null)).attributes['aria-label']).toMatch(/inconnu/)
  })
})

describe('the banner', () => {
  /** A site with a strict policy of its own and styles that spoil everything. */
  async function visit(script: string): Promise<Page> {
    const visitor = await browser.newPage()
    visitor.on('pageerror', (error) => expect.fail(error.message))
    await visitor.route('https://shop.test/**', (route) => {
      const isScript = route.request().url().endsWith('.js')
      return route.fulfill({
        contentType: isScript ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8',
        headers: isScript ? {} : { 'Content-Security-Policy': "default-src 'none'; script-src 'self'" },
        body: isScript
          ? script
          : '<!doctype html><title>Shop</title><script src="/banner.js" async></script><p>Shop</p>',
      })
    })
    await visitor.goto('https://shop.test/')
    return visitor
  }

  it('changes nothing while all is well, or while nothing is known', async () => {
    for (const script of [bannerScript(quiet, 'fr', fresh), bannerScript(null, 'fr', fresh)]) {
      const shop = await visit(script)
      expect(await shop.locator('vigie-banner').count()).toBe(0)
      expect(await shop.locator('body').textContent()).toBe('Shop')
      await shop.close()
    }
  })

  it('says what goes on, with a name, a link and a button, and stays closed', async () => {
    const shop = await visit(bannerScript(status, 'fr', fresh))
    const region = shop.getByRole('region', { name: 'État du service' })
    await region.getByText(HOSTILE_READ).waitFor()
    expect(await region.getByRole('link').getAttribute('href')).toBe(
      `https://status.vigie.test/status/incidents/${scene.incidentId}`,
    )
    expect(await region.evaluate((box) => getComputedStyle(box).backgroundColor)).toBe('rgb(160, 21, 32)')
    await region.getByRole('button', { name: 'Fermer' }).click()
    await region.waitFor({ state: 'detached' })
    await shop.reload()
    await shop.getByText('Shop').waitFor()
    expect(await shop.locator('vigie-banner').count()).toBe(0)
    await shop.close()
  })

  it('shows the next one when one is closed, each for itself', async () => {
    const [incident] = status.incidents
    if (!incident) throw new Error('no incident')
    const two = {
      ...status,
      incidents: [incident, { ...incident, id: 'b'.repeat(12), impact: 'minor' as const }],
    }
    const shop = await visit(bannerScript(two, 'en', stale))
    const link = shop.getByRole('link', { name: 'Learn more' })
    await shop.getByRole('button', { name: 'Close' }).click()
    expect(await link.getAttribute('href')).toMatch(/\/status\/en\/incidents\/bbbbbbbbbbbb$/)
    expect(await shop.getByRole('region').textContent()).toMatch(/not been confirmed for 30\smin/)
    await shop.close()
  })
})
