import { Bodies } from '#app/components/desk/desk-fields.tsx'
import { EventForm } from '#app/components/desk/event-form.tsx'
import { FormField } from '#app/components/form/form-field.tsx'
import { usePageForm } from '#app/components/form/page-form.tsx'
import type { EventState } from '#app/components/status/types.ts'
import { eventStateName } from '#app/components/status/words.ts'
import { publishProgressSchema } from '#app/domain/maintenance/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface ProgressFormProps {
  event: { id: string; version: number; status: EventState }
  /** What may be said next. */
  next: readonly EventState[]
  recipients: number
}

/** The next update of a maintenance. */
export function ProgressForm({ event, next, recipients }: ProgressFormProps) {
  const t = useTranslate()
  const [form, fields] = usePageForm(publishProgressSchema, {
    defaultValue: { status: event.status as 'scheduled', notify: true },
  })
  return (
    <EventForm
      form={form}
      title={t('desk:maintenance.progress')}
      notify={{ field: fields.notify, recipients }}
      submit={t('desk:update.submit')}
      subject={{ incident: event.id }}
    >
      <input type="hidden" name={fields.version.name} value={event.version} />
      <FormField
        meta={fields.status}
        label={t('desk:incident.status')}
        control="radio"
        options={next.map((value) => ({ value, label: eventStateName(t, { status: value }) }))}
      />
      <Bodies fields={fields} />
    </EventForm>
  )
}
