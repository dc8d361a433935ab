import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { type GroupFields, groupSchema } from '#app/domain/components/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What a group of components is called. */
export function GroupForm({ values, submit }: { values?: GroupFields; submit: string }) {
  const t = useTranslate()
  const [form, fields] = usePageForm(groupSchema, { defaultValue: values })
  return (
    <PageForm form={form}>
      <FormField meta={fields.nameFr} label={t('desk:component.groupFr')} />
      <FormField meta={fields.nameEn} label={t('desk:component.groupEn')} />
      <div>
        <SubmitButton className="max-sm:w-full">{submit}</SubmitButton>
      </div>
    </PageForm>
  )
}
