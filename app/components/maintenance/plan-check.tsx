import { useFetcher } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import { type Warning, Warnings } from '#app/components/maintenance/warnings.tsx'
import { Alert } from '#app/components/ui/alert.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What /desk/maintenances/check answers. */
export interface PlanChecked {
  /** Why it cannot be planned so. */
  readonly fault: string | null
  /** The rule in one sentence, for what recurs. */
  readonly rule: string | null
  /** The next windows, in words. */
  readonly windows: readonly string[]
  /** How many come after those. */
  readonly more: number
  readonly warnings: readonly Warning[]
}

const PAUSE_MS = 300
/** Texts are no matter of dates, and may be long. */
const TEXTS = new Set(['nameFr', 'nameEn', 'bodyFr', 'bodyEn', 'version', 'notify', 'tell'])

interface PlanCheckProps {
  /** What the form changes: it does not stand in its own way. */
  seriesId?: string
  /** Also says which components are touched. */
  maintenanceId?: string
}

/** Looks at the window of the form around it a moment after each change: dates, rule and warnings. */
export function PlanCheck({ seriesId = '', maintenanceId = '' }: PlanCheckProps) {
  const t = useTranslate()
  const { data, load } = useFetcher<PlanChecked>()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const form = place.current?.closest('form')
    let timer: ReturnType<typeof setTimeout>
    const check = () => {
      if (!form) return
      const said = [...Object.entries({ seriesId, maintenanceId }), ...new FormData(form)]
        .filter(([name, value]) => !TEXTS.has(name) && value !== '')
        .map(([name, value]) => [name, String(value)])
      const query = new URLSearchParams(said)
      load(`/desk/maintenances/check?${query}`)
    }
    const checkSoon = () => {
      clearTimeout(timer)
      timer = setTimeout(check, PAUSE_MS)
    }
    check()
    form?.addEventListener('input', checkSoon)
    return () => {
      clearTimeout(timer)
      form?.removeEventListener('input', checkSoon)
    }
  }, [load, seriesId, maintenanceId])
  return (
    <div ref={place} aria-live="polite" className="flex flex-col gap-3 empty:hidden">
      {data?.fault && (
        <Alert tone="caution" title={t('maintenance:check.fault')}>
          {data.fault}
        </Alert>
      )}
      {data?.rule && (
        <div className="rounded-md border border-line bg-sunken px-4 py-3 text-sm text-ink">
          <p className="font-medium">{data.rule}</p>
          <p className="mt-2 text-ink-muted">{t('maintenance:check.dates')}</p>
          <ol className="tabular list-decimal pl-5">
            {data.windows.map((window) => (
              <li key={window}>{window}</li>
            ))}
          </ol>
          {data.more > 0 && (
            <p className="text-ink-muted">{t('maintenance:check.more', { count: data.more })}</p>
          )}
        </div>
      )}
      {data && <Warnings warnings={data.warnings} note={t('maintenance:check.warns')} />}
    </div>
  )
}
