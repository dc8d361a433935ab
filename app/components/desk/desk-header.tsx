import type { ReactNode } from 'react'
import { Breadcrumbs } from '#app/components/ui/breadcrumbs.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** The lists of the desk that have pages of their own below them. */
const LISTS = {
  components: 'desk:component.listTitle',
  templates: 'incidents:templates.title',
  probes: 'probes:title',
} as const

interface DeskHeaderProps {
  list: keyof typeof LISTS
  title: ReactNode
  status?: ReactNode
  actions?: ReactNode
  /** The entry of the list that the page is a part of. */
  entry?: { id: string; name: string }
}

/** The head of a page below one of the desk's lists. */
export function DeskHeader({ list, entry, ...header }: DeskHeaderProps) {
  const t = useTranslate()
  const above = [
    { to: '/desk', label: t('desk:title') },
    { to: `/desk/${list}`, label: t(LISTS[list]) },
    ...(entry ? [{ to: `/desk/${list}/${entry.id}`, label: entry.name }] : []),
  ]
  return <PageHeader above={<Breadcrumbs items={above} />} {...header} />
}
