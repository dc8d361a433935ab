import { archiveComponent } from '#app/domain/components/archive-component.ts'
import { notFound } from '#app/domain/errors.ts'
import { isPublicId } from '#app/domain/ids.ts'
import { redirectWithToast } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'

export const loader = guardedLoader('component:manage', () => {
  throw notFound()
})

/** Takes a component off the page. */
export const action = guardedAction('component:manage', async ({ ctx, params, t }) => {
  await archiveComponent(ctx, idParam(params.id, isPublicId))
  return redirectWithToast('/desk/components', { kind: 'success', message: t('desk:component.archived') })
})

/** A page, so that errors are shown as one. */
export default () => null
