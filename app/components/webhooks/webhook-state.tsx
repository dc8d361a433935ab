import { CircleCheck, CirclePause, CircleStop, CircleX, KeyRound, type LucideIcon } from 'lucide-react'
import { StatusPill } from '#app/components/ui/badge.tsx'
import type { Tone } from '#app/components/ui/tone.ts'
import type { WebhookView } from '#app/components/webhooks/webhook-types.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

type State = 'enabled' | 'failing' | 'paused' | 'disabled' | 'unsigned'

const LOOKS: Record<State, { tone: Tone; icon: LucideIcon }> = {
  enabled: { tone: 'positive', icon: CircleCheck },
  failing: { tone: 'caution', icon: CircleX },
  paused: { tone: 'critical', icon: CirclePause },
  disabled: { tone: 'neutral', icon: CircleStop },
  unsigned: { tone: 'critical', icon: KeyRound },
}

type Facts = Pick<WebhookView, 'status' | 'canSign' | 'failures'>

function stateOf({ status, canSign, failures }: Facts): State {
  if (status !== 'enabled') return status
  if (!canSign) return 'unsigned'
  return failures > 0 ? 'failing' : 'enabled'
}

/** How an endpoint is: sign, colour and word. */
export function WebhookStatePill({ webhook }: { webhook: Facts }) {
  const t = useTranslate()
  const state = stateOf(webhook)
  return <StatusPill {...LOOKS[state]}>{t(`webhooks:stateOf.${state}`)}</StatusPill>
}
