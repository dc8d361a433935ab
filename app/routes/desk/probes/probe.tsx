import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { RefreshWhile } from '#app/components/broadcasts/refresh-while.tsx'
import { ProbeActions } from '#app/components/probes/probe-actions.tsx'
import { ProbeAlarms, ProbeSettings } from '#app/components/probes/probe-facts.tsx'
import { CheckedNow, ProbeHistory } from '#app/components/probes/probe-history.tsx'
import { ProbeStatePill } from '#app/components/probes/probe-state.tsx'
import { FormErrors } from '#app/components/ui/form-errors.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { isPublicId } from '#app/domain/ids.ts'
import { checkNow } from '#app/domain/probes/check-now.ts'
import { deleteProbe } from '#app/domain/probes/delete-probe.ts'
import { readProbe } from '#app/domain/probes/list-probes.ts'
import { probeCommandSchema } from '#app/domain/probes/schemas.ts'
import { switchProbe } from '#app/domain/probes/switch-probe.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { probeAlarms, probeLine, probeSettings } from '#app/routes/desk/probes/probe-view.ts'

export const loader = guardedLoader('probe:manage', async ({ ctx, params, locale }) => {
  const probe = await readProbe(ctx, idParam(params.id, isPublicId))
  return {
    probe: probeLine(probe, locale),
    settings: probeSettings(probe),
    alarms: probeAlarms(probe),
  }
})

export const action = guardedAction('probe:manage', (args) =>
  submitForm(args, probeCommandSchema, async ({ intent }) => {
    const { ctx, params, t, url } = args
    const id = idParam<string>(params.id, isPublicId)
    const done = (to: string, message: string) => redirectWithToast(to, { kind: 'success', message })
    switch (intent) {
      case 'check':
        return { check: await checkNow(ctx, id) }
      case 'delete':
        await deleteProbe(ctx, id)
        return done('/desk/probes', t('probes:deleted'))
      case 'enable':
        await switchProbe(ctx, id, true)
        return done(url.pathname, t('probes:enabled'))
      case 'disable':
        await switchProbe(ctx, id, false)
        return done(url.pathname, t('probes:disabled'))
    }
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.probe.name }]

export default function ProbePage() {
  const { probe, settings, alarms } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const check = answer && 'check' in answer ? answer.check : undefined
  const refused = answer && 'result' in answer ? answer.result.error?.[''] : undefined
  return (
    <>
      <RefreshWhile active={probe.enabled && !probe.checkedAt} />
      <PageHeader
        below="/desk/probes"
        title={<bdi>{probe.name}</bdi>}
        status={<ProbeStatePill probe={probe} />}
        actions={<ProbeActions probe={probe} />}
      />
      <FormErrors messages={refused ?? []} />
      {check && <CheckedNow check={check} />}
      <ProbeHistory probe={probe} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <ProbeSettings probe={probe} settings={settings} />
        <ProbeAlarms alarms={alarms} />
      </div>
    </>
  )
}
