import { Card } from '#app/components/ui/card.tsx'
import { DataList } from '#app/components/ui/data-list.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { DeliveryView } from '#app/components/webhooks/webhook-types.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What became of one message, up to the last attempt. */
export function DeliveryFacts({ delivery }: { delivery: DeliveryView }) {
  const t = useTranslate()
  const { outcome, httpStatus, responseMs, attemptedAt, status, answer } = delivery
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
    { label: t('webhooks:attempts'), value: delivery.attempts },
    {
      label: t('webhooks:delivery.lastAttempt'),
      value: attemptedAt ? (
        <>
          <Time at={attemptedAt} />
          {' · '}
          {t('webhooks:delivery.duration', { ms: responseMs })}
        </>
      ) : (
        t('webhooks:delivery.noAttempt')
      ),
    },
    ...(outcome
      ? [
          {
            label: t('webhooks:delivery.result'),
            value: t(`webhooks:outcome.${outcome}`, { status: httpStatus }),
          },
        ]
      : []),
    ...(status === 'queued'
      ? [{ label: t('webhooks:nextAttempt'), value: <Time at={delivery.nextAttemptAt} /> }]
      : []),
    ...(attemptedAt
      ? [
          {
            label: t('webhooks:delivery.answer'),
            value: answer ? (
              <code className="font-mono text-xs [overflow-wrap:anywhere]">{answer}</code>
            ) : (
              t('webhooks:delivery.noAnswer')
            ),
          },
        ]
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
