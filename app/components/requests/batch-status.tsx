import { CircleDashed, CircleSlash, LoaderCircle } from 'lucide-react'
import { StatusPill } from '#app/components/ui/badge.tsx'
import type { BatchReport } from '#app/domain/requests/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** Where a batch stands. Failures colour a finished one: somebody was not asked. */
export function BatchStatus({ batch }: { batch: Pick<BatchReport, 'status' | 'counts'> }) {
  const t = useTranslate()
  const label = t(`requests:status.${batch.status}`)
  switch (batch.status) {
    case 'prepared':
      return (
        <StatusPill tone="caution" icon={CircleDashed}>
          {label}
        </StatusPill>
      )
    case 'running':
      return (
        <StatusPill tone="info" icon={LoaderCircle}>
          {label}
        </StatusPill>
      )
    case 'finished':
      return <StatusPill tone={batch.counts.failed > 0 ? 'caution' : 'positive'}>{label}</StatusPill>
    case 'cancelled':
      return (
        <StatusPill tone="neutral" icon={CircleSlash}>
          {label}
        </StatusPill>
      )
  }
}
