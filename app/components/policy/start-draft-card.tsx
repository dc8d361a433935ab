import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { startDraftSchema } from '#app/domain/policy/forms/draft.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** Begins a change of the policy with the sentence why. */
export function StartDraftCard() {
  const t = useTranslate()
  const [form, fields] = usePageForm(startDraftSchema)
  return (
    <Card title={t('policy:draft.prepare')} lead={t('policy:draft.prepareText')}>
      <PageForm form={form} className="flex flex-col gap-4">
        <FormField
          meta={fields.reason}
          label={t('policy:draft.reason')}
          hint={t('policy:draft.reasonHint')}
          control="textarea"
          rows={2}
        />
        <SubmitButton className="max-sm:w-full sm:self-start">{t('policy:draft.start')}</SubmitButton>
      </PageForm>
    </Card>
  )
}
