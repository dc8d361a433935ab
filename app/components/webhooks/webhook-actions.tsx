import { Form } from '@remix-run/react'
import { Send } from 'lucide-react'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import type { WebhookView } from '#app/components/webhooks/webhook-types.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What is done with an endpoint day by day. */
export function WebhookActions({ webhook }: { webhook: WebhookView }) {
  const t = useTranslate()
  return (
    <>
      <LinkButton to={`/admin/webhooks/${webhook.id}/edit`}>{t('webhooks:edit')}</LinkButton>
      <Form method="post">
        <SubmitButton
          name="intent"
          value="test"
          variant={webhook.status === 'enabled' ? 'primary' : 'secondary'}
        >
          <Send className="size-4" aria-hidden />
          {t('webhooks:test')}
        </SubmitButton>
      </Form>
      {webhook.status !== 'enabled' && (
        <Form method="post">
          <SubmitButton name="intent" value="enable">
            {t('webhooks:enable')}
          </SubmitButton>
        </Form>
      )}
    </>
  )
}

/** What is done with an endpoint once in a while, and asked about first. */
export function RareActions({ webhook: { host, status } }: { webhook: WebhookView }) {
  const t = useTranslate()
  return (
    <>
      <ConfirmDialog
        trigger={t('webhooks:delete')}
        triggerVariant="quiet"
        title={t('webhooks:deleteTitle', { host })}
        description={t('webhooks:deleteText')}
        confirmLabel={t('webhooks:delete')}
        fields={{ intent: 'delete' }}
        danger
      />
      {status !== 'disabled' && (
        <ConfirmDialog
          trigger={t('webhooks:disable')}
          title={t('webhooks:disableTitle', { host })}
          description={t('webhooks:disableText')}
          confirmLabel={t('webhooks:disable')}
          fields={{ intent: 'disable' }}
          danger
        />
      )}
      <ConfirmDialog
        trigger={t('webhooks:rotate')}
        title={t('webhooks:rotateTitle')}
        description={t('webhooks:rotateText')}
        confirmLabel={t('webhooks:rotate')}
        fields={{ intent: 'rotate' }}
      />
    </>
  )
}
