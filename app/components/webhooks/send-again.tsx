import { Form } from '@remix-run/react'
import { RotateCw } from 'lucide-react'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import type { DeliveryView } from '#app/components/webhooks/webhook-types.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** Sends one message again, under the same id. */
export function SendAgain({ delivery: { id, type } }: { delivery: Pick<DeliveryView, 'id' | 'type'> }) {
  const t = useTranslate()
  return (
    <Form method="post">
      <input type="hidden" name="deliveryId" value={id} />
      <SubmitButton name="intent" value="again" variant="secondary" size="small">
        {t('webhooks:again')}
        <span className="sr-only">
          {type} {id}
        </span>
      </SubmitButton>
    </Form>
  )
}

/** Sends everything again that has failed for good, once asked about. */
export function SendFailedAgain({ count }: { count: number }) {
  const t = useTranslate()
  return (
    <ConfirmDialog
      trigger={
        <>
          <RotateCw className="size-4" aria-hidden />
          {t('webhooks:againFailed', { count })}
        </>
      }
      title={t('webhooks:againFailedTitle', { count })}
      description={t('webhooks:againFailedText')}
      confirmLabel={t('webhooks:again')}
      fields={{ intent: 'again_failed' }}
    />
  )
}
