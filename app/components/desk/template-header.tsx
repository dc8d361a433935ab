import type { ReactNode } from 'react'
import { Breadcrumbs } from '#app/components/ui/breadcrumbs.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** The head of a page below the list of templates. */
export function TemplateHeader({ title, actions }: { title: ReactNode; actions?: ReactNode }) {
  const t = useTranslate()
  return (
    <PageHeader
      above={
        <Breadcrumbs
          items={[
            { to: '/desk', label: t('desk:title') },
            { to: '/desk/templates', label: t('incidents:templates.title') },
          ]}
        />
      }
      title={title}
      actions={actions}
    />
  )
}
