import { FileText, ImageIcon, X } from 'lucide-react'
import { Button } from '#app/components/ui/button.tsx'
import { FieldError } from '#app/components/ui/field.tsx'
import { Progress } from '#app/components/ui/progress.tsx'
import type { Chosen } from '#app/components/upload/use-upload.ts'
import { formatBytes } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface ChosenFilesProps {
  files: readonly Chosen[]
  sending: boolean
  withSides: boolean
  onRemove: (key: number) => void
}

/** What will be sent: each file with its size, how far it is, or what is wrong with it. */
export function ChosenFiles({ files, sending, withSides, onRemove }: ChosenFilesProps) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <ul aria-label={t('files:list')} className="divide-y divide-line rounded-lg border border-line">
      {files.map(({ key, side, file, problem, sent }) => {
        const Icon = file.type.startsWith('image/') ? ImageIcon : FileText
        return (
          <li key={key} className="flex flex-col gap-2 px-3 py-2.5">
            <div className="flex items-center gap-3">
              <Icon className="size-5 shrink-0 text-ink-subtle" strokeWidth={1.75} aria-hidden />
              <div className="min-w-0 flex-1">
                <p className="truncate text-sm font-medium text-ink">{file.name}</p>
                <p className="text-xs text-ink-muted">
                  {withSides && `${t(`files:side.${side}`)} · `}
                  {formatBytes(locale, file.size)}
                </p>
              </div>
              {!sending && (
                <Button
                  variant="quiet"
                  aria-label={t('files:remove', { name: file.name })}
                  onClick={() => onRemove(key)}
                >
                  <X className="size-4" aria-hidden />
                </Button>
              )}
            </div>
            {sending && (
              <Progress label={t(`files:fileState.${sent === 1 ? 'sent' : 'sending'}`)} value={sent} />
            )}
            {problem && <FieldError>{problem}</FieldError>}
          </li>
        )
      })}
    </ul>
  )
}
