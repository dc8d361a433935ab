import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { FieldError } from '#app/components/ui/field.tsx'
import { EVENT_TYPES, type WebhookFields, webhookSchema } from '#app/domain/webhooks/schemas.ts'
import { errorText } from '#app/i18n/field-errors.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface WebhookFormProps {
  values: Partial<WebhookFields>
  submitLabel: string
}

/** Where an endpoint is, and which events it hears. */
export function WebhookForm({ values, submitLabel }: WebhookFormProps) {
  const t = useTranslate()
  const [form, fields] = usePageForm(webhookSchema, { defaultValue: values })
  const { events } = fields
  const chosen = [events.value ?? []].flat()
  const eventsError = events.errors?.[0]
  return (
    <PageForm form={form}>
      <FormField
        meta={fields.url}
        label={t('webhooks:fields.url')}
        hint={t('webhooks:fields.urlHint')}
        type="url"
        autoComplete="off"
      />
      <FormField
        meta={fields.description}
        label={t('webhooks:fields.description')}
        hint={t('webhooks:fields.descriptionHint')}
        autoComplete="off"
      />
      <fieldset className="flex flex-col gap-1.5" aria-describedby={eventsError ? events.errorId : undefined}>
        <legend className="mb-1 text-sm font-medium text-ink">{t('webhooks:fields.events')}</legend>
        {EVENT_TYPES.map((type) => (
          <Checkbox
            key={type}
            name={events.name}
            value={type}
            defaultChecked={chosen.includes(type)}
            label={t(`webhooks:event.${type}`)}
            hint={<code className="font-mono text-xs">{type}</code>}
          />
        ))}
        {eventsError && <FieldError id={events.errorId}>{errorText(t, eventsError)}</FieldError>}
      </fieldset>
      <div>
        <SubmitButton className="max-sm:w-full">{submitLabel}</SubmitButton>
      </div>
    </PageForm>
  )
}
