import type { LucideIcon } from 'lucide-react'

/** One place of the navigation. */
export interface NavEntry {
  to: string
  label: string
  icon: LucideIcon
  /** Only this very address counts as the place, not those below it. */
  exact?: boolean
  /** How many things wait there. */
  count?: number
}
