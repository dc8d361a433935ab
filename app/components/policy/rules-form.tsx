import type { ReactNode } from 'react'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import {
  rulesFormSchema,
  TIME_UNITS,
  type RulesForm as Values,
  WITHHELD,
} from '#app/domain/policy/forms/rules.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

type NumberField = Exclude<
  keyof Values,
  'revision' | 'reminderDays' | 'firstUnit' | 'firstWithheld' | 'secondUnit'
>

/** Everything about time and what is withheld, in parts. */
export function RulesForm({ values }: { values: Values }) {
  const t = useTranslate()
  const [form, fields] = usePageForm(rulesFormSchema, { defaultValue: values })
  const number = (name: NumberField, given?: { optional?: false; inputMode?: 'decimal' }) => (
    <FormField meta={fields[name]} label={t(`policy:rulesForm.${name}`)} control="number" {...given} />
  )
  const unit = (name: 'firstUnit' | 'secondUnit') => (
    <FormField
      meta={fields[name]}
      label={t('policy:rulesForm.unit')}
      control="select"
      options={TIME_UNITS.map((value) => ({ value, label: t(`policy:rulesForm.units.${value}`) }))}
    />
  )
  return (
    <PageForm form={form} className="flex flex-col gap-8">
      <input type="hidden" name={fields.revision.name} value={values.revision} />
      <Part title={t('policy:rulesForm.deadlines')}>
        <Pair>
          {number('deadlineDays')}
          {number('floorDays')}
        </Pair>
        <FormField
          meta={fields.reminderDays}
          label={t('policy:rulesForm.reminderDays')}
          hint={t('policy:rulesForm.reminderDaysHint')}
          autoComplete="off"
        />
      </Part>
      <Part title={t('policy:rulesForm.ladder')} hint={t('policy:rulesForm.ladderHint')}>
        <Step title={t('policy:rulesForm.first')}>
          <Pair>
            {number('firstAfter')}
            {unit('firstUnit')}
          </Pair>
          <FormField
            meta={fields.firstWithheld}
            label={t('policy:rulesForm.withheld')}
            control="select"
            options={WITHHELD.map((value) => ({
              value,
              label: t(`policy:rulesForm.withheldOptions.${value}`),
            }))}
          />
        </Step>
        <Step title={t('policy:rulesForm.second')} hint={t('policy:rulesForm.secondHint')}>
          <Pair>
            {number('secondAfter', { optional: false })}
            {unit('secondUnit')}
          </Pair>
        </Step>
      </Part>
      <Part title={t('policy:rulesForm.breaker')} hint={t('policy:rulesForm.breakerHint')}>
        <Pair>
          {number('breakerAccounts')}
          {number('breakerPercent', { inputMode: 'decimal' })}
        </Pair>
      </Part>
      <Part title={t('policy:rulesForm.renewal')}>
        <Pair>
          {number('askDays')}
          {number('startDays')}
        </Pair>
        <Pair>
          {number('reviewYearsHigh')}
          {number('reviewYearsStandard')}
        </Pair>
      </Part>
      <Part title={t('policy:rulesForm.promises')} hint={t('policy:rulesForm.promisesHint')}>
        <Pair>
          {number('answerBusinessDays')}
          {number('examineBusinessDays')}
        </Pair>
      </Part>
      <SubmitButton className="max-sm:w-full sm:self-start">{t('policy:draft.save')}</SubmitButton>
    </PageForm>
  )
}

const Pair = ({ children }: { children: ReactNode }) => (
  <div className="grid items-start gap-x-5 gap-y-4 sm:grid-cols-2">{children}</div>
)

function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="float-left w-full text-base font-semibold text-ink">
        {title}
        {hint && <span className="mt-0.5 block text-sm font-normal text-ink-muted">{hint}</span>}
      </legend>
      {children}
    </fieldset>
  )
}

function Step({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-4 rounded-md border border-line bg-sunken p-4">
      <legend className="float-left w-full text-sm font-medium text-ink">
        {title}
        {hint && <span className="mt-0.5 block font-normal text-ink-muted">{hint}</span>}
      </legend>
      {children}
    </fieldset>
  )
}
