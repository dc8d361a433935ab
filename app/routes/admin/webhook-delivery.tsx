import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { FormErrors } from '#app/components/ui/form-errors.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { AttemptTable } from '#app/components/webhooks/attempt-table.tsx'
import { DeliveryBody, DeliveryFacts } from '#app/components/webhooks/delivery-facts.tsx'
import { DeliveryResult } from '#app/components/webhooks/delivery-result.tsx'
import { SendAgain } from '#app/components/webhooks/send-again.tsx'
import { isUuid } from '#app/domain/ids.ts'
import { readEndpoint } from '#app/domain/webhooks/list-endpoints.ts'
import { readDelivery } from '#app/domain/webhooks/page-deliveries.ts'
import { webhookCommandSchema } from '#app/domain/webhooks/schemas.ts'
import { submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { commandWebhook } from '#app/routes/admin/webhook-command.ts'
import { attemptView, deliveryParam, deliveryView, webhookView } from '#app/routes/admin/webhook-view.ts'

export const loader = guardedLoader('webhook:manage', async ({ ctx, params }) => {
  const id = idParam<string>(params.id, isUuid)
  const delivery = await readDelivery(ctx, id, deliveryParam(params.deliveryId))
  return {
    webhook: webhookView(await readEndpoint(ctx, id)),
    delivery: deliveryView(delivery),
    attempts: delivery.tried.map(attemptView),
    body: JSON.stringify(JSON.parse(delivery.body), null, 2),
  }
})

export const action = guardedAction('webhook:manage', (args) =>
  submitForm(args, webhookCommandSchema, (command) =>
    commandWebhook(args, idParam<string>(args.params.id, isUuid), command),
  ),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.delivery.type }]

export default function WebhookDeliveryPage() {
  const { webhook, delivery, attempts, body } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const refused = answer && 'result' in answer ? answer.result.error?.[''] : undefined
  return (
    <>
      <PageHeader
        below="/admin/webhooks"
        title={<code className="font-mono [overflow-wrap:anywhere]">{delivery.type}</code>}
        status={<DeliveryResult delivery={delivery} />}
        of={{ to: `/admin/webhooks/${webhook.id}`, label: webhook.host }}
        actions={
          webhook.status === 'enabled' && delivery.status !== 'queued' && <SendAgain delivery={delivery} />
        }
      />
      <FormErrors messages={refused ?? []} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <DeliveryFacts delivery={delivery} />
        <DeliveryBody body={body} />
      </div>
      <AttemptTable attempts={attempts} />
    </>
  )
}
