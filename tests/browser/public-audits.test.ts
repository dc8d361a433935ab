import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { makePublicScene, PUBLIC_NOW, type PublicScene } from '#tests/factories/public-scene.ts'
import { useDatabase } from '#tests/setup/database.ts'
import { openPublicSite, type PublicSite, SITE } from '#tests/setup/public-site.ts'

// What Lighthouse asks of a page and other tests here do not: by hand, since it would drive a browser of its own.

const database = useDatabase()
let scene: PublicScene
let browser: Browser
let site: PublicSite
beforeAll(async () => {
  scene = await makePublicScene(database.db)
  browser = await chromium.connect(inject('browserUrl'))
  site = openPublicSite(scene.troubled, PUBLIC_NOW)
})
afterAll(() => browser.close())

const PAGES: [name: string, address: () => string][] = [
  ['front page', () => '/status'],
  ['front page in English', () => '/status/en'],
  ['history', () => '/status/history'],
  ['incident', () => `/status/en/incidents/${scene.ids.incident}`],
  ['maintenance', () => `/status/incidents/${scene.ids.maintenance}`],
  ['group', () => `/status/groups/${scene.ids.group}`],
]

/** Says nothing of where it leads, in either language. */
const EMPTY_WORDS =
  /^(ici|là|cliquez ici|lien|plus|suite|en savoir plus|lire la suite|voir|here|click here|link|more|learn more|read more|see|go|this)$/i

/** Opens a page as Lighthouse's phone does, with everything that the browser itself finds wrong with it. */
async function open(address: string): Promise<{ page: Page; issues: string[] }> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, isMobile: true })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  const issues: string[] = []
  devtools.on('Audits.issueAdded', ({ issue }) => issues.push(JSON.stringify(issue)))
  devtools.on('Log.entryAdded', ({ entry }) => issues.push(JSON.stringify(entry)))
  await devtools.send('Audits.enable')
  await devtools.send('Log.enable')
  await page.clock.setFixedTime(PUBLIC_NOW)
  await site.serve(page)
  await page.goto(SITE + address)
  return { page, issues }
}

describe.each(PAGES)('the %s', (_name, address) => {
  test('is one that robots may read, under a policy that a foreign script cannot pass', async () => {
    const { body, headers } = await site.read(address())
    expect(body).not.toMatch(/name="robots"[^>]*no(index|ne|follow)/)
    expect(new Headers(headers).get('x-robots-tag')).toBeNull()
    const policy = Object.fromEntries(
      (new Headers(headers).get('content-security-policy') ?? '')
        .split(';')
        .map((directive) => directive.trim().split(/\s+(.*)/s) as [string, string]),
    )
    const scripts = policy['script-src'] ?? policy['default-src'] ?? ''
    expect(scripts).toMatch(/'(none|nonce-[^']+|sha256-[^']+)'/)
    expect(scripts).not.toMatch(/unsafe-|https?:|\*/)
    expect(policy['object-src'] ?? policy['default-src']).toBe("'none'")
    expect(policy['base-uri']).toBe("'none'")
    expect(policy['frame-ancestors']).toBeDefined()
    // Nothing that keeps a browser from going back to it at once.
    expect(new Headers(headers).get('cache-control')).not.toContain('no-store')
  })

  test('has no fault that the browser knows of, and leaves nothing behind', async () => {
    const { page, issues } = await open(address())
    const found = await page.evaluate(() => ({
      mode: document.compatMode,
      charset: document.characterSet,
      viewport: document.querySelector<HTMLMetaElement>('meta[name="viewport"]')?.content,
      alternates: [...document.querySelectorAll<HTMLLinkElement>('link[rel="alternate"][hreflang]')].map(
        (link) => [link.hreflang, link.getAttribute('href')],
      ),
      title: document.title,
    }))
    expect(issues).toEqual([])
    expect(found).toMatchObject({ mode: 'CSS1Compat', charset: 'UTF-8' })
    expect(found.viewport).toMatch(/width=device-width/)
    expect(found.viewport).not.toMatch(/maximum-scale|user-scalable/)
    expect(found.title).toMatch(/\S{3}/)
    expect(await page.context().cookies()).toEqual([])
    for (const [language, href] of found.alternates) {
      expect(language).toMatch(/^(fr|en|x-default)$/)
      expect(href).toMatch(/^https:\/\//)
    }
    expect(new Set(found.alternates.map(([language]) => language)).size).toBe(found.alternates.length)
  })

  test('can be followed by its links, read and tapped on a phone', async () => {
    const { page } = await open(address())
    const { links, images, small, all } = await page.evaluate(() => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      let [small, all] = [0, 0]
      while (texts.nextNode()) {
        const { parentElement, textContent } = texts.currentNode
        if (!parentElement?.checkVisibility() || parentElement.closest('script, style')) continue
        const length = textContent?.trim().length ?? 0
        all += length
        if (Number.parseFloat(getComputedStyle(parentElement).fontSize) < 12) small += length
      }
      return {
        links: [...document.querySelectorAll('a')].map((link) => ({
          href: link.getAttribute('href') ?? '',
          words: (link.getAttribute('aria-label') ?? link.textContent).trim(),
        })),
        images: [...document.images].map(({ naturalWidth, naturalHeight, width, height }) => ({
          natural: naturalWidth / naturalHeight,
          shown: width / height,
        })),
        small,
        all,
      }
    })
    expect(links.length).toBeGreaterThan(0)
    for (const { href, words } of links) {
      expect(href).toMatch(/^(\/|#.|https?:\/\/|mailto:)/)
      expect(words).not.toMatch(EMPTY_WORDS)
      expect(words).not.toBe('')
    }
    for (const { natural, shown } of images) expect(shown).toBeCloseTo(natural, 1)
    expect(small / all).toBeLessThan(0.4)
    // Ninety days beside each other are narrower than a finger, and need none: each strip is one stop, with arrow keys.
    const tapped = new AxeBuilder({ page }).setLegacyMode().withRules(['target-size']).exclude('[type=radio]')
    const { violations } = await tapped.analyze()
    expect(violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))).toEqual([])
  })
})

test('each page has a title and a description of its own', async () => {
  const heads = await Promise.all(
    PAGES.map(async ([, address]) => {
      const { body } = await site.read(address())
      return [
        /<title>([^<]+)/.exec(body as string)?.[1],
        /name="description" content="([^"]+)"/.exec(body as string)?.[1],
      ]
    }),
  )
  expect(new Set(heads.map(([title]) => title)).size).toBe(PAGES.length)
  expect(new Set(heads.map(([, description]) => description)).size).toBe(PAGES.length)
})
