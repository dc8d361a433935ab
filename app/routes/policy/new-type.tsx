import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PolicyHeader } from '#app/components/policy/policy-header.tsx'
import { NewTypeForm } from '#app/components/policy/type-form.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { addType } from '#app/domain/policy/edit-type.ts'
import { newTypeFormSchema } from '#app/domain/policy/forms/type.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { draftOf, draftUrl, versionParam } from '#app/routes/policy/draft-view.ts'

export const loader = guardedLoader('policy:manage', async ({ ctx, params, t }) => {
  const { version, revision, content } = await draftOf(ctx, params)
  const { documentTypes: others } = content
  return {
    title: t('policy:typeForm.newTitle'),
    version,
    others,
    values: { revision, sides: '1' as const, after: others.at(-1)?.code },
  }
})

export const action = guardedAction('policy:manage', (args) =>
  submitForm(args, newTypeFormSchema, async (input) => {
    const version = versionParam(args.params)
    await addType(args.ctx, version, input)
    return redirectWithToast(draftUrl(version), { kind: 'success', message: args.t('policy:draft.saved') })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function NewPolicyTypePage() {
  const { title, version, values, others } = useLoaderData<typeof loader>()
  return (
    <>
      <PolicyHeader title={title} version={version} />
      <Card className="max-w-3xl">
        <NewTypeForm values={values} others={others} />
      </Card>
    </>
  )
}
