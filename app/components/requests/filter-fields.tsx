import type { FieldMetadata } from '@conform-to/react'
import { FormField } from '#app/components/form/form-field.tsx'
import type { Option } from '#app/components/ui/select.tsx'
import { LEGAL_FORMS } from '#app/domain/accounts/schemas.ts'
import { CHOSEN_STATES, type RequestFilter, RISKS } from '#app/domain/requests/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface FilterFieldsProps {
  // biome-ignore lint/suspicious/noExplicitAny: fields of a form that holds more than these
  fields: Record<keyof RequestFilter, FieldMetadata<any, any, any>>
  types: readonly Option[]
}

/** Every criterion by which accounts can be chosen; one that is left alone does not count. */
export function FilterFields({ fields, types }: FilterFieldsProps) {
  const t = useTranslate()
  const any = t('requests:form.any')
  const choice = (
    field: keyof RequestFilter,
    label: string,
    options: readonly Option[],
    placeholder = any,
  ) => (
    <FormField meta={fields[field]} control="select" optional={false} {...{ label, options, placeholder }} />
  )
  return (
    <fieldset>
      <legend className="mb-3 text-sm font-medium text-ink">{t('requests:form.criteria')}</legend>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <FormField
          meta={fields.search}
          label={t('requests:form.search')}
          optional={false}
          className="sm:col-span-2"
        />
        {choice(
          'legalForm',
          t('requests:form.legalForm'),
          LEGAL_FORMS.map((value) => ({ value, label: t(`accounts:legalForm.${value}`) })),
        )}
        {choice(
          'state',
          t('requests:form.state'),
          CHOSEN_STATES.map((value) => ({ value, label: t(`accounts:state.${value}`) })),
        )}
        {choice(
          'risk',
          t('requests:form.risk'),
          RISKS.map((value) => ({ value, label: t(`requests:form.riskLevel.${value}`) })),
        )}
        {choice('regulated', t('requests:form.regulated'), [
          { value: 'yes', label: t('requests:form.yes') },
          { value: 'no', label: t('requests:form.no') },
        ])}
        <FormField
          meta={fields.createdFrom}
          type="date"
          label={t('requests:form.createdFrom')}
          optional={false}
        />
        <FormField
          meta={fields.createdTo}
          type="date"
          label={t('requests:form.createdTo')}
          optional={false}
        />
        <FormField
          meta={fields.expiresBefore}
          type="date"
          label={t('requests:form.expiresBefore')}
          optional={false}
        />
        {choice('expiring', t('requests:form.expiring'), types, t('requests:form.anyType'))}
        {choice('missing', t('requests:form.missingType'), types)}
        <FormField
          meta={fields.department}
          label={t('requests:form.department')}
          placeholder={t('requests:form.departmentHint')}
          optional={false}
        />
      </div>
    </fieldset>
  )
}
