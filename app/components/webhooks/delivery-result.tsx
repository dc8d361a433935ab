import { CircleCheck, CircleDashed, CircleMinus, CircleX, type LucideIcon, RotateCw } from 'lucide-react'
import { StatusPill } from '#app/components/ui/badge.tsx'
import type { Tone } from '#app/components/ui/tone.ts'
import type { DeliveryView } from '#app/components/webhooks/webhook-types.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

type Result = DeliveryView['status'] | 'retrying'

const LOOKS: Record<Result, { tone: Tone; icon: LucideIcon }> = {
  queued: { tone: 'neutral', icon: CircleDashed },
  retrying: { tone: 'caution', icon: RotateCw },
  delivered: { tone: 'positive', icon: CircleCheck },
  failed: { tone: 'critical', icon: CircleX },
  skipped: { tone: 'neutral', icon: CircleMinus },
}

/** What became of a message: sign, colour and word. */
export function DeliveryResult({ delivery }: { delivery: Pick<DeliveryView, 'status' | 'attempts'> }) {
  const t = useTranslate()
  const result: Result = delivery.status === 'queued' && delivery.attempts > 0 ? 'retrying' : delivery.status
  return <StatusPill {...LOOKS[result]}>{t(`webhooks:result.${result}`)}</StatusPill>
}
