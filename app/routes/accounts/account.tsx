import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { AccountDesk } from '#app/components/accounts/account-desk.tsx'
import { may } from '#app/domain/access/permissions.ts'
import { actOnAccount } from '#app/domain/accounts/act-on-account.ts'
import { readAccount } from '#app/domain/accounts/read-account.ts'
import { accountActionSchema } from '#app/domain/accounts/schemas.ts'
import { contactTaskOf } from '#app/domain/contacts/list-contact-tasks.ts'
import { listExtensions } from '#app/domain/extensions/list-extensions.ts'
import { type AccountId, isUuid } from '#app/domain/ids.ts'
import { listExaminations } from '#app/domain/restrictions/list-examinations.ts'
import { accountTimeline } from '#app/domain/timeline/account-timeline.ts'
import { TIMELINE_KINDS } from '#app/domain/timeline/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'

export const loader = guardedLoader('account:list', async ({ ctx, params, url }) => {
  const accountId = idParam<AccountId>(params.accountId, isUuid)
  const after = url.searchParams.get('before')
  const file = await readAccount(ctx, accountId)
  const wanted = url.searchParams.get('kind')
  const kind = TIMELINE_KINDS.find((known) => known === wanted) ?? null
  const { entries, next } = await accountTimeline(ctx, accountId, { after, kind })
  const address = (before: string | null) => {
    const search = new URLSearchParams({ ...(kind && { kind }), ...(before && { before }) }).toString()
    return `/accounts/${accountId}${search && `?${search}`}`
  }
  return {
    file,
    history: {
      entries,
      kind,
      older: next && address(next),
      newest: after ? address(null) : null,
    },
    tasks: {
      contact: await contactTaskOf(ctx, accountId),
      extensions: await listExtensions(ctx, accountId),
      examination: (await listExaminations(ctx, accountId))[0] ?? null,
    },
    editable: may(ctx.actor, 'requirement:request'),
  }
})

export const action = guardedAction('requirement:request', (args) =>
  submitForm(args, accountActionSchema, async (change) => {
    const accountId = idParam<AccountId>(args.params.accountId, isUuid)
    const done = await actOnAccount(args.ctx, accountId, change)
    return redirectWithToast(`/accounts/${accountId}`, {
      kind: 'success',
      message: args.t(`accounts:act.done.${done}`),
    })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.file.account.name }]

export default function AccountPage() {
  const { file, history, tasks, editable } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <AccountDesk
      key={file.account.id}
      file={file}
      history={history}
      tasks={tasks}
      editable={editable}
      answer={answer ?? null}
    />
  )
}
