import type { PastAnswer } from '#app/components/review/answer-history.tsx'
import { Alert } from '#app/components/ui/alert.tsx'
import { formatList } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** Why a submission cannot be decided any more, or not yet. */
export function VerdictBanner({ submission: { status, decision } }: { submission: PastAnswer }) {
  const t = useTranslate()
  const locale = useLocale()
  if (decision) {
    return (
      <div>
        <Alert
          tone={decision.decision === 'approved' ? 'positive' : 'caution'}
          title={t(`review:verdict.${decision.decision}`, { name: decision.decidedBy })}
        >
          {decision.reasonCodes.length > 0 &&
            formatList(
              locale,
              decision.reasonCodes.map((code) => t(`reasons:internal.${code}.label`)),
            )}
          {decision.note && <span className="block">{decision.note}</span>}
        </Alert>
      </div>
    )
  }
  return (
    <div>
      <Alert tone="info">
        {t(status === 'submitted' ? 'review:verdict.submitted' : 'review:verdict.superseded')}
      </Alert>
    </div>
  )
}
