import { deleteGroup } from '#app/domain/components/delete-group.ts'
import { notFound } from '#app/domain/errors.ts'
import { isPublicId } from '#app/domain/ids.ts'
import { redirectWithToast } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'

export const loader = guardedLoader('component:manage', () => {
  throw notFound()
})

/** Removes a group; its components stay. */
export const action = guardedAction('component:manage', async ({ ctx, params, t }) => {
  await deleteGroup(ctx, idParam(params.id, isPublicId))
  return redirectWithToast('/desk/components', {
    kind: 'success',
    message: t('desk:component.groupDeleted'),
  })
})

/** A page, so that errors are shown as one. */
export default () => null
