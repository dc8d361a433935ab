import type { FieldMetadata, FormMetadata } from '@conform-to/react'
import type { ReactNode } from 'react'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { PreviewCard, usePreview } from '#app/components/status/live-preview.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface EventFormProps {
  // biome-ignore lint/suspicious/noExplicitAny: a form of any schema
  form: FormMetadata<any>
  title?: ReactNode
  /** The fields that are this form's own. */
  children: ReactNode
  notify?: {
    // biome-ignore lint/suspicious/noExplicitAny: a field of any schema
    field: FieldMetadata<any, any, any>
    /** How many it would reach before anything is typed; left out where the form cannot tell. */
    recipients?: number
    label?: string
  }
  submit: string
}

/** A form whose text goes out to everyone: beside it the text as the public page will show it. */
export function EventForm({ form, title, children, notify, submit }: EventFormProps) {
  const t = useTranslate()
  const { preview, onInput } = usePreview()
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <Card title={title}>
        <PageForm form={form} onInput={onInput}>
          {children}
          {notify && (
            <FormField
              meta={notify.field}
              label={notify.label ?? t('desk:incident.notify')}
              hint={
                notify.recipients !== undefined &&
                t('desk:incident.recipients', { count: preview?.recipients ?? notify.recipients })
              }
              control="checkbox"
            />
          )}
          <div>
            <SubmitButton size="large" className="max-sm:w-full">
              {submit}
            </SubmitButton>
          </div>
        </PageForm>
      </Card>
      <PreviewCard preview={preview} />
    </div>
  )
}
