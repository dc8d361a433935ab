import {
  Activity,
  Boxes,
  CalendarClock,
  ClipboardCheck,
  FileText,
  ListTodo,
  Radio,
  Send,
  Settings,
  Store,
  Users,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { DeskShell } from '#app/components/shell/desk-shell.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** Where a place is, what it is called and how it is drawn; `inside` another one it stands below that. */
const PLACES = {
  review: { to: '/review', label: 'review:places.review', icon: ClipboardCheck },
  accounts: { to: '/accounts', label: 'review:places.accounts', icon: Store },
  requests: { to: '/requests', label: 'requests:title', icon: Send, inside: true },
  tasks: { to: '/tasks', label: 'tasks:title', icon: ListTodo },
  upcoming: { to: '/upcoming', label: 'upcoming:place', icon: CalendarClock },
  status: { to: '/desk', label: 'desk:title', icon: Radio },
  components: { to: '/desk/components', label: 'desk:components', icon: Boxes, inside: true },
  probes: { to: '/desk/probes', label: 'probes:title', icon: Activity, inside: true },
  templates: { to: '/desk/templates', label: 'incidents:templates.title', icon: FileText, inside: true },
  subscribers: { to: '/desk/subscribers', label: 'desk:subscribers', icon: Users, inside: true },
  admin: { to: '/admin', label: 'review:places.admin', icon: Settings },
} as const

interface StaffFrameProps {
  /** What this user's role opens. */
  places: readonly (keyof typeof PLACES)[]
  /** How many things wait in a place. */
  counts?: Partial<Record<keyof typeof PLACES, number>>
  /** The page takes the whole window. */
  full?: boolean
  children: ReactNode
}

/** The same places at the left of every page of the staff. */
export function StaffFrame({ places, counts = {}, full, children }: StaffFrameProps) {
  const t = useTranslate()
  const entries = places.map((key) => ({ ...PLACES[key], label: t(PLACES[key].label), count: counts[key] }))
  return (
    <DeskShell nav={entries} full={full}>
      {children}
    </DeskShell>
  )
}
