import type { SubmissionResult } from '@conform-to/react'
import { Alert } from '#app/components/ui/alert.tsx'
import { errorText } from '#app/i18n/field-errors.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What a dialog's form was refused for: its dialog is closed by then, so the page says it. */
export function Refusal({ answer }: { answer: { result: SubmissionResult<string[]> } | null }) {
  const t = useTranslate()
  const codes = Object.values(answer?.result.error ?? {}).flatMap((errors) => errors ?? [])
  if (codes.length === 0) return null
  return (
    <Alert tone="critical">
      {codes.map((code) => (
        <p key={code}>{errorText(t, code)}</p>
      ))}
    </Alert>
  )
}
