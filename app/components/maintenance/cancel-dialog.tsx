import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { Textarea } from '#app/components/ui/textarea.tsx'
import type { Bilingual } from '#app/i18n/bilingual.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface CancelDialogProps {
  event: { id: string; name: string; version: number }
  /** What the public reads unless the publisher says it better. */
  text: Bilingual
  recipients: number
}

/** Calls a maintenance off, after one more question. */
export function CancelDialog({ event, text, recipients }: CancelDialogProps) {
  const t = useTranslate()
  return (
    <ConfirmDialog
      trigger={t('maintenance:cancel.action')}
      title={t('maintenance:cancel.title', { name: event.name })}
      description={t('maintenance:cancel.lead')}
      confirmLabel={t('maintenance:cancel.action')}
      dismissLabel={t('maintenance:cancel.keep')}
      danger
      action={`/desk/maintenances/${event.id}/cancel`}
      fields={{ version: String(event.version) }}
    >
      <Field label={t('maintenance:cancel.text')}>
        <Textarea name="bodyFr" rows={3} defaultValue={text.fr} />
      </Field>
      <Field label={t('desk:incident.bodyEn')}>
        <Textarea name="bodyEn" rows={3} defaultValue={text.en} />
      </Field>
      <Checkbox
        name="notify"
        label={t('desk:incident.notify')}
        hint={t('desk:incident.recipients', { count: recipients })}
        defaultChecked
      />
    </ConfirmDialog>
  )
}
