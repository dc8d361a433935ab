import type { HeadersFunction } from '@remix-run/node'
import { Outlet, useLocation, useRouteError, useRouteLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { readRefusal } from '#app/components/shell/error-page.tsx'
import { useNonce } from '#app/components/shell/nonce.ts'
import type { ShellData } from '#app/components/shell/preferences.tsx'
import { PublicShell } from '#app/components/shell/public-shell.tsx'
import enhance from '#app/components/status/enhance.js?raw'
import { Freshness, type PublicFrame } from '#app/components/status/freshness.tsx'
import { freshnessOf } from '#app/domain/snapshot/freshness.ts'
import { publicLoader } from '#app/http/public-handlers.server.ts'
import { statusPath } from '#app/i18n/status-path.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'
import styles from '#app/styles/status.css?inline'

/** The frame of the public pages: everything they need is in the one answer. */
export const handle = { noScript: true, styles }

export const loader = publicLoader(({ snapshot, now }): PublicFrame => {
  if (!snapshot) return { confirmedAt: null, staleMinutes: 0 }
  const { confirmedAt, staleMinutes } = freshnessOf(snapshot.confirmedAt, now)
  return { confirmedAt: confirmedAt.toISOString(), staleMinutes }
})

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders

export default function StatusLayout() {
  return (
    <Frame>
      <Outlet />
    </Frame>
  )
}

/** A refusal in the same frame, so that it needs no other file either. */
export function ErrorBoundary() {
  const t = useTranslate()
  const locale = useLocale()
  const { status, requestId } = readRefusal(useRouteError())
  return (
    <Frame>
      <section className="flex flex-col gap-3 py-8">
        <h1 className="text-2xl font-semibold tracking-tight text-ink">{t(`errors:page.${status}.title`)}</h1>
        <p className="text-ink-muted">{t(`errors:page.${status}.text`)}</p>
        <p>
          <a href={statusPath(locale)} className="link">
            {t('errors:page.seeStatus')}
          </a>
        </p>
        {status >= 500 && requestId && (
          <p className="text-sm break-all text-ink-muted">
            {t('errors:page.reference')} <code>{requestId}</code>
          </p>
        )}
      </section>
    </Frame>
  )
}

function Frame({ children }: { children: ReactNode }) {
  const t = useTranslate()
  const locale = useLocale()
  const { pathname } = useLocation()
  const provider = (useRouteLoaderData('root') as ShellData | undefined)?.provider
  const frame = useRouteLoaderData('routes/status/layout') as PublicFrame | undefined
  const other = locale === 'fr' ? 'en' : 'fr'
  const subscribe = `/status/subscribe?lang=${locale}`
  const rest = pathname.replace(/^\/status(\/en(?=\/|$))?/, '').replace(/\/$/, '')
  return (
    <PublicShell
      provider={provider ?? { name: 'Vigie', supportEmail: '' }}
      otherLanguage={{ locale: other, href: statusPath(other, rest), label: t('status:page.otherLanguage') }}
      home={statusPath(locale)}
      action={{ href: subscribe, label: t('status:page.subscribe') }}
      footer={
        <nav className="flex flex-wrap gap-x-5" aria-label={t('pages')}>
          <FooterLink href={subscribe}>{t('status:page.subscribe')}</FooterLink>
          <FooterLink href={statusPath(locale, '/history')}>{t('status:page.history')}</FooterLink>
          <FooterLink href={statusPath(locale, '/embed')}>{t('status:page.embed')}</FooterLink>
        </nav>
      }
    >
      {frame && <Freshness {...frame} />}
      {children}
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own script, made by the build */}
      <script nonce={useNonce()} dangerouslySetInnerHTML={{ __html: enhance }} />
    </PublicShell>
  )
}

const FooterLink = ({ href, children }: { href: string; children: string }) => (
  <a
    href={href}
    className="inline-flex min-h-11 items-center rounded-sm hover:text-ink hover:underline md:min-h-6"
  >
    {children}
  </a>
)
