import { RemixBrowser } from '@remix-run/react'
import { createInstance } from 'i18next'
import { StrictMode, startTransition } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { I18nextProvider, initReactI18next } from 'react-i18next'
import { i18nOptions, isLocale, loadResources } from '#app/i18n/index.ts'

declare global {
  var __webpack_nonce__: string | undefined
}

/** Radix locks scrolling behind a dialog with a style element; its library looks here for the nonce. */
globalThis.__webpack_nonce__ = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce

/**
 * Until the data of the page has come in behind its markup, `RemixBrowser` throws the promise of it. Within React that
 * suspends the whole root, and a click or a key at that moment breaks the hydration off for good (React's error 345):
 * so React begins when there is nothing left to wait for.
 */
async function pageDataHasArrived() {
  try {
    RemixBrowser({})
  } catch (pending) {
    await pending
  }
}

/** Takes over the served page in the language it was served in. */
async function hydrate() {
  const { lang } = document.documentElement
  const locale = isLocale(lang) ? lang : 'fr'
  const i18n = createInstance()
  await i18n
    .use(initReactI18next)
    .init({ ...i18nOptions, lng: locale, resources: { [locale]: await loadResources(locale) } })
  await pageDataHasArrived()
  startTransition(() => {
    hydrateRoot(
      document,
      <I18nextProvider i18n={i18n}>
        <StrictMode>
          <RemixBrowser />
        </StrictMode>
      </I18nextProvider>,
    )
  })
}

await hydrate()
