import { notFound } from '#app/domain/errors.ts'
import { isPublicId } from '#app/domain/ids.ts'
import { deleteTemplate } from '#app/domain/templates/delete-template.ts'
import { redirectWithToast } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'

export const loader = guardedLoader('incident:publish', () => {
  throw notFound()
})

/** Removes a template. */
export const action = guardedAction('incident:publish', async ({ ctx, params, t }) => {
  await deleteTemplate(ctx, idParam(params.id, isPublicId))
  return redirectWithToast('/desk/templates', { kind: 'success', message: t('incidents:templates.deleted') })
})

/** A page, so that errors are shown as one. */
export default () => null
