import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PolicyHeader } from '#app/components/policy/policy-header.tsx'
import { SetsForm } from '#app/components/policy/sets-form.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { editSets } from '#app/domain/policy/edit-sets.ts'
import { setsFormSchema } from '#app/domain/policy/forms/draft.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { draftOf, draftUrl, versionParam } from '#app/routes/policy/draft-view.ts'

export const loader = guardedLoader('policy:manage', async ({ ctx, params, t }) => {
  const { version, revision, content } = await draftOf(ctx, params)
  return {
    title: t('policy:setsForm.title'),
    version,
    values: { ...content.requiredSets, revision },
    types: content.documentTypes.filter(({ retired }) => !retired),
  }
})

export const action = guardedAction('policy:manage', (args) =>
  submitForm(args, setsFormSchema, async (input) => {
    const version = versionParam(args.params)
    await editSets(args.ctx, version, input)
    return redirectWithToast(draftUrl(version), { kind: 'success', message: args.t('policy:draft.saved') })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function PolicySetsPage() {
  const t = useTranslate()
  const { title, version, values, types } = useLoaderData<typeof loader>()
  return (
    <>
      <PolicyHeader title={title} version={version} lead={t('policy:setsForm.hint')} />
      <Card>
        <SetsForm values={values} types={types} />
      </Card>
    </>
  )
}
