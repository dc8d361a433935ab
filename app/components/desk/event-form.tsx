import type { FieldMetadata, FormMetadata } from '@conform-to/react'
import type { ReactNode } from 'react'
import { PreviewCard, type PreviewSubject, usePreview } from '#app/components/desk/live-preview.tsx'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { useDraft } from '#app/components/form/use-draft.ts'
import { Alert } from '#app/components/ui/alert.tsx'
import { Button } from '#app/components/ui/button.tsx'
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
  /** For the preview. */
  subject?: PreviewSubject
  /** The form's success leads to another address or to a place on this one, as useDraft wants it. */
  keepsDraft?: boolean
}

/**
 * A form whose text goes out to everyone: beside it the text in every place where it will stand. Ctrl or Cmd with
 * Enter sends it; on a phone its button stays in reach of the thumb, and with it how many will be written to.
 */
export function EventForm(props: EventFormProps) {
  const { form, title, children, notify, submit, subject, keepsDraft } = props
  const t = useTranslate()
  const { preview, ask } = usePreview(form.id, subject)
  const draft = useDraft(form.id)
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <Card title={title}>
        <PageForm
          form={form}
          onInput={(event) => {
            ask()
            if (keepsDraft) draft.keep(event.currentTarget)
          }}
          sendsByKey
        >
          {draft.isRestored && (
            <Alert
              actions={
                <Button size="small" onClick={draft.discard}>
                  {t('incidents:draft.discard')}
                </Button>
              }
            >
              {t('incidents:draft.restored')}
            </Alert>
          )}
          {children}
          <div
            data-in-reach
            className="flex flex-col gap-5 max-sm:sticky max-sm:bottom-0 max-sm:z-10 max-sm:-mx-4 max-sm:gap-2 max-sm:border-t max-sm:border-line max-sm:bg-surface max-sm:px-4 max-sm:pt-3 max-sm:pb-[max(0.75rem,env(safe-area-inset-bottom))]"
          >
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
            <SubmitButton size="large" className="max-sm:w-full sm:self-start">
              {submit}
            </SubmitButton>
          </div>
        </PageForm>
      </Card>
      <PreviewCard preview={preview} sends={notify !== undefined} />
    </div>
  )
}
