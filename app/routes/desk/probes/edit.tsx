import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ProbeForm } from '#app/components/probes/probe-form.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { isPublicId } from '#app/domain/ids.ts'
import { readProbe } from '#app/domain/probes/list-probes.ts'
import { probeSchema } from '#app/domain/probes/schemas.ts'
import { updateProbe } from '#app/domain/probes/update-probe.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { componentChoices, probeValues } from '#app/routes/desk/probes/probe-view.ts'

export const loader = guardedLoader('probe:manage', async ({ ctx, params, locale, t }) => {
  const probe = await readProbe(ctx, idParam(params.id, isPublicId))
  return {
    title: t('probes:editTitle'),
    probe: { id: probe.id, name: probe.name },
    values: probeValues(probe),
    components: await componentChoices(ctx, locale),
  }
})

export const action = guardedAction('probe:manage', (args) =>
  submitForm(args, probeSchema, async (input) => {
    const probeId = idParam<string>(args.params.id, isPublicId)
    await updateProbe(args.ctx, { ...input, probeId })
    return redirectWithToast(`/desk/probes/${probeId}`, { kind: 'success', message: args.t('probes:saved') })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function EditProbePage() {
  const t = useTranslate()
  const { probe, values, components } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        below="/desk/probes"
        title={t('probes:editTitle')}
        of={{ to: `/desk/probes/${probe.id}`, label: probe.name }}
      />
      <ProbeForm components={components} values={values} />
    </>
  )
}
