import type { ReactNode } from 'react'
import { Breadcrumbs } from '#app/components/ui/breadcrumbs.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** The head of a page below the desk's list of components. */
export function ComponentHeader({ title, actions }: { title: ReactNode; actions?: ReactNode }) {
  const t = useTranslate()
  return (
    <PageHeader
      above={
        <Breadcrumbs
          items={[
            { to: '/desk', label: t('desk:title') },
            { to: '/desk/components', label: t('desk:component.listTitle') },
          ]}
        />
      }
      title={title}
      actions={actions}
    />
  )
}
