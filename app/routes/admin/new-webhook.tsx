import type { MetaFunction } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { Card } from '#app/components/ui/card.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { ShownSecret } from '#app/components/webhooks/shown-secret.tsx'
import { WebhookForm } from '#app/components/webhooks/webhook-form.tsx'
import { createEndpoint } from '#app/domain/webhooks/create-endpoint.ts'
import { EVENT_TYPES, webhookSchema } from '#app/domain/webhooks/schemas.ts'
import { submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('webhook:manage', ({ t }) => ({ title: t('webhooks:new') }))

/** The one answer that holds the secret in clear: it goes into the page itself, no cookie or address carries it. */
export const action = guardedAction('webhook:manage', (args) =>
  submitForm(args, webhookSchema, async (input) => ({ made: await createEndpoint(args.ctx, input) })),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function NewWebhookPage() {
  const t = useTranslate()
  const answer = useActionData<typeof action>()
  const made = answer && 'made' in answer ? answer.made : null
  if (made) {
    return (
      <>
        <PageHeader below="/admin/webhooks" title={t('webhooks:made.title')} lead={t('webhooks:made.lead')} />
        <ShownSecret secret={made.secret} doneUrl={`/admin/webhooks/${made.id}`} />
      </>
    )
  }
  return (
    <>
      <PageHeader below="/admin/webhooks" title={t('webhooks:new')} />
      <Card className="max-w-2xl">
        <WebhookForm values={{ events: [...EVENT_TYPES] }} submitLabel={t('webhooks:fields.create')} />
      </Card>
    </>
  )
}
