import { RemixServer } from '@remix-run/react'
import { createInstance } from 'i18next'
import type { ComponentProps, ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { I18nextProvider, initReactI18next } from 'react-i18next'
import { i18nOptions, type Locale, loadResources } from '#app/i18n/index.ts'

/** What a reader of one language is shown: the words alone, and where its links lead. */
export interface Shown {
  readonly html: string
  readonly text: string
  readonly links: readonly string[]
}

/** Renders components as the server does, with the real texts; without a route of their own. */
export async function renderer(locale: Locale): Promise<(page: ReactElement) => Shown> {
  const i18n = createInstance()
  const resources = { [locale]: await loadResources(locale) }
  await i18n.use(initReactI18next).init({ ...i18nOptions, lng: locale, resources })
  return (page) => {
    const html = renderToStaticMarkup(
      <I18nextProvider i18n={i18n}>
        <RemixServer context={contextOf(page)} url="https://vigie.test/" />
      </I18nextProvider>,
    )
    return {
      html,
      text: html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '),
      links: [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => href ?? ''),
    }
  }
}

type EntryContext = ComponentProps<typeof RemixServer>['context']

/** A site of one page, as the server hands it to React. */
function contextOf(page: ReactElement): EntryContext {
  const context = {
    manifest: {
      routes: { root: { id: 'root', path: '', module: '', hasLoader: false, hasAction: false } },
      entry: { imports: [], module: '' },
      url: '',
      version: '',
    },
    routeModules: { root: { default: () => page } },
    staticHandlerContext: {
      basename: '',
      location: { pathname: '/', search: '', hash: '', state: null, key: 'default' },
      matches: [{ params: {}, pathname: '/', pathnameBase: '/', route: { id: 'root' } }],
      loaderData: {},
      actionData: null,
      errors: null,
      statusCode: 200,
      loaderHeaders: {},
      actionHeaders: {},
    },
    future: { v3_singleFetch: false },
    isSpaMode: false,
  }
  return context as unknown as EntryContext
}
