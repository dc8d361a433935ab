import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Activity, Plus } from 'lucide-react'
import { ProbeTable } from '#app/components/probes/probe-table.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { listProbes } from '#app/domain/probes/list-probes.ts'
import { loader as guarded } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { probeLine } from '#app/routes/desk/probes/probe-view.ts'

export const loader = guarded('probe:manage', async ({ ctx, locale, t }) => ({
  title: t('probes:title'),
  probes: (await listProbes(ctx)).map((probe) => probeLine(probe, locale)),
}))

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function ProbesPage() {
  const t = useTranslate()
  const { probes } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        below="/desk"
        title={t('probes:title')}
        lead={t('probes:lead')}
        actions={
          <LinkButton to="/desk/probes/new" variant="primary">
            <Plus className="size-4" aria-hidden />
            {t('probes:new')}
          </LinkButton>
        }
      />
      <Card flush>
        {probes.length > 0 ? (
          <ProbeTable probes={probes} />
        ) : (
          <EmptyState icon={Activity} title={t('probes:emptyTitle')}>
            {t('probes:emptyText')}
          </EmptyState>
        )}
      </Card>
    </>
  )
}
