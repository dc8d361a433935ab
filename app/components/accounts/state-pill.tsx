import { CircleCheck, CircleMinus, PauseCircle, TriangleAlert } from 'lucide-react'
import { StatusPill } from '#app/components/ui/badge.tsx'
import type { AccountState } from '#app/domain/accounts/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

const SIGNS = {
  active: { tone: 'positive', icon: CircleCheck },
  restricted: { tone: 'caution', icon: TriangleAlert },
  suspended: { tone: 'critical', icon: PauseCircle },
  closed: { tone: 'neutral', icon: CircleMinus },
} as const

/** The state of an account. */
export function StatePill({ state }: { state: AccountState }) {
  const t = useTranslate()
  return <StatusPill {...SIGNS[state]}>{t(`accounts:state.${state}`)}</StatusPill>
}
