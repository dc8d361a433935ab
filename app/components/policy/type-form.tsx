import type { FieldMetadata } from '@conform-to/react'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { newTypeFormSchema, typeFormSchema, type TypeForm as Values } from '#app/domain/policy/forms/type.ts'
import { ABOUT, type PolicyType, VALIDITY_RULES } from '#app/domain/policy/schemas.ts'
import { textIn } from '#app/i18n/bilingual.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface FormProps {
  values: Partial<Values> & { revision: number }
  /** The others, behind which it can stand. */
  others: readonly PolicyType[]
}

/** A type that exists: all but its code and whom it is about, which documents hang on. */
export function TypeForm({ values, others, about }: FormProps & { about: PolicyType['about'] }) {
  const t = useTranslate()
  const [form, fields] = usePageForm(typeFormSchema, { defaultValue: values })
  return (
    <PageForm form={form} className="flex flex-col gap-6">
      <input type="hidden" name={fields.revision.name} value={values.revision} />
      <p className="text-sm text-ink-muted">
        {t('policy:typeForm.aboutFixed', { about: t(`policy:about.${about}`) })}
      </p>
      <Texts fields={fields} />
      <Acceptance fields={fields} others={others} />
      <FormField
        meta={fields.retired}
        label={t('policy:typeForm.retired')}
        hint={t('policy:typeForm.retiredHint')}
        control="checkbox"
      />
      <SubmitButton className="max-sm:w-full sm:self-start">{t('policy:draft.save')}</SubmitButton>
    </PageForm>
  )
}

/** A type that is added. */
export function NewTypeForm({ values, others }: FormProps) {
  const t = useTranslate()
  const [form, fields] = usePageForm(newTypeFormSchema, { defaultValue: values })
  return (
    <PageForm form={form} className="flex flex-col gap-6">
      <input type="hidden" name={fields.revision.name} value={values.revision} />
      <div className="flex flex-col gap-4">
        <FormField
          meta={fields.code}
          label={t('policy:typeForm.code')}
          hint={t('policy:typeForm.codeHint')}
          autoComplete="off"
        />
        <FormField
          meta={fields.about}
          label={t('policy:typeForm.about')}
          control="select"
          placeholder={t('choose')}
          options={ABOUT.map((value) => ({ value, label: t(`policy:about.${value}`) }))}
        />
      </div>
      <Texts fields={fields} />
      <Acceptance fields={fields} others={others} />
      <SubmitButton className="max-sm:w-full sm:self-start">{t('policy:draft.save')}</SubmitButton>
    </PageForm>
  )
}

// biome-ignore lint/suspicious/noExplicitAny: fields of both forms
type Field = FieldMetadata<any, any, any>
type Fields<Name extends string> = { readonly [N in Name]: Field }

const TEXTS = [
  'nameFr',
  'nameEn',
  'descriptionFr',
  'descriptionEn',
  'legalGroundFr',
  'legalGroundEn',
] as const

function Texts({ fields }: { fields: Fields<(typeof TEXTS)[number]> }) {
  const t = useTranslate()
  return (
    <fieldset className="grid gap-x-5 gap-y-4 sm:grid-cols-2">
      <legend className="mb-3 text-base font-semibold text-ink">{t('policy:typeForm.texts')}</legend>
      {TEXTS.map((name) => (
        <FormField
          key={name}
          meta={fields[name]}
          label={t(`policy:typeForm.${name}`)}
          control={name.startsWith('description') ? 'textarea' : 'input'}
          rows={3}
        />
      ))}
    </fieldset>
  )
}

interface AcceptanceProps {
  fields: Fields<'validityRule' | 'months' | 'sides' | 'after'>
  others: readonly PolicyType[]
}

function Acceptance({ fields, others }: AcceptanceProps) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <fieldset className="grid gap-x-5 gap-y-4 sm:grid-cols-2">
      <legend className="mb-3 text-base font-semibold text-ink">{t('policy:typeForm.rules')}</legend>
      <FormField
        meta={fields.validityRule}
        label={t('policy:typeForm.validity')}
        control="select"
        options={VALIDITY_RULES.map((value) => ({ value, label: t(`policy:validity.${value}`) }))}
      />
      <FormField meta={fields.months} label={t('policy:typeForm.months')} optional={false} control="number" />
      <FormField
        meta={fields.sides}
        label={t('policy:typeForm.sides')}
        control="select"
        options={[
          { value: '1', label: t('policy:sides.one') },
          { value: '2', label: t('policy:sides.two') },
        ]}
      />
      <FormField
        meta={fields.after}
        label={t('policy:typeForm.after')}
        control="select"
        optional={false}
        options={[
          { value: '', label: t('policy:typeForm.first') },
          ...others.map((type) => ({
            value: type.code,
            label: t('policy:typeForm.behind', { name: textIn(locale, type, 'name') }),
          })),
        ]}
      />
    </fieldset>
  )
}
