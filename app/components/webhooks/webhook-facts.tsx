import { Alert } from '#app/components/ui/alert.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { DataList } from '#app/components/ui/data-list.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { RareActions } from '#app/components/webhooks/webhook-actions.tsx'
import type { WebhookView } from '#app/components/webhooks/webhook-types.ts'
import type { WebhookOutcome } from '#app/domain/webhooks/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What an administrator must know of an endpoint that does not receive what it should. */
export function WebhookTrouble({ webhook }: { webhook: WebhookView }) {
  const t = useTranslate()
  const { canSign, statusReason, status, failures, failingSince } = webhook
  return (
    <>
      {!canSign && (
        <Alert tone="critical" title={t('webhooks:unsigned.title')}>
          {t('webhooks:unsigned.text')}
        </Alert>
      )}
      {statusReason && (
        <Alert
          tone={statusReason === 'unanswered' ? 'critical' : 'caution'}
          title={t(`webhooks:reason.${statusReason}.title`)}
        >
          {t(`webhooks:reason.${statusReason}.text`)}
        </Alert>
      )}
      {canSign && status === 'enabled' && failingSince && (
        <Alert
          tone="caution"
          title={
            <>
              {t('webhooks:failing.title')} <Time at={failingSince} />
            </>
          }
        >
          {t('webhooks:failing.text', { count: failures })}
        </Alert>
      )}
    </>
  )
}

interface TestedProps {
  tested: {
    outcome: WebhookOutcome
    httpStatus: number | null
    responseMs: number
    answer: string | null
  }
}

/** What came back from a test. */
export function Tested({ tested: { outcome, httpStatus, responseMs, answer } }: TestedProps) {
  const t = useTranslate()
  return (
    <Alert
      tone={outcome === 'delivered' ? 'positive' : 'critical'}
      title={t('webhooks:tested', {
        outcome: t(`webhooks:outcome.${outcome}`, { status: httpStatus }),
        ms: responseMs,
      })}
    >
      {answer && (
        <span className="[overflow-wrap:anywhere]">
          {/* As it came: another system's words, which no interpolation may touch. */}
          <code className="font-mono text-xs">{answer}</code>
        </span>
      )}
    </Alert>
  )
}

/** How an endpoint is set. */
export function WebhookSettings({ webhook }: { webhook: WebhookView }) {
  const t = useTranslate()
  const items = [
    { label: t('webhooks:address'), value: <span className="break-all">{webhook.url}</span> },
    ...(webhook.description
      ? [{ label: t('webhooks:fields.description'), value: <bdi>{webhook.description}</bdi> }]
      : []),
    {
      label: t('webhooks:events'),
      value: (
        <span className="flex flex-col">
          {webhook.events.map((type) => (
            <span key={type}>{t(`webhooks:event.${type}`)}</span>
          ))}
        </span>
      ),
    },
    {
      label: t('webhooks:lastDelivered'),
      value: webhook.deliveredAt ? <Time at={webhook.deliveredAt} /> : t('webhooks:never'),
    },
    {
      label: t('webhooks:createdAt'),
      value: (
        <>
          <Time at={webhook.createdAt} style="date" withZone={false} />{' '}
          {t('webhooks:createdBy', { name: webhook.createdBy })}
        </>
      ),
    },
    ...(webhook.previousUntil
      ? [{ label: t('webhooks:overlap'), value: <Time at={webhook.previousUntil} /> }]
      : []),
  ]
  return (
    <Card title={t('webhooks:settings')} footer={<RareActions webhook={webhook} />}>
      <DataList items={items} />
    </Card>
  )
}
