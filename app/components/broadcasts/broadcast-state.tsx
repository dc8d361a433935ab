import { StatusPill } from '#app/components/ui/badge.tsx'
import type { BroadcastReport } from '#app/domain/broadcasts/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

type Progress = Pick<BroadcastReport, 'counts'> & { finishedAt: Date | string | null }

/** Under way, waiting for retries, done, or done with somebody missing. */
export function BroadcastState({ broadcast }: { broadcast: Progress }) {
  const t = useTranslate()
  const { waiting, sending, failed } = broadcast.counts
  if (broadcast.finishedAt) {
    return failed > 0 ? (
      <StatusPill tone="caution">{t('subscribers:broadcast.incomplete')}</StatusPill>
    ) : (
      <StatusPill tone="positive">{t('subscribers:broadcast.finished')}</StatusPill>
    )
  }
  return waiting + sending > 0 ? (
    <StatusPill tone="info">{t('subscribers:broadcast.running')}</StatusPill>
  ) : (
    <StatusPill tone="info">{t('subscribers:broadcast.waitingForRetry')}</StatusPill>
  )
}
