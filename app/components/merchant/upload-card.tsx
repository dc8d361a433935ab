import { Alert } from '#app/components/ui/alert.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { UploadForm, type UploadFormProps } from '#app/components/upload/upload-form.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What the server refused of the plain form. */
export interface Refused {
  message: string
  files: { position: number; name: string; text: string }[]
}

interface UploadCardProps extends UploadFormProps {
  /** An answer waits for review: a new one replaces it, which is rare, so the form is folded away. */
  replaces: boolean
  refused: Refused | null
}

export function UploadCard({ replaces, refused, ...form }: UploadCardProps) {
  const t = useTranslate()
  const refusal = refused && (
    <Alert tone="critical" title={refused.message}>
      {refused.files.length > 0 && (
        <ul className="mt-1.5 flex flex-col gap-1.5">
          {refused.files.map(({ position, name, text }) => (
            <li key={position}>
              <span className="font-medium break-words text-ink">{name}</span>
              <br />
              {text}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  )
  if (!replaces) {
    return (
      <Card title={t('requirements:page.uploadTitle')}>
        <div className="flex flex-col gap-4">
          {refusal}
          <UploadForm {...form} />
        </div>
      </Card>
    )
  }
  return (
    <Card title={t('requirements:page.replaceTitle')} lead={t('requirements:page.replaceLead')}>
      {refusal}
      <details className="group" open={refused !== null}>
        <summary className="min-h-11 cursor-pointer py-2.5 text-sm font-medium text-accent-text">
          {t('requirements:page.replaceOpen')}
        </summary>
        <div className="pt-3">
          <UploadForm {...form} />
        </div>
      </details>
    </Card>
  )
}
