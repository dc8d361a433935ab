import type { SubmissionResult } from '@conform-to/react'
import { type RefObject, useState } from 'react'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { Kbd } from '#app/components/ui/kbd.tsx'
import { approveSchema, type Validity } from '#app/domain/reviews/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface ApproveFormProps {
  version: number
  documentType: { code: string; validity: Validity }
  answer: { result: SubmissionResult<string[]> } | null
  formRef: RefObject<HTMLDivElement>
}

/** Accepts the document, with the dates that its type asks for and no others. */
export function ApproveForm({ version, documentType, answer, formRef }: ApproveFormProps) {
  const t = useTranslate()
  const [form, fields] = usePageForm(approveSchema, { id: 'approve', answer })
  const { code, validity } = documentType
  const [longer, setLonger] = useState(fields.dateException.initialValue !== undefined)
  return (
    <PageForm form={form} className="flex flex-col gap-3">
      <input type="hidden" name="intent" value="approve" />
      <input type="hidden" name="version" value={version} />
      <div ref={formRef} className="flex flex-col gap-3">
        {validity.rule === 'max_age_months' && (
          <FormField
            meta={fields.issuedOn}
            label={t('review:decide.issuedOn')}
            hint={t('review:decide.issuedHint', {
              months: longer && code === 'proof_of_address' ? 12 : validity.months,
            })}
            type="date"
            optional={false}
          />
        )}
        {validity.rule === 'printed_expiry' && (
          <FormField
            meta={fields.expiresOn}
            label={t('review:decide.expiresOn')}
            type="date"
            optional={false}
          />
        )}
        {code === 'proof_of_address' && (
          <Checkbox
            name="dateException"
            value="tax_notice"
            label={t('review:decide.taxNotice')}
            checked={longer}
            onChange={(event) => setLonger(event.currentTarget.checked)}
          />
        )}
        {code === 'identity_document' && (
          <>
            <Checkbox
              name="dateException"
              value="french_card_2004_2013"
              label={t('review:decide.frenchCard')}
              checked={longer}
              onChange={(event) => setLonger(event.currentTarget.checked)}
            />
            {longer && (
              <FormField
                meta={fields.issuedOn}
                label={t('review:decide.cardIssuedOn')}
                type="date"
                optional={false}
              />
            )}
          </>
        )}
        <SubmitButton className="w-full" data-approve>
          {t('review:decide.approve')}
          <span className="max-md:hidden" aria-hidden>
            <Kbd>a</Kbd>
          </span>
        </SubmitButton>
      </div>
    </PageForm>
  )
}
