import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { RulesCard } from '#app/components/policy/rules-card.tsx'
import { StartDraftCard } from '#app/components/policy/start-draft-card.tsx'
import { TypesCard } from '#app/components/policy/types-card.tsx'
import { lifeOf, VersionList } from '#app/components/policy/version-list.tsx'
import { VersionPill } from '#app/components/policy/version-pill.tsx'
import { Alert } from '#app/components/ui/alert.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Pagination } from '#app/components/ui/pagination.tsx'
import { may } from '#app/domain/access/permissions.ts'
import { startDraftSchema } from '#app/domain/policy/forms/draft.ts'
import {
  isPolicyVersion,
  listDrafts,
  listPolicies,
  readPolicyInForce,
} from '#app/domain/policy/read-policy.ts'
import { startDraft } from '#app/domain/policy/start-draft.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('policy:read', async ({ ctx, url, t }) => {
  const before = url.searchParams.get('before') ?? ''
  const history = await listPolicies(ctx, isPolicyVersion(before) ? { before: Number(before) } : {})
  const edits = may(ctx.actor, 'policy:manage')
  return {
    title: t('policy:title'),
    edits,
    inForce: await readPolicyInForce(ctx),
    drafts: edits ? await listDrafts(ctx) : [],
    versions: history.versions,
    nextUrl: history.next === null ? null : `?before=${history.next}`,
    firstUrl: before ? '?' : null,
  }
})

export const action = guardedAction('policy:manage', (args) =>
  submitForm(args, startDraftSchema, async (input) => {
    const version = await startDraft(args.ctx, input)
    return redirectWithToast(`/admin/policy/${version}`, {
      kind: 'success',
      message: args.t('policy:draft.started'),
    })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function PolicyPage() {
  const t = useTranslate()
  const locale = useLocale()
  const { edits, inForce, drafts, versions, nextUrl, firstUrl } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        below={edits ? '/admin' : '/upcoming'}
        title={t('policy:title')}
        lead={t('policy:lead')}
        actions={edits && <LinkButton to="#prepare">{t('policy:draft.prepare')}</LinkButton>}
      />
      {drafts.length > 0 && (
        <Card title={t('policy:draft.waiting')} flush>
          <VersionList versions={drafts} />
        </Card>
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-muted">
        <h2 className="text-base font-semibold text-ink">
          {t('policy:version', { version: inForce.version })}
        </h2>
        <VersionPill status={inForce.status} />
        <p>{lifeOf(t, locale, inForce).join(' · ')}</p>
      </div>
      <RulesCard rules={inForce.content.rules} />
      <TypesCard content={inForce.content} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        {edits && (
          <div className="flex min-w-0 flex-col gap-6">
            <div id="prepare" className="scroll-mt-6">
              <StartDraftCard />
            </div>
            <Alert title={t('policy:future.title')}>{t('policy:future.text')}</Alert>
          </div>
        )}
        <div className="flex min-w-0 flex-col gap-3">
          <Card title={t('policy:history.title')} flush>
            <VersionList versions={versions} />
          </Card>
          <Pagination first={firstUrl} next={nextUrl} />
        </div>
      </div>
    </>
  )
}
