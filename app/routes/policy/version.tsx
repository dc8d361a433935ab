import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { CompareCard } from '#app/components/policy/compare-card.tsx'
import { DraftActions, StaleAlert } from '#app/components/policy/draft-parts.tsx'
import { PolicyWarnings } from '#app/components/policy/policy-warnings.tsx'
import { RulesCard } from '#app/components/policy/rules-card.tsx'
import { TypesCard } from '#app/components/policy/types-card.tsx'
import { lifeOf } from '#app/components/policy/version-list.tsx'
import { VersionPill } from '#app/components/policy/version-pill.tsx'
import { FormErrors } from '#app/components/ui/form-errors.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { may } from '#app/domain/access/permissions.ts'
import { comparePolicies } from '#app/domain/policy/compare.ts'
import { discardDraft } from '#app/domain/policy/discard-draft.ts'
import { draftEditionSchema } from '#app/domain/policy/forms/draft.ts'
import {
  isPolicyVersion,
  listPolicies,
  readPolicy,
  readPolicyInForce,
} from '#app/domain/policy/read-policy.ts'
import { policyWarnings } from '#app/domain/policy/warnings.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'
import { versionParam } from '#app/routes/policy/draft-view.ts'

export const loader = guardedLoader('policy:read', async ({ ctx, params, url, t }) => {
  const version = await readPolicy(ctx, versionParam(params))
  const isDraft = version.status === 'draft'
  const edits = may(ctx.actor, 'policy:manage')
  const inForce = await readPolicyInForce(ctx)
  const asked = url.searchParams.get('with') ?? ''
  const other = isPolicyVersion(asked) ? Number(asked) : (version.basedOn ?? inForce.version)
  const { content } = await readPolicy(ctx, other)
  const { versions } = await listPolicies(ctx)
  return {
    title: t('policy:version', { version: version.version }),
    version,
    isDraft,
    edits,
    edited: isDraft && edits,
    stale: isDraft && version.basedOn !== inForce.version,
    other,
    others: versions.map((one) => one.version).filter((one) => one !== version.version),
    // The older first, whichever was asked for: "before" and "after" are those of the calendar.
    changes:
      other > version.version
        ? comparePolicies(version.content, content)
        : comparePolicies(content, version.content),
    warnings: isDraft ? policyWarnings(version.content.rules) : [],
  }
})

export const action = guardedAction('policy:manage', (args) =>
  submitForm(args, draftEditionSchema, async ({ revision }) => {
    await discardDraft(args.ctx, { version: versionParam(args.params), revision })
    return redirectWithToast('/admin/policy', { kind: 'success', message: args.t('policy:draft.discarded') })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function PolicyVersionPage() {
  const t = useTranslate()
  const locale = useLocale()
  const page = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { version, isDraft, edits, edited, stale } = page
  const url = `/admin/policy/${version.version}`
  return (
    <>
      <PageHeader
        below={edits ? '/admin/policy' : '/upcoming'}
        of={edits ? undefined : { to: '/admin/policy', label: t('policy:title') }}
        title={page.title}
        status={<VersionPill status={version.status} />}
        lead={
          <>
            <bdi className="block text-ink">{version.reason || t('policy:installed')}</bdi>
            {lifeOf(t, locale, version).join(' · ')}
          </>
        }
        actions={
          edited && (
            <DraftActions
              url={url}
              revision={version.revision}
              canSwitchOn={!stale && page.changes.length > 0}
            />
          )
        }
      />
      <FormErrors messages={refused?.result.error?.[''] ?? []} />
      {edited && stale && <StaleAlert basedOn={version.basedOn} />}
      <PolicyWarnings warnings={page.warnings} />
      {(isDraft || page.others.length > 0) && (
        <CompareCard
          changes={page.changes}
          version={version.version}
          other={page.other}
          others={page.others}
          isDraft={isDraft}
        />
      )}
      <RulesCard
        rules={version.content.rules}
        actions={edited && <LinkButton to={`${url}/rules`}>{t('policy:draft.editRules')}</LinkButton>}
      />
      <TypesCard
        content={version.content}
        editUrl={edited ? (code) => `${url}/types/${code}` : undefined}
        actions={
          edited && (
            <>
              <LinkButton to={`${url}/sets`}>{t('policy:sets.edit')}</LinkButton>
              <LinkButton to={`${url}/types/new`}>{t('policy:types.add')}</LinkButton>
            </>
          )
        }
      />
    </>
  )
}
