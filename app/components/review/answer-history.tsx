import { StatusPill } from '#app/components/ui/badge.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { ReasonCode } from '#app/domain/reviews/schemas.ts'
import { formatList } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export interface PastAnswer {
  submissionId: string
  status: 'submitted' | 'in_review' | 'approved' | 'rejected' | 'superseded'
  submittedAt: Date
  decision: {
    decision: 'approved' | 'rejected'
    reasonCodes: ReasonCode[]
    note: string
    decidedBy: string
  } | null
}

/** What the merchant sent before for the same document, and what came of it. */
export function AnswerHistory({ answers }: { answers: readonly PastAnswer[] }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <section className="flex flex-col gap-2" aria-labelledby="history">
      <h2 id="history" className="text-sm font-semibold text-ink">
        {t('review:history.title')}
      </h2>
      {answers.length === 0 && <p className="text-sm text-ink-muted">{t('review:history.none')}</p>}
      <ul className="flex flex-col gap-2">
        {answers.map(({ submissionId, status, submittedAt, decision }) => (
          <li key={submissionId} className="flex flex-col gap-0.5 text-sm">
            <span className="flex flex-wrap items-center gap-2">
              {decision ? (
                <StatusPill tone={decision.decision === 'approved' ? 'positive' : 'critical'}>
                  {t(`review:verdict.${decision.decision}`, { name: decision.decidedBy })}
                </StatusPill>
              ) : (
                <StatusPill tone="neutral">
                  {status === 'superseded' ? t('review:history.superseded') : t('review:history.waiting')}
                </StatusPill>
              )}
              <TextLink to={`/review/${submissionId}`}>
                <Time at={submittedAt} style="date" />
              </TextLink>
            </span>
            {decision && decision.reasonCodes.length > 0 && (
              <span className="text-ink-muted">
                {formatList(
                  locale,
                  decision.reasonCodes.map((code) => t(`reasons:internal.${code}.label`)),
                )}
              </span>
            )}
            {decision?.note && (
              <span className="text-ink-muted">{t('review:history.note', { note: decision.note })}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
