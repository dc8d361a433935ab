import { CalendarClock, CircleCheck, Clock, Hourglass, TimerOff } from 'lucide-react'
import { StatusPill } from '#app/components/ui/badge.tsx'
import type { DueBucket } from '#app/domain/due/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

const BUCKET_SIGNS = {
  past_due: { tone: 'critical', icon: TimerOff },
  currently_due: { tone: 'caution', icon: Clock },
  pending_verification: { tone: 'info', icon: Hourglass },
  eventually_due: { tone: 'neutral', icon: CalendarClock },
  satisfied: { tone: 'positive', icon: CircleCheck },
} as const

/** How urgent a requirement is; `count` when it stands for several. */
export function BucketPill({ bucket, count }: { bucket: DueBucket; count?: number }) {
  const t = useTranslate()
  return (
    <StatusPill {...BUCKET_SIGNS[bucket]}>
      {count === undefined ? '' : `${count} · `}
      {t(`requirements:due.${bucket}`)}
    </StatusPill>
  )
}
