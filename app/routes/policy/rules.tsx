import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PolicyHeader } from '#app/components/policy/policy-header.tsx'
import { RulesForm } from '#app/components/policy/rules-form.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { editRules } from '#app/domain/policy/edit-rules.ts'
import { rulesForm, rulesFormSchema } from '#app/domain/policy/forms/rules.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { draftOf, draftUrl, versionParam } from '#app/routes/policy/draft-view.ts'

export const loader = guardedLoader('policy:manage', async ({ ctx, params, t }) => {
  const { version, revision, content } = await draftOf(ctx, params)
  return { title: t('policy:rulesForm.title'), version, values: { ...rulesForm(content.rules), revision } }
})

export const action = guardedAction('policy:manage', (args) =>
  submitForm(args, rulesFormSchema, async (input) => {
    const version = versionParam(args.params)
    await editRules(args.ctx, version, input)
    return redirectWithToast(draftUrl(version), { kind: 'success', message: args.t('policy:draft.saved') })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function PolicyRulesPage() {
  const { title, version, values } = useLoaderData<typeof loader>()
  return (
    <>
      <PolicyHeader title={title} version={version} />
      <Card className="max-w-2xl">
        <RulesForm values={values} />
      </Card>
    </>
  )
}
