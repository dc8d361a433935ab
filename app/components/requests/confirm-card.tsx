import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Alert } from '#app/components/ui/alert.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { type BatchPreview, startFormSchema } from '#app/domain/requests/schemas.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** The one button after which mails leave; the number typed where so many are chosen. */
export function ConfirmCard({ preview }: { preview: BatchPreview }) {
  const t = useTranslate()
  const locale = useLocale()
  const [form, fields] = usePageForm(startFormSchema, { id: 'start' })
  const number = formatNumber(locale, preview.asked)
  return (
    <Card title={t('requests:confirm.title')}>
      <PageForm form={form} className="flex flex-col gap-4">
        <input type="hidden" name="intent" value="start" />
        <input type="hidden" name="fingerprint" value={preview.fingerprint} />
        <p className="text-sm text-ink-muted">{t('requests:confirm.text')}</p>
        {preview.mustType && (
          <>
            <Alert tone="caution" title={t('requests:confirm.typeTitle')}>
              {t('requests:confirm.typeText', { number })}
            </Alert>
            <FormField
              meta={fields.typed}
              label={t('requests:confirm.typed')}
              inputMode="numeric"
              autoComplete="off"
              optional={false}
              className="max-w-48"
            />
          </>
        )}
        <div>
          <SubmitButton className="max-sm:w-full">
            {t('requests:confirm.submit', { count: preview.asked, number })}
          </SubmitButton>
        </div>
      </PageForm>
    </Card>
  )
}
