import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useMatches,
  useRouteError,
  useRouteLoaderData,
} from '@remix-run/react'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorPage } from '#app/components/shell/error-page.tsx'
import { useNonce } from '#app/components/shell/nonce.ts'
import { MAIN_ID } from '#app/components/ui/main-id.ts'
import { Toaster } from '#app/components/ui/toaster.tsx'
import { rootData } from '#app/http/root-data.server.ts'
import { type Locale, loadResources } from '#app/i18n/index.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import stylesheet from '#app/styles/app.css?url'

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: stylesheet }]

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.provider.name ?? 'Vigie' }]

export const loader = (args: LoaderFunctionArgs) => rootData(args)

const useRootData = () => useRouteLoaderData<typeof loader>('root')

export function Layout({ children }: { children: ReactNode }) {
  const t = useTranslate()
  const { i18n } = useTranslation()
  const nonce = useNonce()
  const theme = useRootData()?.theme ?? 'system'
  const { noScript, bare, styles } = usePageKind()
  return (
    <html lang={i18n.language} data-theme={theme === 'system' ? undefined : theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content={theme === 'system' ? 'light dark' : theme} />
        <Meta />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own style sheet, made by the build */}
        {styles ? <style dangerouslySetInnerHTML={{ __html: styles }} /> : <Links />}
      </head>
      <body>
        {!bare && (
          <a
            href={`#${MAIN_ID}`}
            className="fixed -top-20 left-2 z-50 rounded-md bg-accent px-4 py-2.5 text-sm font-medium text-on-accent focus:top-2 max-md:py-3"
          >
            {t('skipToContent')}
          </a>
        )}
        {children}
        {!noScript && (
          <>
            <ScrollRestoration nonce={nonce} />
            <Scripts nonce={nonce} />
          </>
        )}
      </body>
    </html>
  )
}

/** What a route's `handle` may say of its pages. */
interface PageKind {
  /** Public pages: nothing on them needs a script. */
  noScript?: true
  /** Nothing stands around the page, as in a frame of another site. */
  bare?: true
  /** The page's whole style sheet, which stands in it instead of a link. */
  styles?: string
}

const usePageKind = (): PageKind => Object.assign({}, ...useMatches().map(({ handle }) => handle))

export default function App() {
  const root = useRootData()
  useLanguage(root?.locale)
  return (
    <>
      {root && <Toaster id={root.requestId} toast={root.toast} />}
      <Outlet />
    </>
  )
}

/** Follows a language that changed without a page load: somebody signed in whose language is another. */
function useLanguage(locale: Locale | undefined) {
  const { i18n } = useTranslation()
  useEffect(() => {
    if (!locale || locale === i18n.language) return
    let isCurrent = true
    void loadResources(locale).then(async (texts) => {
      if (!isCurrent) return
      for (const [namespace, tree] of Object.entries(texts)) i18n.addResourceBundle(locale, namespace, tree)
      await i18n.changeLanguage(locale)
    })
    return () => {
      isCurrent = false
    }
  }, [locale, i18n])
}

export function ErrorBoundary() {
  return <ErrorPage error={useRouteError()} requestId={useRootData()?.requestId} />
}
