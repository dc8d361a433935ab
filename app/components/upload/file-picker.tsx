import { clsx } from 'clsx'
import { Camera, Upload } from 'lucide-react'
import { type ChangeEvent, type DragEvent, useId, useState } from 'react'
import { buttonClass } from '#app/components/ui/button.tsx'
import { ACCEPT, MAX_FILE_BYTES } from '#app/domain/submissions/schemas.ts'
import { formatBytes } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface FilePickerProps {
  /** What these files show; left out where there is one place for all. */
  label?: string
  disabled: boolean
  onFiles: (files: Iterable<File>) => void
}

/** A place for files: by the file dialog, by the phone's camera, or dropped. */
export function FilePicker({ label, disabled, onFiles }: FilePickerProps) {
  const t = useTranslate()
  const locale = useLocale()
  const id = useId()
  const [over, setOver] = useState(false)

  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(target.files ?? [])])
    // The same file may be chosen again after it was removed.
    target.value = ''
  }
  const hover = (event: DragEvent, isOver: boolean) => {
    event.preventDefault()
    setOver(isOver && !disabled)
  }
  const drop = (event: DragEvent) => {
    hover(event, false)
    if (!disabled) onFiles([...event.dataTransfer.files])
  }
  const input = (name: string, camera: boolean) => (
    <input
      id={`${id}-${name}`}
      type="file"
      accept={camera ? 'image/*' : ACCEPT}
      capture={camera ? 'environment' : undefined}
      multiple={!camera}
      disabled={disabled}
      onChange={choose}
      className="peer sr-only"
      aria-describedby={`${id}-limits`}
    />
  )
  const button = clsx(
    buttonClass('secondary'),
    'cursor-pointer peer-disabled:opacity-55 peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent-text',
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the buttons inside do the same
    <div
      onDragOver={(event) => hover(event, true)}
      onDragLeave={(event) => hover(event, false)}
      onDrop={drop}
      className={clsx(
        'flex flex-col items-center gap-3 rounded-lg border border-dashed px-4 py-5 text-center',
        over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-sunken',
      )}
    >
      {label && <p className="text-sm font-semibold text-ink">{label}</p>}
      <div className="flex flex-wrap justify-center gap-2">
        <span className="contents">
          {input('files', false)}
          <label htmlFor={`${id}-files`} className={button}>
            <Upload className="size-4" aria-hidden />
            {t('files:choose')}
            {label && <span className="sr-only"> ({label})</span>}
          </label>
        </span>
        <span className="contents pointer-fine:hidden">
          {input('camera', true)}
          <label htmlFor={`${id}-camera`} className={clsx(button, 'pointer-fine:hidden')}>
            <Camera className="size-4" aria-hidden />
            {t('files:photo')}
            {label && <span className="sr-only"> ({label})</span>}
          </label>
        </span>
      </div>
      <p className="hidden text-sm text-ink-muted pointer-fine:block">
        {over ? t('files:dropNow') : t('files:drop')}
      </p>
      <p id={`${id}-limits`} className="text-xs text-ink-muted">
        {t('files:limits', { max: formatBytes(locale, MAX_FILE_BYTES) })}
      </p>
    </div>
  )
}
