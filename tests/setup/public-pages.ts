import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest'
import { makePublicScene, PUBLIC_NOW, type PublicScene } from '#tests/factories/public-scene.ts'
import { useDatabase } from '#tests/setup/database.ts'
import { openPublicSite, type PublicSite, SITE } from '#tests/setup/public-site.ts'

interface Visit extends BrowserContextOptions {
  site?: PublicSite
  /** What the reader's clock says. */
  clock?: Date
}

interface PublicPages {
  readonly scene: PublicScene
  readonly quiet: PublicSite
  readonly troubled: PublicSite
  /** Opens a page, which may ask for nothing else and complain of nothing. Of the troubled site unless told. */
  open(address: string, visit?: Visit): Promise<Page>
}

/** The public pages of two states, quiet and troubled, before the eyes of a browser. */
export function usePublicPages(): PublicPages {
  const database = useDatabase()
  const made = { open } as { -readonly [Part in keyof PublicPages]: PublicPages[Part] }
  let browser: Browser
  beforeAll(async () => {
    made.scene = await makePublicScene(database.db)
    browser = await chromium.connect(inject('browserUrl'))
    made.quiet = openPublicSite(made.scene.quiet, PUBLIC_NOW)
    made.troubled = openPublicSite(made.scene.troubled, PUBLIC_NOW)
  })
  afterAll(() => browser.close())

  async function open(
    address: string,
    { site = made.troubled, clock = PUBLIC_NOW, ...options }: Visit = {},
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
  return made
}
