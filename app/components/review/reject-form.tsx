import type { SubmissionResult } from '@conform-to/react'
import { type RefObject, useState } from 'react'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { ReasonPicker } from '#app/components/review/reason-picker.tsx'
import { RejectionPreview } from '#app/components/review/rejection-preview.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { Textarea } from '#app/components/ui/textarea.tsx'
import { isReasonCode, MAX_NOTE_LENGTH, type ReasonCode, rejectSchema } from '#app/domain/reviews/schemas.ts'
import { errorText } from '#app/i18n/field-errors.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface RejectFormProps {
  version: number
  answer: { result: SubmissionResult<string[]> } | null
  searchRef: RefObject<HTMLInputElement>
}

/** Refuses the document: reasons, a sentence, and what the merchant will read of them. */
export function RejectForm({ version, answer, searchRef }: RejectFormProps) {
  const t = useTranslate()
  const [form, fields] = usePageForm(rejectSchema, { id: 'reject', answer })
  const [chosen, setChosen] = useState<ReasonCode[]>(() => codesOf(fields.reasonCodes.initialValue))
  const [note, setNote] = useState(String(fields.note.initialValue ?? ''))
  const errorOf = (code: string | undefined) => (code === undefined ? undefined : errorText(t, code))
  return (
    <PageForm form={form} className="flex flex-col gap-4">
      <input type="hidden" name="intent" value="reject" />
      <input type="hidden" name="version" value={version} />
      <ReasonPicker
        chosen={chosen}
        onChange={setChosen}
        error={chosen.length > 0 ? undefined : errorOf(fields.reasonCodes.errors?.[0])}
        searchRef={searchRef}
      />
      <Field
        id={fields.note.id}
        label={t('review:decide.note')}
        hint={t('review:decide.noteHint')}
        error={errorOf(fields.note.errors?.[0])}
        optional
      >
        <Textarea
          name="note"
          rows={2}
          maxLength={MAX_NOTE_LENGTH}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Field>
      <RejectionPreview codes={chosen} note={note} />
      <SubmitButton variant="danger" className="w-full">
        {t('review:decide.send')}
      </SubmitButton>
    </PageForm>
  )
}

/** What a form that came back had ticked: one value or several. */
function codesOf(value: unknown): ReasonCode[] {
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values.filter((code): code is ReasonCode => typeof code === 'string' && isReasonCode(code))
}
