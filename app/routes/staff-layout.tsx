import { Outlet, useLoaderData, useLocation, useMatches } from '@remix-run/react'
import { DeskShortcuts } from '#app/components/desk/desk-shortcuts.tsx'
import { StaffFrame } from '#app/components/shell/staff-frame.tsx'
import { forbidden } from '#app/domain/errors.ts'
import { loader as guarded } from '#app/http/handlers.server.ts'
import { staffPlaces } from '#app/http/staff-places.server.ts'

export const loader = guarded('signed-in', ({ user }) => {
  if (user.actor.role === 'member') throw forbidden()
  return { places: staffPlaces(user.actor) }
})

export default function StaffLayout() {
  const { places } = useLoaderData<typeof loader>()
  const isDesk = /^\/desk(\/|$)/.test(useLocation().pathname)
  const full = useMatches().some(({ handle }) => isFullDesk(handle))
  return (
    <StaffFrame places={places} full={full}>
      <Outlet />
      {isDesk && (
        <footer className="mt-auto flex justify-end print:hidden">
          <DeskShortcuts />
        </footer>
      )}
    </StaffFrame>
  )
}

/** A page that says `handle = { fullDesk: true }` takes the whole window. */
function isFullDesk(handle: unknown): boolean {
  return typeof handle === 'object' && handle !== null && 'fullDesk' in handle && handle.fullDesk === true
}
