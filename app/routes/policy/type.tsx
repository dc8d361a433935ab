import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PolicyHeader } from '#app/components/policy/policy-header.tsx'
import { TypeForm } from '#app/components/policy/type-form.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { editType, typeIn, wasInForce } from '#app/domain/policy/edit-type.ts'
import { typeForm, typeFormSchema } from '#app/domain/policy/forms/type.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { textIn } from '#app/i18n/bilingual.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { draftOf, draftUrl, versionParam } from '#app/routes/policy/draft-view.ts'

export const loader = guardedLoader('policy:manage', async ({ ctx, params, locale }) => {
  const draft = await draftOf(ctx, params)
  const { documentTypes } = draft.content
  const type = typeIn(draft, params.code ?? '')
  return {
    title: textIn(locale, type, 'name'),
    version: draft.version,
    code: type.code,
    about: type.about,
    removable: !(await wasInForce(ctx, draft, type.code)),
    others: documentTypes.filter(({ code }) => code !== type.code),
    values: { ...typeForm(type, documentTypes), revision: draft.revision },
  }
})

export const action = guardedAction('policy:manage', (args) =>
  submitForm(args, typeFormSchema, async (input) => {
    const version = versionParam(args.params)
    await editType(args.ctx, version, args.params.code ?? '', input)
    return redirectWithToast(draftUrl(version), { kind: 'success', message: args.t('policy:draft.saved') })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function PolicyTypePage() {
  const t = useTranslate()
  const { title, version, code, about, removable, others, values } = useLoaderData<typeof loader>()
  return (
    <>
      <PolicyHeader
        title={title}
        lead={<code className="font-mono text-sm break-all">{code}</code>}
        version={version}
        actions={
          removable && (
            <ConfirmDialog
              trigger={t('policy:typeForm.remove')}
              title={t('policy:typeForm.removeTitle')}
              description={t('policy:typeForm.removeText')}
              confirmLabel={t('policy:typeForm.remove')}
              action={`/admin/policy/${version}/types/${code}/remove`}
              fields={{ revision: String(values.revision) }}
              danger
            />
          )
        }
      />
      <Card className="max-w-3xl">
        <TypeForm values={values} others={others} about={about} />
      </Card>
    </>
  )
}
