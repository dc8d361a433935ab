import { Outlet, useLocation, useRouteLoaderData } from '@remix-run/react'
import type { ShellData } from '#app/components/shell/preferences.tsx'
import { PublicShell } from '#app/components/shell/public-shell.tsx'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** The frame of the public pages. They need no script: everything is in the one answer. */
export const handle = { noScript: true }

export default function StatusLayout() {
  const t = useTranslate()
  const locale = useLocale()
  const { pathname } = useLocation()
  const provider = (useRouteLoaderData('root') as ShellData | undefined)?.provider
  const other = locale === 'fr' ? 'en' : 'fr'
  const rest = pathname.replace(/^\/status(\/en(?=\/|$))?/, '').replace(/\/$/, '')
  const home = locale === 'fr' ? '/status' : '/status/en'
  return (
    <PublicShell
      provider={provider ?? { name: 'Vigie', supportEmail: '' }}
      otherLanguage={{
        locale: other,
        href: `/status${other === 'en' ? '/en' : ''}${rest}`,
        label: t('status:page.otherLanguage'),
      }}
      home={home}
      footer={
        <nav className="flex flex-wrap gap-x-5">
          <FooterLink href={`/status/subscribe?lang=${locale}`}>{t('status:page.subscribe')}</FooterLink>
          <FooterLink href={`${home}/history`}>{t('status:page.history')}</FooterLink>
          <FooterLink href={`/api/v2/summary.json?locale=${locale}`}>{t('status:page.api')}</FooterLink>
        </nav>
      }
    >
      <Outlet />
    </PublicShell>
  )
}

const FooterLink = ({ href, children }: { href: string; children: string }) => (
  <a
    href={href}
    className="inline-flex min-h-11 items-center rounded-sm hover:text-ink hover:underline md:min-h-0"
  >
    {children}
  </a>
)
