import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'
import { expect, inject, onTestFailed } from 'vitest'
import { EVENT_TYPES } from '#app/domain/webhooks/schemas.ts'
import { fr } from '#app/i18n/fr/index.ts'
import type { CaughtMail } from '#tests/setup/application.ts'

/** Words that give a page away as not translated, and that mean nothing in the other language. */
const TELLTALES = {
  fr: /\b(the|your|you|with|please|sign in|password|upload|loading|settings|deadline|required|optional|back to)\b/i,
  en: /\b(vous|votre|est|une|avec|pour|nous|veuillez|connexion|envoyer|enregistrer|facultatif)\b/i,
}
/** What a template leaves behind that was given nothing. */
const LEFTOVERS = /\{\{|\bundefined\b|\bNaN\b|\[object |Invalid Date/

// Events of webhooks are shown by their own names, some of which are also keys.
const textKeys = keysOf(fr)
for (const type of EVENT_TYPES) textKeys.delete(type)

export interface ReaderOptions {
  locale: 'fr' | 'en'
  /** CSS pixels: 390 is a phone that is touched, more is a desk with a mouse. */
  width: number
  javaScript?: boolean
}

/** Somebody in front of a browser, who notices everything that is wrong with a page. */
export interface Reader {
  readonly page: Page
  /** Goes to an address of the product and inspects what is there; a page has a title of its own. */
  visit(address: string): Promise<void>
  /**
   * Inspects the page as it stands, the first time in both colour schemes: no violation of axe, nothing wider than the window,
   * no key instead of a text, no word of the other language, no error on the console, no failed request. Without
   * scripts the same, but for axe.
   */
  inspect(): Promise<void>
  /** The paths that were inspected, ids left out. */
  readonly inspected: ReadonlySet<string>
  close(): Promise<void>
}

let browser: Promise<Browser> | undefined
let readers = 0

export async function openReader(baseURL: string, options: ReaderOptions): Promise<Reader> {
  browser ??= chromium.connect(inject('browserUrl'))
  const phone = options.width < 600
  const context = await (await browser).newContext({
    baseURL,
    locale: options.locale === 'fr' ? 'fr-FR' : 'en-GB',
    timezoneId: 'Europe/Paris',
    viewport: { width: options.width, height: phone ? 844 : 800 },
    isMobile: phone,
    hasTouch: phone,
    // Colours that are still on their way to their own would be measured.
    reducedMotion: 'reduce',
    javaScriptEnabled: options.javaScript ?? true,
  })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const faults: string[] = []
  const inspected = new Set<string>()
  page.on('pageerror', (error) => faults.push(`page error: ${error.message}`))
  page.on('console', (message) => {
    // A refused form is answered with 4xx, which the browser writes to the console by itself.
    const refused = /Failed to load resource: the server responded with a status of 4\d\d/.test(
      message.text(),
    )
    if (message.type() === 'error' && !refused) faults.push(`console: ${message.text()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`)
  })
  readers += 1
  const number = readers
  onTestFailed(async () => {
    // What this reader had in front of them, for whoever has to find out why.
    if (!page.isClosed()) await page.screenshot({ path: `.cache/failures/reader-${number}.png` })
  })
  const reader: Reader = {
    page,
    inspected,
    async visit(address) {
      const answer = await page.goto(address)
      // Of many open tabs each says what it is; only errors go by the name of the product.
      if (answer?.ok()) expect.soft(await page.title(), `title of ${address}`).not.toBe('Vigie')
      await reader.inspect()
    },
    async inspect() {
      await page.waitForLoadState('load')
      const { pathname } = new URL(page.url())
      const where = `${pathname} at ${options.width} px in ${options.locale}`
      const pattern = pathname.replace(/[\w-]{36,}|(?<=\/)[a-z0-9]{12}(?=\/|$)/g, ':id')
      const isNew = !inspected.has(pattern)
      inspected.add(pattern)
      expect.soft(faults.splice(0), where).toEqual([])
      expect.soft(await textFaults(page, options.locale), where).toEqual([])
      // axe waits by timers, which stand still where scripts are off.
      if (options.javaScript === false) return
      for (const colorScheme of isNew ? (['light', 'dark'] as const) : (['light'] as const)) {
        await page.emulateMedia({ colorScheme })
        await page.evaluate(coloursArrived)
        expect.soft(await violations(page, colorScheme === 'dark'), `${where}, ${colorScheme}`).toEqual([])
      }
      await page.emulateMedia({ colorScheme: 'light' })
    },
    close: () => context.close(),
  }
  return reader
}

/** In the page: until the next frame a colour that changes, however fast, still reads as the one before. */
async function coloursArrived(): Promise<void> {
  await new Promise(requestAnimationFrame)
  const changing = document.getAnimations().filter((one) => one instanceof CSSTransition)
  await Promise.allSettled(changing.map(({ finished }) => finished))
}

/** Ends the connection of this test file; the browser itself goes on for the next. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close()
  browser = undefined
}

async function violations(page: Page, coloursOnly: boolean): Promise<string[]> {
  // In one piece and faults alone: thousands of passes would be carried over otherwise.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  if (coloursOnly) axe.withRules(['color-contrast'])
  const { violations: found } = await axe.analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`),
  )
}

/** Asked of the page as text, since scripts may be switched off in it. */
async function textFaults(page: Page, locale: 'fr' | 'en'): Promise<string[]> {
  const seen = await page.evaluate((readersLanguage) => {
    const root = document.documentElement
    const told = [...document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')]
    const foreign = [...document.querySelectorAll('body [lang]')].filter(
      (element) => element.getAttribute('lang') !== readersLanguage,
    )
    // biome-ignore lint/performance/useDomNodeTextContent: only what can be seen counts
    const seenText = (element: Element) => (element as HTMLElement).innerText
    const without = (text: string) => foreign.reduce((rest, one) => rest.replace(seenText(one), ''), text)
    return {
      lang: root.lang,
      title: document.title,
      overflow: root.scrollWidth - root.clientWidth,
      text: [
        document.title,
        without(seenText(document.body)),
        ...told
          .filter((element) => !element.closest(`[lang]:not([lang=${readersLanguage}])`))
          .flatMap((element) =>
            ['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? ''),
          ),
      ].join('\n'),
    }
  }, locale)
  const line = (pattern: RegExp) => seen.text.split('\n').find((one) => pattern.test(one))
  const key = seen.text.split(/\s+/).find((word) => textKeys.has(word))
  const foreign = line(TELLTALES[locale])
  const leftover = line(LEFTOVERS)
  return [
    ...(seen.lang === locale ? [] : [`lang is ${seen.lang}`]),
    ...(seen.title ? [] : ['no title']),
    ...(seen.overflow > 0 ? [`${seen.overflow} px too wide`] : []),
    ...(key ? [`a key instead of a text: ${key}`] : []),
    ...(foreign ? [`not in the reader's language: ${foreign}`] : []),
    ...(leftover ? [`an empty place in a text: ${leftover}`] : []),
  ]
}

/** Every key as `namespace:a.b` and as `a.b`. */
function keysOf(tree: object): Set<string> {
  const keys = new Set<string>()
  const walk = (node: unknown, namespace: string, path: string[]): void => {
    if (typeof node === 'object' && node !== null) {
      for (const [name, child] of Object.entries(node)) walk(child, namespace, [...path, name])
    } else {
      keys.add(`${namespace}:${path.join('.')}`)
      if (path.length > 1) keys.add(path.join('.'))
    }
  }
  for (const [namespace, texts] of Object.entries(tree)) walk(texts, namespace, [])
  return keys
}

/** The address behind the first link of a mail that leads below `path`. */
export function linkIn(mail: CaughtMail, path: RegExp): string {
  const links = [...mail.html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  )
  const link = links.find((one) => path.test(new URL(one, 'http://mail.invalid').pathname))
  if (!link) throw new Error(`no link to ${path} in "${mail.subject}": ${links.join(' ')}`)
  return link
}
