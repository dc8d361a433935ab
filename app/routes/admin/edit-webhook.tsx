import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Card } from '#app/components/ui/card.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { WebhookForm } from '#app/components/webhooks/webhook-form.tsx'
import { isUuid } from '#app/domain/ids.ts'
import { readEndpoint } from '#app/domain/webhooks/list-endpoints.ts'
import { webhookSchema } from '#app/domain/webhooks/schemas.ts'
import { updateEndpoint } from '#app/domain/webhooks/update-endpoint.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { webhookView } from '#app/routes/admin/webhook-view.ts'

export const loader = guardedLoader('webhook:manage', async ({ ctx, params, t }) => {
  const webhook = webhookView(await readEndpoint(ctx, idParam(params.id, isUuid)))
  return { title: t('webhooks:editTitle'), webhook }
})

export const action = guardedAction('webhook:manage', (args) =>
  submitForm(args, webhookSchema, async (input) => {
    const id = idParam<string>(args.params.id, isUuid)
    await updateEndpoint(args.ctx, id, input)
    const message = args.t('webhooks:saved')
    return redirectWithToast(`/admin/webhooks/${id}`, { kind: 'success', message })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function EditWebhookPage() {
  const t = useTranslate()
  const { webhook } = useLoaderData<typeof loader>()
  const { url, description, events } = webhook
  return (
    <>
      <PageHeader
        below="/admin/webhooks"
        title={t('webhooks:editTitle')}
        of={{ to: `/admin/webhooks/${webhook.id}`, label: webhook.host }}
      />
      <Card className="max-w-2xl">
        <WebhookForm
          values={{ url, description, events: [...events] }}
          submitLabel={t('webhooks:fields.save')}
        />
      </Card>
    </>
  )
}
