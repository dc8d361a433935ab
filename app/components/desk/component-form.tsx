import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { type ComponentFields, componentSchema } from '#app/domain/components/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface ComponentFormProps {
  groups: readonly { id: string; name: string }[]
  values: Partial<ComponentFields>
}

/** Everything about a component but its status, which only incidents say. */
export function ComponentForm({ groups, values }: ComponentFormProps) {
  const t = useTranslate()
  const [form, fields] = usePageForm(componentSchema, { defaultValue: values })
  return (
    <PageForm form={form}>
      <div className="grid gap-5 md:grid-cols-2">
        <FormField meta={fields.nameFr} label={t('desk:component.nameFr')} />
        <FormField meta={fields.nameEn} label={t('desk:component.nameEn')} />
        <FormField meta={fields.descriptionFr} label={t('desk:component.descriptionFr')} />
        <FormField meta={fields.descriptionEn} label={t('desk:component.descriptionEn')} />
      </div>
      <FormField
        meta={fields.groupId}
        label={t('desk:component.group')}
        control="select"
        options={[
          { value: '', label: t('desk:component.noGroup') },
          ...groups.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <FormField
        meta={fields.capability}
        label={t('desk:component.capability')}
        hint={t('desk:component.capabilityHint')}
        control="select"
        options={[
          { value: '', label: t('desk:component.noCapability') },
          { value: 'payments', label: t('status:page.capability.payments') },
          { value: 'payouts', label: t('status:page.capability.payouts') },
        ]}
      />
      <FormField
        meta={fields.startDate}
        label={t('desk:component.startDate')}
        hint={t('desk:component.startDateHint')}
        type="date"
      />
      <FormField meta={fields.shown} label={t('desk:component.shown')} control="checkbox" />
      <FormField
        meta={fields.neededToSubmitDocuments}
        label={t('desk:component.needed')}
        hint={t('desk:component.neededHint')}
        control="checkbox"
      />
      <div>
        <SubmitButton className="max-sm:w-full">{t('desk:component.save')}</SubmitButton>
      </div>
    </PageForm>
  )
}
