import type { ReactNode } from 'react'
import { PublicShell } from '#app/components/shell/public-shell.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface SubscriptionShellProps {
  provider: { name: string; supportEmail: string }
  title: string
  lead?: string
  children: ReactNode
}

/** The frame of the pages behind the links of a subscriber's mails. */
export function SubscriptionShell({ provider, title, lead, children }: SubscriptionShellProps) {
  const t = useTranslate()
  const other = useLocale() === 'fr' ? 'en' : 'fr'
  const home = other === 'en' ? '/status' : '/status/en'
  return (
    <PublicShell
      provider={provider}
      home={home}
      otherLanguage={{ locale: other, href: `?lang=${other}`, label: t(`language.${other}`) }}
      footer={
        <TextLink to={home} className="inline-flex min-h-11 items-center md:min-h-6">
          {t('subscribers:seeStatus')}
        </TextLink>
      }
    >
      <PageHeader title={title} lead={lead} />
      {children}
    </PublicShell>
  )
}
