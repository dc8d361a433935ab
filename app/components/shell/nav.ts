import type { LucideIcon } from 'lucide-react'

/** One place of the navigation. */
export interface NavEntry {
  to: string
  label: string
  icon: LucideIcon
  /** Belongs to the place above it and is drawn below that one. */
  inside?: boolean
  /** How many things wait there. */
  count?: number
}
