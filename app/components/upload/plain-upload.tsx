import type { RefObject } from 'react'
import { Button } from '#app/components/ui/button.tsx'
import { Field, useFieldIds } from '#app/components/ui/field.tsx'
import type { UploadFormProps } from '#app/components/upload/upload-form.tsx'
import {
  ACCEPT,
  MAX_FILE_BYTES,
  MAX_FILES,
  MAX_SUBMISSION_BYTES,
  type Side,
} from '#app/domain/submissions/schemas.ts'
import { formatBytes } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** The form without a script: the browser's own file fields, the key before them because it must come first. */
export function PlainUpload({
  requirementId,
  submitKey,
  sides,
  form,
}: UploadFormProps & { form: RefObject<HTMLFormElement> }) {
  const t = useTranslate()
  const locale = useLocale()
  const limits = [
    t('files:limits', { max: formatBytes(locale, MAX_FILE_BYTES) }),
    t('files:limitsAll', { files: MAX_FILES, total: formatBytes(locale, MAX_SUBMISSION_BYTES) }),
  ].join(' ')
  const shown: Side[] = sides === 2 ? ['front', 'back', 'whole'] : ['whole']
  return (
    <form
      ref={form}
      method="post"
      action={`/requirements/${requirementId}`}
      encType="multipart/form-data"
      className="flex flex-col gap-4"
    >
      <input type="hidden" name="submit_key" value={submitKey} />
      <p className="text-sm text-ink-muted">
        {limits} {sides === 2 && t('files:noScript')}
      </p>
      {shown.map((side) => (
        <Field
          key={side}
          label={t(sides === 2 ? `files:side.${side}` : 'files:choose')}
          optional={sides === 2}
        >
          <FileInput name={side} />
        </Field>
      ))}
      <Button type="submit" variant="primary" size="large">
        {t('files:send')}
      </Button>
    </form>
  )
}

function FileInput({ name }: { name: Side }) {
  return (
    <input
      type="file"
      name={name}
      accept={ACCEPT}
      multiple
      {...useFieldIds()}
      className="block w-full rounded-md border border-line-control bg-surface p-2 text-sm text-ink file:mr-3 file:min-h-9 file:rounded-md file:border-0 file:bg-hover file:px-3 file:font-medium file:text-ink"
    />
  )
}
