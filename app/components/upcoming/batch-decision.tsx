import type { SubmissionResult } from '@conform-to/react'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Alert } from '#app/components/ui/alert.tsx'
import { Card } from '#app/components/ui/card.tsx'
import {
  dismissBatchFormSchema,
  type HeldBatchFile,
  releaseBatchFormSchema,
} from '#app/domain/breaker/schemas.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface BatchDecisionProps {
  batch: HeldBatchFile
  /** What was refused, of either form. */
  answer: { result: SubmissionResult<string[]> } | null
}

/** Release or dismiss, each with a sentence; releasing wants the number typed. */
export function BatchDecision({ batch, answer }: BatchDecisionProps) {
  const of = (intent: string) => (answer?.result.initialValue?.intent === intent ? answer : null)
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <Release batch={batch} answer={of('release')} />
      <Dismiss batch={batch} answer={of('dismiss')} />
    </div>
  )
}

function Release({ batch, answer }: BatchDecisionProps) {
  const t = useTranslate()
  const locale = useLocale()
  const [form, fields] = usePageForm(releaseBatchFormSchema, { id: 'release', answer })
  return (
    <Card title={t('upcoming:held.release.title')} lead={t('upcoming:held.release.lead')}>
      {batch.bar ? (
        <Alert tone="info">{t(`upcoming:held.release.${batch.bar}`)}</Alert>
      ) : (
        <PageForm form={form}>
          <input type="hidden" name="intent" value="release" />
          <input type="hidden" name="batchId" value={batch.id} />
          <input type="hidden" name="version" value={batch.version} />
          <input type="hidden" name="accounts" value={batch.accounts} />
          <FormField
            meta={fields.typed}
            label={t('upcoming:held.release.typed')}
            hint={t('upcoming:held.release.typedHint', { count: batch.accounts })}
            inputMode="numeric"
            autoComplete="off"
          />
          <FormField meta={fields.note} label={t('upcoming:held.release.note')} control="textarea" rows={3} />
          <SubmitButton variant="danger" className="self-start">
            {t('upcoming:held.release.submit', {
              count: batch.accounts,
              accounts: formatNumber(locale, batch.accounts),
            })}
          </SubmitButton>
        </PageForm>
      )}
    </Card>
  )
}

function Dismiss({ batch, answer }: BatchDecisionProps) {
  const t = useTranslate()
  const [form, fields] = usePageForm(dismissBatchFormSchema, { id: 'dismiss', answer })
  return (
    <Card title={t('upcoming:held.dismiss.title')} lead={t('upcoming:held.dismiss.lead')}>
      <PageForm form={form}>
        <input type="hidden" name="intent" value="dismiss" />
        <input type="hidden" name="batchId" value={batch.id} />
        <FormField meta={fields.note} label={t('upcoming:held.dismiss.note')} control="textarea" rows={3} />
        <SubmitButton variant="secondary" className="self-start">
          {t('upcoming:held.dismiss.submit')}
        </SubmitButton>
      </PageForm>
    </Card>
  )
}
