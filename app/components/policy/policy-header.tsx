import type { ReactNode } from 'react'
import { Breadcrumbs } from '#app/components/ui/breadcrumbs.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface PolicyHeaderProps {
  title: ReactNode
  lead?: ReactNode
  status?: ReactNode
  actions?: ReactNode
  /** The version that the page is about, where it is not that version's own page. */
  version?: number
}

/** The head of a page below the policy's own, with the way back. */
export function PolicyHeader({ version, ...rest }: PolicyHeaderProps) {
  const t = useTranslate()
  const items = [
    { to: '/admin', label: t('admin:title') },
    { to: '/admin/policy', label: t('policy:title') },
    ...(version === undefined
      ? []
      : [{ to: `/admin/policy/${version}`, label: t('policy:version', { version }) }]),
  ]
  return <PageHeader above={<Breadcrumbs items={items} />} {...rest} />
}
