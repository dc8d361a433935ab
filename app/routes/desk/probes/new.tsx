import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ProbeForm } from '#app/components/probes/probe-form.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { createProbe } from '#app/domain/probes/create-probe.ts'
import { NEW_PROBE, probeSchema } from '#app/domain/probes/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { componentChoices } from '#app/routes/desk/probes/probe-view.ts'

export const loader = guardedLoader('probe:manage', async ({ ctx, locale, t }) => ({
  title: t('probes:new'),
  components: await componentChoices(ctx, locale),
}))

export const action = guardedAction('probe:manage', (args) =>
  submitForm(args, probeSchema, async (input) => {
    const id = await createProbe(args.ctx, input)
    return redirectWithToast(`/desk/probes/${id}`, { kind: 'success', message: args.t('probes:created') })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function NewProbePage() {
  const t = useTranslate()
  const { components } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader below="/desk/probes" title={t('probes:new')} />
      <ProbeForm components={components} values={NEW_PROBE} />
    </>
  )
}
