import { Outlet, useLoaderData, useMatches } from '@remix-run/react'
import { ClipboardCheck, type LucideIcon, Radio, Settings, Store } from 'lucide-react'
import { DeskShell } from '#app/components/shell/desk-shell.tsx'
import { may, type Permission } from '#app/domain/access/permissions.ts'
import { forbidden } from '#app/domain/errors.ts'
import { loader as guarded } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** Every place of the staff, and the permission that opens it. Members have a home of their own. */
const PLACES = [
  { key: 'review', to: '/review', permission: 'review:queue' },
  { key: 'accounts', to: '/accounts', permission: 'account:list' },
  { key: 'status', to: '/desk', permission: 'status:desk' },
  { key: 'admin', to: '/admin', permission: 'user:manage' },
] as const satisfies { key: string; to: string; permission: Permission }[]

export const loader = guarded('signed-in', ({ user }) => {
  if (user.actor.role === 'member') throw forbidden()
  return { places: PLACES.filter(({ permission }) => may(user.actor, permission)).map(({ key }) => key) }
})

const ICONS: Record<(typeof PLACES)[number]['key'], LucideIcon> = {
  review: ClipboardCheck,
  accounts: Store,
  status: Radio,
  admin: Settings,
}

export default function StaffLayout() {
  const t = useTranslate()
  const { places } = useLoaderData<typeof loader>()
  const full = useMatches().some(({ handle }) => isFullDesk(handle))
  const entries = PLACES.filter(({ key }) => places.includes(key)).map(({ key, to }) => ({
    to,
    label: t(`review:places.${key}`),
    icon: ICONS[key],
  }))
  return (
    <DeskShell nav={[{ entries }]} full={full}>
      <Outlet />
    </DeskShell>
  )
}

/** A page that says `handle = { fullDesk: true }` takes the whole window. */
function isFullDesk(handle: unknown): boolean {
  return typeof handle === 'object' && handle !== null && 'fullDesk' in handle && handle.fullDesk === true
}
