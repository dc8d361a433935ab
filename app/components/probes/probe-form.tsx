import type { ReactNode } from 'react'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import type { Option } from '#app/components/ui/select.tsx'
import {
  PROBE_METHODS,
  PROBE_MODES,
  PROBE_STATUSES,
  type ProbeFields,
  probeSchema,
} from '#app/domain/probes/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface ProbeFormProps {
  components: readonly Option[]
  values: Partial<ProbeFields>
}

/** All of a probe: what it asks, what it expects, how patient it is, and what it does on an alarm. */
export function ProbeForm({ components, values }: ProbeFormProps) {
  const t = useTranslate()
  const [form, fields] = usePageForm(probeSchema, { defaultValue: values })
  const number = (name: NumberField) => (
    <FormField
      meta={fields[name]}
      label={t(`probes:fields.${name}`)}
      hint={t('probes:fields.between', boundsOf(name))}
      control="number"
    />
  )
  return (
    <PageForm form={form} className="flex max-w-3xl flex-col gap-6">
      <Card>
        <Fields>
          <FormField meta={fields.name} label={t('probes:fields.name')} hint={t('probes:fields.nameHint')} />
          <Pair>
            <FormField
              meta={fields.componentId}
              label={t('probes:fields.component')}
              control="select"
              placeholder={t('probes:fields.chooseComponent')}
              options={components}
            />
            <FormField
              meta={fields.status}
              label={t('probes:fields.status')}
              control="select"
              options={PROBE_STATUSES.map((value) => ({ value, label: t(`status:component.${value}`) }))}
            />
          </Pair>
        </Fields>
      </Card>
      <Card title={t('probes:fields.request')}>
        <Fields>
          <FormField
            meta={fields.url}
            label={t('probes:fields.url')}
            hint={t('probes:fields.urlHint')}
            type="url"
          />
          <Pair>
            <FormField
              meta={fields.method}
              label={t('probes:fields.method')}
              control="select"
              options={PROBE_METHODS.map((value) => ({ value, label: value }))}
            />
            <div className="grid grid-cols-2 gap-5">
              {number('expectedFrom')}
              {number('expectedUntil')}
            </div>
          </Pair>
          <FormField
            meta={fields.expectedText}
            label={t('probes:fields.expectedText')}
            hint={t('probes:fields.expectedTextHint')}
          />
        </Fields>
      </Card>
      <Card title={t('probes:fields.rhythm')}>
        <Fields>
          <Pair>
            {number('intervalSeconds')}
            {number('timeoutSeconds')}
            {number('failuresToAlarm')}
            {number('successesToRecover')}
          </Pair>
        </Fields>
      </Card>
      <Card title={t('probes:fields.alarm')}>
        <Fields>
          <FormField
            meta={fields.mode}
            label={t('probes:fields.mode')}
            control="radio"
            options={PROBE_MODES.map((value) => ({ value, label: t(`probes:fields.${value}`) }))}
          />
          <FormField
            meta={fields.bodyFr}
            label={t('probes:fields.bodyFr')}
            hint={t('probes:fields.bodyFrHint')}
            control="textarea"
            rows={3}
          />
          <FormField
            meta={fields.bodyEn}
            label={t('probes:fields.bodyEn')}
            hint={t('probes:fields.bodyEnHint')}
            control="textarea"
            rows={3}
          />
          <FormField
            meta={fields.resolveAfterMinutes}
            label={t('probes:fields.resolveAfterMinutes')}
            hint={t('probes:fields.resolveHint', boundsOf('resolveAfterMinutes'))}
            control="number"
          />
          <FormField meta={fields.notify} label={t('probes:fields.notify')} control="checkbox" />
          <FormField
            meta={fields.tellPublishers}
            label={t('probes:fields.tellPublishers')}
            control="checkbox"
          />
        </Fields>
      </Card>
      <div>
        <SubmitButton className="max-sm:w-full">{t('probes:fields.save')}</SubmitButton>
      </div>
    </PageForm>
  )
}

type NumberField =
  | 'expectedFrom'
  | 'expectedUntil'
  | 'intervalSeconds'
  | 'timeoutSeconds'
  | 'failuresToAlarm'
  | 'successesToRecover'

const boundsOf = (name: NumberField | 'resolveAfterMinutes') => {
  const { minValue: min, maxValue: max } = probeSchema.shape[name]
  return { min, max }
}

const Fields = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-col gap-5">{children}</div>
)

const Pair = ({ children }: { children: ReactNode }) => (
  <div className="grid gap-5 md:grid-cols-2">{children}</div>
)
