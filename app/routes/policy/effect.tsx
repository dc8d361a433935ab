import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { DifferentAccounts, UnfoundedCard } from '#app/components/policy/effect-accounts.tsx'
import { EffectFigures } from '#app/components/policy/effect-figures.tsx'
import { EffectSets } from '#app/components/policy/effect-sets.tsx'
import { PolicyHeader } from '#app/components/policy/policy-header.tsx'
import { PolicyWarnings } from '#app/components/policy/policy-warnings.tsx'
import { SwitchOnCard } from '#app/components/policy/switch-on-card.tsx'
import { FormErrors } from '#app/components/ui/form-errors.tsx'
import { DAY_MS } from '#app/domain/clock.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import { comparePolicies } from '#app/domain/policy/compare.ts'
import { sweepEffect } from '#app/domain/policy/effect.ts'
import { draftEditionSchema } from '#app/domain/policy/forms/draft.ts'
import { readPolicyInForce } from '#app/domain/policy/read-policy.ts'
import { setEffect } from '#app/domain/policy/set-effect.ts'
import { switchOn } from '#app/domain/policy/switch-on.ts'
import { policyWarnings } from '#app/domain/policy/warnings.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { draftOf, versionParam } from '#app/routes/policy/draft-view.ts'

const AHEAD_DAYS = 7

export const loader = guardedLoader('policy:manage', async ({ ctx, params, t }) => {
  const draft = await draftOf(ctx, params)
  const inForce = await readPolicyInForce(ctx)
  const rules = { before: inForce.content.rules, after: draft.content.rules }
  const now = ctx.clock.now()
  return {
    title: t('policy:effect.title', { version: draft.version }),
    version: draft.version,
    revision: draft.revision,
    now: await sweepEffect(ctx, rules, now),
    later: await sweepEffect(ctx, rules, new Date(now.getTime() + AHEAD_DAYS * DAY_MS)),
    sets: await setEffect(ctx, { before: inForce.content, after: draft.content }),
    paused: await fairClockPauses(ctx),
    warnings: policyWarnings(draft.content.rules),
    canSwitchOn:
      draft.basedOn === inForce.version && comparePolicies(inForce.content, draft.content).length > 0,
  }
})

export const action = guardedAction('policy:manage', (args) =>
  submitForm(args, draftEditionSchema, async ({ revision }) => {
    const version = versionParam(args.params)
    await switchOn(args.ctx, { version, revision })
    const message = args.t('policy:effect.switchedOn', { version })
    return redirectWithToast('/admin/policy', { kind: 'success', message })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function PolicyEffectPage() {
  const t = useTranslate()
  const page = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { now, later, sets } = page
  return (
    <>
      <PolicyHeader title={page.title} lead={t('policy:effect.lead')} version={page.version} />
      <FormErrors messages={refused?.result.error?.[''] ?? []} />
      <PolicyWarnings warnings={page.warnings} />
      <EffectFigures now={now} later={later} paused={page.paused} />
      <DifferentAccounts now={now.different} later={later.different} />
      <UnfoundedCard unfounded={now.unfounded} />
      <EffectSets {...sets} />
      <SwitchOnCard
        version={page.version}
        revision={page.revision}
        now={now.after}
        later={later.after}
        canSwitchOn={page.canSwitchOn}
      />
    </>
  )
}
