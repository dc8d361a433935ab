import { CircleDot, PencilLine } from 'lucide-react'
import { StatusPill } from '#app/components/ui/badge.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

export type PolicyStatus = 'draft' | 'in_force' | 'superseded' | 'discarded'

const LOOKS = {
  draft: { tone: 'info', icon: PencilLine },
  in_force: { tone: 'positive', icon: undefined },
  superseded: { tone: 'neutral', icon: CircleDot },
  discarded: { tone: 'neutral', icon: CircleDot },
} as const

/** Where a version of the policy stands in its life. */
export function VersionPill({ status }: { status: PolicyStatus }) {
  const t = useTranslate()
  return <StatusPill {...LOOKS[status]}>{t(`policy:status.${status}`)}</StatusPill>
}
