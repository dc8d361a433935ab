import { CircleCheck, Clock, Hourglass, MinusCircle, TriangleAlert } from 'lucide-react'
import { StatusPill } from '#app/components/ui/badge.tsx'
import type { DueBucket, RequirementStatus } from '#app/domain/due/schemas.ts'
import type { Translate } from '#app/i18n/index.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** The state of a requirement as the merchant sees it: how urgent while it is open, how it ended after. */
export function RequirementState({ status, bucket }: { status: RequirementStatus; bucket: DueBucket }) {
  const t = useTranslate()
  switch (status) {
    case 'rejected':
      return (
        <StatusPill tone="critical">
          {bucket === 'past_due' ? t('requirements:due.past_due') : t('requirements:state.rejected')}
        </StatusPill>
      )
    case 'requested':
      if (bucket === 'past_due')
        return <StatusPill tone="critical">{t('requirements:due.past_due')}</StatusPill>
      return (
        <StatusPill
          tone={bucket === 'currently_due' ? 'caution' : 'neutral'}
          icon={bucket === 'currently_due' ? TriangleAlert : Clock}
        >
          {t(`requirements:due.${bucket}`)}
        </StatusPill>
      )
    case 'submitted':
    case 'in_review':
      return (
        <StatusPill tone="info" icon={Hourglass}>
          {t(`requirements:state.${status}`)}
        </StatusPill>
      )
    case 'approved':
      return (
        <StatusPill tone="positive" icon={CircleCheck}>
          {t('requirements:state.approved')}
        </StatusPill>
      )
    case 'waived':
    case 'cancelled':
      return (
        <StatusPill tone="neutral" icon={MinusCircle}>
          {t(`requirements:state.${status}`)}
        </StatusPill>
      )
  }
}

/** How long is left, in words: "Il reste 3 jours". `daysLeft` null: no deadline runs. */
export function timeLeft(t: Translate, bucket: DueBucket, daysLeft: number | null): string {
  if (bucket === 'pending_verification') return t('requirements:left.paused')
  if (daysLeft === null) return t('requirements:left.none')
  if (bucket === 'past_due') {
    return daysLeft === 0
      ? t('requirements:left.lateToday')
      : t('requirements:left.late', { count: -daysLeft })
  }
  if (daysLeft === 0) return t('requirements:left.today')
  return daysLeft === 1 ? t('requirements:left.tomorrow') : t('requirements:left.days', { count: daysLeft })
}
