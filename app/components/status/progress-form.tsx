import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Bodies } from '#app/components/status/desk-fields.tsx'
import { PreviewCard, usePreview } from '#app/components/status/live-preview.tsx'
import type { EventState } from '#app/components/status/types.ts'
import { eventStateName } from '#app/components/status/words.ts'
import { Card } from '#app/components/ui/card.tsx'
import { publishProgressSchema } from '#app/domain/maintenance/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface ProgressFormProps {
  event: { version: number; status: EventState }
  /** What may be said next. */
  next: readonly EventState[]
}

/** The next update of a maintenance. */
export function ProgressForm({ event, next }: ProgressFormProps) {
  const t = useTranslate()
  const { preview, onInput } = usePreview()
  const [form, fields] = usePageForm(publishProgressSchema, {
    defaultValue: { status: event.status as 'scheduled', notify: true },
  })
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <Card title={t('desk:maintenance.progress')}>
        <PageForm form={form} onInput={onInput}>
          <input type="hidden" name={fields.version.name} value={event.version} />
          <FormField
            meta={fields.status}
            label={t('desk:incident.status')}
            hint={event.status === 'scheduled' ? t('desk:maintenance.cancelHint') : undefined}
            control="radio"
            options={next.map((value) => ({ value, label: eventStateName(t, { status: value }) }))}
          />
          <Bodies fields={fields} />
          <FormField meta={fields.notify} label={t('desk:incident.notify')} control="checkbox" />
          <div>
            <SubmitButton className="max-sm:w-full">{t('desk:update.submit')}</SubmitButton>
          </div>
        </PageForm>
      </Card>
      <PreviewCard preview={preview} />
    </div>
  )
}
