import { Alert } from '#app/components/ui/alert.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

export interface ShownRejection {
  /** Gravest first, in the reader's language. */
  reasons: readonly { code: string; title: string; action: string }[]
  note: string
}

/** Why the last answer was refused and what to do about each point; without reasons, the fault was ours. */
export function Rejection({ reasons, note }: ShownRejection) {
  const t = useTranslate()
  if (reasons.length === 0) return <Alert tone="caution">{t('requirements:page.unreadable')}</Alert>
  return (
    <Alert tone="critical" title={t('requirements:page.rejectedTitle')}>
      <ul className="mt-2 flex flex-col gap-2.5">
        {reasons.map(({ code, title, action }) => (
          <li key={code}>
            <p className="font-semibold text-ink">{title}</p>
            <p className="text-ink">{action}</p>
          </li>
        ))}
      </ul>
      {note && (
        <p className="mt-3 border-t border-critical-line pt-2.5 text-ink">
          <span className="font-semibold">{t('requirements:page.note')}</span>
          <br />
          {note}
        </p>
      )}
    </Alert>
  )
}
