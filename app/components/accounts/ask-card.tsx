import type { SubmissionResult } from '@conform-to/react'
import { useNavigation } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { askSchema } from '#app/domain/accounts/schemas.ts'
import type { Bilingual } from '#app/i18n/bilingual.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface AskCardProps {
  documentTypes: readonly { code: string; name: Bilingual }[]
  /** To answer, where no deadline is chosen. */
  usualDays: number
  answer: { result: SubmissionResult<string[]> } | null
}

/** Asks the account for one document. */
export function AskCard({ documentTypes, usualDays, answer }: AskCardProps) {
  const t = useTranslate()
  const locale = useLocale()
  const [form, fields] = usePageForm(askSchema, { id: 'ask', answer })
  const { state, formData } = useNavigation()
  const isSent = useRef(false)
  // Once accepted the next request begins empty: what was sent would invite to send it twice.
  useEffect(() => {
    if (formData?.get('intent') === 'request') isSent.current = true
    if (state !== 'idle' || !isSent.current) return
    isSent.current = false
    if (answer === null) form.reset()
  }, [state, formData, answer, form.reset])
  return (
    <Card title={t('accounts:ask.title')}>
      <PageForm form={form} className="flex flex-col gap-4">
        <input type="hidden" name="intent" value="request" />
        <FormField
          meta={fields.documentType}
          control="select"
          label={t('accounts:ask.type')}
          placeholder={t('choose')}
          options={documentTypes.map(({ code, name }) => ({ value: code, label: name[locale] }))}
        />
        <FormField
          meta={fields.subject}
          label={t('accounts:ask.subject')}
          hint={t('accounts:ask.subjectHint')}
        />
        <FormField
          meta={fields.why}
          control="textarea"
          rows={2}
          label={t('accounts:ask.why')}
          hint={t('accounts:ask.whyHint')}
        />
        <FormField
          meta={fields.message}
          control="textarea"
          rows={3}
          label={t('accounts:ask.message')}
          hint={t('accounts:ask.messageHint')}
        />
        <FormField
          meta={fields.deadline}
          type="date"
          label={t('accounts:ask.deadline')}
          hint={t('accounts:ask.deadlineHint', { count: usualDays })}
        />
        <FormField meta={fields.undated} control="checkbox" label={t('accounts:ask.undated')} />
        <SubmitButton>{t('accounts:ask.submit')}</SubmitButton>
      </PageForm>
    </Card>
  )
}
