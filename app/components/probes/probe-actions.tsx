import { Form } from '@remix-run/react'
import { RotateCw } from 'lucide-react'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface ProbeActionsProps {
  probe: { id: string; name: string; enabled: boolean }
}

/** What can be done with one probe. */
export function ProbeActions({ probe }: ProbeActionsProps) {
  const t = useTranslate()
  return (
    <>
      <ConfirmDialog
        trigger={t('probes:delete')}
        triggerVariant="quiet"
        title={t('probes:deleteTitle', { name: probe.name })}
        description={t('probes:deleteText')}
        confirmLabel={t('probes:delete')}
        fields={{ intent: 'delete' }}
        danger
      />
      <Form method="post">
        <SubmitButton variant="secondary" name="intent" value={probe.enabled ? 'disable' : 'enable'}>
          {t(probe.enabled ? 'probes:disable' : 'probes:enable')}
        </SubmitButton>
      </Form>
      <LinkButton to={`/desk/probes/${probe.id}/edit`}>{t('probes:edit')}</LinkButton>
      <Form method="post" className="max-sm:order-first max-sm:w-full">
        <SubmitButton name="intent" value="check" className="max-sm:w-full">
          <RotateCw className="size-4" aria-hidden />
          {t('probes:checkNow')}
        </SubmitButton>
      </Form>
    </>
  )
}
