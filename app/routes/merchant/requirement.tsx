import { data, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData, useRevalidator } from '@remix-run/react'
import { RequirementPage } from '#app/components/merchant/requirement-page.tsx'
import { refusedAddresses } from '#app/domain/contacts/refused-addresses.ts'
import { readRequirement } from '#app/domain/home/read-requirement.ts'
import { isUuid, type RequirementId } from '#app/domain/ids.ts'
import { redirectWithToast } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { receiveUpload } from '#app/http/upload.server.ts'
import { requirementView } from '#app/routes/merchant/requirement-view.server.ts'

export const loader = guardedLoader('submission:send', async (args) => {
  const { ctx, params, user, locale, services, t } = args
  const id = idParam<RequirementId>(params.requirementId, isUuid)
  const detail = await readRequirement(ctx, id)
  return {
    ...requirementView(detail, locale, t),
    accountName: user.accountName ?? '',
    supportEmail: services.provider.supportEmail,
    refusedAt: await refusedAddresses(ctx, detail.accountId),
  }
})

/** The plain form, without a script. */
export const action = guardedAction('submission:send', async (args) => {
  const id = idParam<RequirementId>(args.params.requirementId, isUuid)
  const { reply, status, headers } = await receiveUpload(args, id)
  if (!reply.ok) return data(reply, { status, headers })
  const message = args.t('requirements:page.received')
  return redirectWithToast(`/requirements/${id}`, { kind: 'success', message }, headers)
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.name }]

export default function RequirementRoute() {
  const refused = useActionData<typeof action>()
  const { revalidate } = useRevalidator()
  return (
    <RequirementPage
      {...useLoaderData<typeof loader>()}
      refused={refused && !refused.ok ? refused : null}
      onDone={revalidate}
    />
  )
}
