import { Card } from '#app/components/ui/card.tsx'
import { DataList } from '#app/components/ui/data-list.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { DeliveryView } from '#app/components/webhooks/webhook-types.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What one message is, and what becomes of it next. */
export function DeliveryFacts({ delivery }: { delivery: DeliveryView }) {
  const t = useTranslate()
  const { status } = delivery
  const items = [
    {
      label: t('webhooks:delivery.id'),
      value: <code className="font-mono text-xs break-all">{delivery.eventId}</code>,
    },
    {
      label: t('webhooks:account'),
      value: (
        <TextLink to={`/accounts/${delivery.accountId}`}>
          <bdi>{delivery.accountName}</bdi>
        </TextLink>
      ),
    },
    { label: t('webhooks:at'), value: <Time at={delivery.createdAt} /> },
    ...(status === 'queued'
      ? [{ label: t('webhooks:nextAttempt'), value: <Time at={delivery.nextAttemptAt} /> }]
      : []),
  ]
  return (
    <Card title={t('webhooks:delivery.facts')}>
      <DataList items={items} />
    </Card>
  )
}

/** What is sent, laid out to be read. */
export function DeliveryBody({ body }: { body: string }) {
  const t = useTranslate()
  return (
    <Card title={t('webhooks:delivery.body')}>
      <pre className="font-mono text-xs leading-5 whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
        {body}
      </pre>
    </Card>
  )
}
