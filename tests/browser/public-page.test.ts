import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import { describe, expect, onTestFinished, test } from 'vitest'
import vnu from 'vnu-jar'
import type { PublicScene } from '#tests/factories/public-scene.ts'
import { usePublicPages } from '#tests/setup/public-pages.ts'
import { SITE } from '#tests/setup/public-site.ts'

const pages = usePublicPages()

const MAX_BYTES = 15 * 1024

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
    address: () => home + rest(pages.scene.ids),
    site: () => (state === 'quiet' ? pages.quiet : pages.troubled),
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
    const { open } = pages
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
