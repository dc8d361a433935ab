import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Plus } from 'lucide-react'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { loader as guarded } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { templateChoices } from '#app/routes/desk/templates/template-view.ts'

export const loader = guarded('incident:publish', async ({ ctx, t }) => ({
  title: t('incidents:templates.title'),
  lists: [
    { kind: 'incident' as const, place: 'incidents', templates: await templateChoices(ctx, 'incident') },
    {
      kind: 'maintenance' as const,
      place: 'maintenances',
      templates: await templateChoices(ctx, 'maintenance'),
    },
  ],
}))

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function TemplatesPage() {
  const t = useTranslate()
  const { title, lists } = useLoaderData<typeof loader>()
  const filled = lists.filter(({ templates }) => templates.length > 0)
  return (
    <>
      <PageHeader
        below="/desk"
        title={title}
        lead={t('incidents:templates.lead')}
        actions={
          <>
            <LinkButton to="/desk/templates/new?kind=maintenance">
              {t('incidents:templates.newMaintenance')}
            </LinkButton>
            <LinkButton
              to="/desk/templates/new"
              variant="primary"
              className="max-sm:order-first max-sm:w-full"
            >
              <Plus className="size-4" aria-hidden />
              {t('incidents:templates.new')}
            </LinkButton>
          </>
        }
      />
      {filled.length === 0 && (
        <Card>
          <EmptyState title={t('incidents:templates.emptyTitle')}>
            {t('incidents:templates.emptyText')}
          </EmptyState>
        </Card>
      )}
      {filled.map(({ kind, place, templates }) => (
        <Card key={kind} title={t(`incidents:templates.${kind}`)} flush>
          <ul className="divide-y divide-line">
            {templates.map(({ id, name }) => (
              <li key={id} className="flex items-center justify-between gap-3 py-1.5 pr-2 pl-4 md:pl-5">
                <TextLink to={`/desk/templates/${id}`} data-line>
                  <bdi>{name}</bdi>
                </TextLink>
                <LinkButton
                  to={`/desk/${place}/new?template=${id}`}
                  size="small"
                  aria-label={t('incidents:templates.useLong', { name })}
                >
                  {t('incidents:templates.use')}
                </LinkButton>
              </li>
            ))}
          </ul>
        </Card>
      ))}
    </>
  )
}
