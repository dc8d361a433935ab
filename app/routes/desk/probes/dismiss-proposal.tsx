import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { isPublicId } from '#app/domain/ids.ts'
import { dismissProposal } from '#app/domain/probes/dismiss-proposal.ts'
import { readProposal } from '#app/domain/probes/read-proposal.ts'
import { dismissProposalSchema } from '#app/domain/probes/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { textIn } from '#app/i18n/bilingual.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('incident:publish', async ({ ctx, params, locale, t }) => {
  const proposal = await readProposal(ctx, idParam(params.id, isPublicId))
  return {
    title: t('probes:desk.dismissTitle'),
    probe: proposal.probeName,
    component: textIn(locale, proposal, 'component'),
  }
})

export const action = guardedAction('incident:publish', (args) =>
  submitForm(args, dismissProposalSchema, async ({ note }) => {
    await dismissProposal(args.ctx, idParam(args.params.id, isPublicId), note)
    return redirectWithToast('/desk', { kind: 'success', message: args.t('probes:desk.dismissed') })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function DismissProposalPage() {
  const t = useTranslate()
  const { title, probe, component } = useLoaderData<typeof loader>()
  const [form, fields] = usePageForm(dismissProposalSchema)
  return (
    <>
      <PageHeader below="/desk" title={title} lead={t('probes:desk.dismissLead', { probe, component })} />
      <Card className="max-w-2xl">
        <PageForm form={form}>
          <p className="text-sm text-ink">{t('probes:desk.dismissText')}</p>
          <FormField
            meta={fields.note}
            label={t('probes:desk.dismissNote')}
            hint={t('probes:desk.dismissNoteHint')}
          />
          <div className="flex flex-col-reverse gap-2 sm:flex-row">
            <LinkButton to="/desk">{t('cancel')}</LinkButton>
            <SubmitButton>{t('probes:desk.dismiss')}</SubmitButton>
          </div>
        </PageForm>
      </Card>
    </>
  )
}
