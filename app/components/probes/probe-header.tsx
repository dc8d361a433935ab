import type { ReactNode } from 'react'
import { Breadcrumbs } from '#app/components/ui/breadcrumbs.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface ProbeHeaderProps {
  title: ReactNode
  status?: ReactNode
  actions?: ReactNode
  /** The probe that the page is a part of. */
  probe?: { id: string; name: string }
}

/** The head of a page below the desk's list of probes. */
export function ProbeHeader({ probe, ...header }: ProbeHeaderProps) {
  const t = useTranslate()
  const above = [
    { to: '/desk', label: t('desk:title') },
    { to: '/desk/probes', label: t('probes:title') },
    ...(probe ? [{ to: `/desk/probes/${probe.id}`, label: probe.name }] : []),
  ]
  return <PageHeader above={<Breadcrumbs items={above} />} {...header} />
}
