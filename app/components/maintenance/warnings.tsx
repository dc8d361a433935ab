import { Alert } from '#app/components/ui/alert.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What speaks against a window, in words. */
export interface Warning {
  readonly text: string
  /** The incident or maintenance that it is about. */
  readonly to: string | null
}

interface WarningsProps {
  warnings: readonly Warning[]
  note?: string
}

/** Warnings in the flow of a page; nothing when there are none. */
export function Warnings({ warnings, note }: WarningsProps) {
  const t = useTranslate()
  if (warnings.length === 0) return null
  return (
    <Alert tone="caution" title={t('maintenance:check.toCheck', { count: warnings.length })}>
      <ul className="list-disc space-y-1 pl-4 text-ink">
        {warnings.map(({ text, to }) => (
          <li key={text}>{to ? <TextLink to={to}>{text}</TextLink> : text}</li>
        ))}
      </ul>
      {note && <p className="mt-1.5">{note}</p>}
    </Alert>
  )
}
