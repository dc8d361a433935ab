import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { TickList } from '#app/components/maintenance/tick-list.tsx'
import { FilterFields } from '#app/components/requests/filter-fields.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { type AskableType, type PrepareBatch, prepareSchema } from '#app/domain/requests/schemas.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface BatchFormProps {
  types: readonly AskableType[]
  /** Of a batch that is to be changed. */
  values: Partial<Record<keyof PrepareBatch, string | string[]>>
}

/** What to ask, by when and of whom. Sending it asks nobody. */
export function BatchForm({ types, values }: BatchFormProps) {
  const t = useTranslate()
  const locale = useLocale()
  const [form, fields] = usePageForm(prepareSchema, {
    defaultValue: { chosenBy: 'filter', what: 'types', ...values } as never,
  })
  const typeOptions = types.map(({ code, name }) => ({ value: code, label: name[locale] }))
  return (
    <PageForm form={form} className="flex max-w-3xl flex-col gap-6">
      <Card title={t('requests:form.whatTitle')}>
        <div className="group/what flex flex-col gap-5">
          <FormField
            meta={fields.what}
            control="radio"
            label={t('requests:form.what')}
            options={[
              { value: 'types', label: t('requests:form.whatTypes') },
              { value: 'missing', label: t('requests:form.whatMissing') },
            ]}
          />
          <div className="group-has-[input[value=missing]:checked]/what:hidden">
            <TickList
              meta={fields.documentTypes}
              legend={t('requests:form.types')}
              groups={[{ options: typeOptions }]}
            />
          </div>
          <FormField
            meta={fields.message}
            control="textarea"
            rows={3}
            label={t('requests:form.message')}
            optional
          />
          <FormField
            meta={fields.why}
            control="textarea"
            rows={2}
            label={t('requests:form.why')}
            hint={t('requests:form.whyHint')}
            optional
            className="group-has-[input[value=missing]:checked]/what:hidden"
          />
        </div>
      </Card>
      <Card title={t('requests:form.deadlineTitle')} lead={t('requests:form.deadlineLead')}>
        <div className="grid items-start gap-5 sm:grid-cols-2">
          <FormField
            meta={fields.deadlineDays}
            control="number"
            label={t('requests:form.deadlineDays')}
            optional
          />
          <FormField meta={fields.deadlineOn} type="date" label={t('requests:form.deadlineOn')} optional />
        </div>
      </Card>
      <Card title={t('requests:form.whomTitle')}>
        <div className="group/whom flex flex-col gap-5">
          <FormField
            meta={fields.chosenBy}
            control="radio"
            label={t('requests:form.chosenBy')}
            options={(['filter', 'file'] as const).map((value) => ({
              value,
              label: t(value === 'filter' ? 'requests:form.byFilter' : 'requests:form.byFile'),
              hint: t(value === 'filter' ? 'requests:form.byFilterHint' : 'requests:form.byFileHint'),
            }))}
          />
          <div className="group-has-[input[value=file]:checked]/whom:hidden">
            <FilterFields fields={fields} types={typeOptions} />
          </div>
        </div>
      </Card>
      <div>
        <SubmitButton className="max-sm:w-full">{t('requests:form.submit')}</SubmitButton>
      </div>
    </PageForm>
  )
}
