import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { RefreshWhile } from '#app/components/broadcasts/refresh-while.tsx'
import { FormErrors } from '#app/components/ui/form-errors.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { DeliveryTable } from '#app/components/webhooks/delivery-table.tsx'
import { ShownSecret } from '#app/components/webhooks/shown-secret.tsx'
import { WebhookActions } from '#app/components/webhooks/webhook-actions.tsx'
import { Tested, WebhookSettings, WebhookTrouble } from '#app/components/webhooks/webhook-facts.tsx'
import { WebhookStatePill } from '#app/components/webhooks/webhook-state.tsx'
import type { DeliveryView } from '#app/components/webhooks/webhook-types.ts'
import { isUuid } from '#app/domain/ids.ts'
import { readEndpoint } from '#app/domain/webhooks/list-endpoints.ts'
import { pageDeliveries } from '#app/domain/webhooks/page-deliveries.ts'
import { webhookCommandSchema } from '#app/domain/webhooks/schemas.ts'
import { submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { commandWebhook } from '#app/routes/admin/webhook-command.ts'
import { deliveryView, ledgerPlace, webhookView } from '#app/routes/admin/webhook-view.ts'

export const loader = guardedLoader('webhook:manage', async ({ ctx, params, url }) => {
  const id = idParam<string>(params.id, isUuid)
  const webhook = webhookView(await readEndpoint(ctx, id))
  const place = ledgerPlace(url)
  const { deliveries, next } = await pageDeliveries(ctx, id, place)
  const at = (before: number | null) =>
    `?${new URLSearchParams({ group: place.group, ...(before && { before: String(before) }) })}`
  return {
    webhook,
    ledger: {
      group: place.group,
      deliveries: deliveries.map(deliveryView),
      next: next ? at(next) : null,
      first: place.before ? at(null) : null,
    },
  }
})

export const action = guardedAction('webhook:manage', (args) =>
  submitForm(args, webhookCommandSchema, (command) =>
    commandWebhook(args, idParam<string>(args.params.id, isUuid), command),
  ),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.webhook.host }]

/** Not what waits for a retry, which may be hours away. */
const isOnItsWay = ({ status, attempts }: DeliveryView) => status === 'queued' && attempts === 0

export default function WebhookPage() {
  const t = useTranslate()
  const { webhook, ledger } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  if (answer && 'secret' in answer) {
    return (
      <>
        <PageHeader
          below="/admin/webhooks"
          title={t('webhooks:made.rotated')}
          lead={t('webhooks:made.rotatedLead')}
          of={{ to: `/admin/webhooks/${webhook.id}`, label: webhook.host }}
        />
        <ShownSecret secret={answer.secret} doneUrl={`/admin/webhooks/${webhook.id}`} />
      </>
    )
  }
  const refused = answer && 'result' in answer ? answer.result.error?.[''] : undefined
  return (
    <>
      <RefreshWhile active={webhook.status === 'enabled' && ledger.deliveries.some(isOnItsWay)} />
      <PageHeader
        below="/admin/webhooks"
        title={<span className="[overflow-wrap:anywhere]">{webhook.host}</span>}
        lead={webhook.description && <bdi>{webhook.description}</bdi>}
        status={<WebhookStatePill webhook={webhook} />}
        actions={<WebhookActions webhook={webhook} />}
      />
      <FormErrors messages={refused ?? []} />
      {answer && 'tested' in answer && <Tested tested={answer.tested} />}
      <WebhookTrouble webhook={webhook} />
      <DeliveryTable webhook={webhook} ledger={ledger} />
      <WebhookSettings webhook={webhook} />
    </>
  )
}
