import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { FieldError } from '#app/components/ui/field.tsx'
import { setsFormSchema, type SetsForm as Values } from '#app/domain/policy/forms/draft.ts'
import type { PolicyType } from '#app/domain/policy/schemas.ts'
import { textIn } from '#app/i18n/bilingual.ts'
import { errorText } from '#app/i18n/field-errors.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface SetsFormProps {
  values: Values
  /** Those that can be required: retired ones cannot. */
  types: readonly PolicyType[]
}

const FORMS = ['sole_trader', 'company', 'association'] as const

/** Which documents each legal form must provide. */
export function SetsForm({ values, types }: SetsFormProps) {
  const t = useTranslate()
  const locale = useLocale()
  const [form, fields] = usePageForm(setsFormSchema, { defaultValue: values })
  return (
    <PageForm form={form} className="flex flex-col gap-6">
      <input type="hidden" name={fields.revision.name} value={values.revision} />
      <div className="grid gap-x-6 gap-y-7 md:grid-cols-3">
        {FORMS.map((legalForm) => {
          const field = fields[legalForm]
          const chosen: string[] = [(field.value as string | string[] | undefined) ?? []].flat()
          const error = field.errors?.[0]
          return (
            <fieldset
              key={legalForm}
              className="flex flex-col gap-1 md:gap-2"
              aria-describedby={error ? field.errorId : undefined}
            >
              <legend className="mb-1 text-sm font-semibold text-ink">
                {t(`accounts:legalForm.${legalForm}`)}
              </legend>
              {types.map((type) => (
                <Checkbox
                  key={type.code}
                  name={field.name}
                  value={type.code}
                  defaultChecked={chosen.includes(type.code)}
                  label={textIn(locale, type, 'name')}
                />
              ))}
              {error && <FieldError id={field.errorId}>{errorText(t, error)}</FieldError>}
            </fieldset>
          )
        })}
      </div>
      <SubmitButton className="max-sm:w-full sm:self-start">{t('policy:draft.save')}</SubmitButton>
    </PageForm>
  )
}
