import type { ComponentProps } from 'react'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface PolicyHeaderProps extends Pick<ComponentProps<typeof PageHeader>, 'title' | 'lead' | 'actions'> {
  version: number
}

/** The head of a page below a version's own. */
export function PolicyHeader({ version, ...header }: PolicyHeaderProps) {
  const t = useTranslate()
  const of = { to: `/admin/policy/${version}`, label: t('policy:version', { version }) }
  return <PageHeader below="/admin/policy" of={of} {...header} />
}
