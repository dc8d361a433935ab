import { notFound } from '#app/domain/errors.ts'
import { removeType } from '#app/domain/policy/edit-type.ts'
import { draftEditionSchema } from '#app/domain/policy/forms/draft.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { draftUrl, versionParam } from '#app/routes/policy/draft-view.ts'

export const loader = guardedLoader('policy:manage', () => {
  throw notFound()
})

/** Takes a type out of the draft that began it. */
export const action = guardedAction('policy:manage', (args) =>
  submitForm(args, draftEditionSchema, async ({ revision }) => {
    const version = versionParam(args.params)
    await removeType(args.ctx, { version, revision }, args.params.code ?? '')
    return redirectWithToast(draftUrl(version), {
      kind: 'success',
      message: args.t('policy:typeForm.removed'),
    })
  }),
)

/** A page, so that errors are shown as one. */
export default () => null
