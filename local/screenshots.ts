import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Browser, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { chromiumOptions } from '#local/chromium.ts'
import { runNode } from '#local/node-process.ts'
import { freePort } from '#local/ports.ts'

// `npm run screenshots`: the pictures of the README, of the demonstration as `npm start` makes it.
const folder = path.join(path.dirname(import.meta.dirname), 'docs', 'screenshots')
const PASSWORD = 'screenshots of the demonstration'
const READY_TIMEOUT_MS = 240_000
const MAX_BYTES = 200_000

interface Picture {
  name: string
  width: number
  height: number
  locale: 'fr-FR' | 'en-GB'
  /** Who looks; nobody for public pages. */
  email?: string
  path: string
  /** What is done on the page before the picture is taken. */
  before?: (page: Page) => Promise<void>
}

const PICTURES: readonly Picture[] = [
  {
    name: 'merchant-home',
    width: 390,
    height: 844,
    locale: 'fr-FR',
    email: 'merchant@vigie.test',
    path: '/home',
  },
  {
    name: 'review',
    width: 1280,
    height: 800,
    locale: 'en-GB',
    email: 'officer@vigie.test',
    path: '/review',
    before: openFirstPicture,
  },
  {
    name: 'desk',
    width: 1280,
    height: 800,
    locale: 'en-GB',
    email: 'publisher@vigie.test',
    path: '/desk',
  },
  { name: 'status', width: 1280, height: 1000, locale: 'fr-FR', path: '/status' },
]

const dataDir = await mkdtemp(path.join(tmpdir(), 'vigie-screenshots-'))
const [port, mail, mailWeb] = await Promise.all([freePort(), freePort(), freePort()])
const url = `http://127.0.0.1:${port}`
const start = runNode('local/start.ts', [], {
  VIGIE_DATA_DIR: dataDir,
  VIGIE_DEMO_PASSWORD: PASSWORD,
  PUBLIC_URL: url,
  PORT: String(port),
  MAIL_PORT: String(mail),
  MAIL_WEB_PORT: String(mailWeb),
})
const browser = await chromium.launch(await chromiumOptions())
try {
  await untilReady()
  await mkdir(folder, { recursive: true })
  for (const picture of PICTURES) await take(browser, picture)
} finally {
  await browser.close()
  await start.stop()
  await rm(dataDir, { recursive: true, force: true })
}

async function untilReady(): Promise<void> {
  let gone = false
  void start.ended.then(() => {
    gone = true
  })
  const deadline = performance.now() + READY_TIMEOUT_MS
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await isReady())) {
    if (gone || performance.now() > deadline) throw new Error('npm start does not get ready: see above')
    await wait(200)
  }
}

async function take(browser: Browser, picture: Picture): Promise<void> {
  const { name, width, height, locale, email, path: address, before } = picture
  const phone = width < 600
  const context = await browser.newContext({
    baseURL: url,
    locale,
    timezoneId: 'Europe/Paris',
    viewport: { width, height },
    isMobile: phone,
    hasTouch: phone,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(address)
  if (email) await signIn(page, email)
  await before?.(page)
  await page.waitForLoadState('networkidle')
  await page.mouse.move(0, 0)
  const image = await page.screenshot()
  const file = path.join(folder, `${name}.png`)
  const { size } = await sharp(image).png({ palette: true, compressionLevel: 9, effort: 10 }).toFile(file)
  if (size > MAX_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MAX_BYTES}`)
  process.stdout.write(`${path.relative(process.cwd(), file)}: ${Math.round(size / 1000)} kB\n`)
  await context.close()
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.locator('input[name=email]').fill(email)
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.locator('form button[type=submit]').last().click()
  await page.waitForURL((where) => where.pathname !== '/sign-in')
}

/** The first item whose file the page can show. */
async function openFirstPicture(page: Page): Promise<void> {
  const links = page.locator('table a[href^="/review/"]')
  await links.first().waitFor()
  const items = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''))
  for (const item of items) {
    await page.goto(item)
    if ((await page.locator('img[src^="/files/"]').count()) > 0) return
  }
  throw new Error('no submission in the queue has a picture')
}
