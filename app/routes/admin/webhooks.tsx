import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Plus } from 'lucide-react'
import { Card } from '#app/components/ui/card.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { WebhookTable } from '#app/components/webhooks/webhook-table.tsx'
import { listEndpoints } from '#app/domain/webhooks/list-endpoints.ts'
import { MAX_ENDPOINTS } from '#app/domain/webhooks/schemas.ts'
import { loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { webhookView } from '#app/routes/admin/webhook-view.ts'

export const loader = guardedLoader('webhook:manage', async ({ ctx, t }) => ({
  title: t('webhooks:title'),
  webhooks: (await listEndpoints(ctx)).map(webhookView),
}))

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function WebhooksPage() {
  const t = useTranslate()
  const { webhooks } = useLoaderData<typeof loader>()
  const full = webhooks.length >= MAX_ENDPOINTS
  return (
    <>
      <PageHeader
        below="/admin"
        title={t('webhooks:title')}
        lead={t('webhooks:lead')}
        actions={
          !full && (
            <LinkButton to="/admin/webhooks/new" variant="primary">
              <Plus className="size-4" aria-hidden />
              {t('webhooks:new')}
            </LinkButton>
          )
        }
      />
      <Card flush footer={full && <p className="text-sm text-ink-muted">{t('webhooks:full')}</p>}>
        <WebhookTable webhooks={webhooks} />
      </Card>
    </>
  )
}
