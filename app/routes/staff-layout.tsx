import { Outlet, useLoaderData, useLocation, useMatches } from '@remix-run/react'
import { DeskShortcuts } from '#app/components/desk/desk-shortcuts.tsx'
import { StaffFrame } from '#app/components/shell/staff-frame.tsx'
import { may } from '#app/domain/access/permissions.ts'
import { forbidden } from '#app/domain/errors.ts'
import { countTasks } from '#app/domain/tasks/count-tasks.ts'
import { loader as guarded } from '#app/http/handlers.server.ts'
import { staffPlaces } from '#app/http/staff-places.server.ts'

export const loader = guarded('signed-in', async ({ ctx, user }) => {
  if (user.actor.role === 'member') throw forbidden()
  const tasks = may(user.actor, 'task:handle') ? await countTasks(ctx) : 0
  return { places: staffPlaces(user.actor), counts: { tasks } }
})

export default function StaffLayout() {
  const { places, counts } = useLoaderData<typeof loader>()
  const isDesk = /^\/desk(\/|$)/.test(useLocation().pathname)
  const full = useMatches().some(({ handle }) => isFullDesk(handle))
  return (
    <StaffFrame places={places} counts={counts} full={full}>
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
