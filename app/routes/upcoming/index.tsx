import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Alert } from '#app/components/ui/alert.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Pagination } from '#app/components/ui/pagination.tsx'
import { Section } from '#app/components/ui/section.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { DayLists } from '#app/components/upcoming/day-lists.tsx'
import { DayStrip } from '#app/components/upcoming/day-strip.tsx'
import { HeldBanner } from '#app/components/upcoming/held-banner.tsx'
import { heldAccounts } from '#app/domain/breaker/read-held-batch.ts'
import { mostOf } from '#app/domain/breaker/weigh-run.ts'
import type { Context } from '#app/domain/context.ts'
import { digestsOn } from '#app/domain/notices/digests-ahead.ts'
import { UPCOMING_LISTS, type UpcomingList } from '#app/domain/sweep/schemas.ts'
import { upcomingDays, upcomingOn } from '#app/domain/sweep/upcoming.ts'
import { loader as guarded } from '#app/http/handlers.server.ts'
import { formatNumber, formatPercent } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** The next seven days, and a list of one of them: the first that suspends anybody, unless told. */
export const loader = guarded('restriction:preview', async ({ ctx, url, t }) => {
  const upcoming = await upcomingDays(ctx)
  const { days, breaker, activeAccounts } = upcoming
  const asked = days.find(({ day }) => day === url.searchParams.get('day'))
  const shown = asked ?? days.find(({ accounts }) => accounts > 0) ?? days[0]
  const day = shown?.day ?? ''
  const list =
    UPCOMING_LISTS.find((one) => one === url.searchParams.get('show')) ??
    (shown?.accounts ? 'suspensions' : 'notices')
  const after = asked ? url.searchParams.get('after') : null
  const { accounts, digests, next } = await listOf(ctx, list, day, after)
  const here = `/upcoming?day=${day}&show=${list}`
  return {
    title: t('upcoming:title'),
    ...upcoming,
    mostAccounts: mostOf(breaker, activeAccounts),
    held: await heldAccounts(ctx),
    shown,
    lists: { shown: list, accounts, digests },
    next: next && `${here}&after=${next}`,
    first: after ? here : null,
  }
})

async function listOf(ctx: Context, list: UpcomingList, day: string, after: string | null) {
  switch (list) {
    case 'suspensions':
      return { digests: [], ...(await upcomingOn(ctx, day, { after })) }
    case 'notices':
      return { accounts: [], ...(await digestsOn(ctx, day, { after })) }
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function UpcomingPage() {
  const t = useTranslate()
  const locale = useLocale()
  const page = useLoaderData<typeof loader>()
  const { breaker, activeAccounts, mostAccounts, policyVersion } = page
  return (
    <>
      <PageHeader title={page.title} lead={t('upcoming:lead')} />
      {page.held > 0 && <HeldBanner accounts={page.held} />}
      {page.paused && <Alert tone="info">{t('upcoming:paused')}</Alert>}
      <Section title={t('upcoming:days.title')} lead={t('upcoming:days.lead')}>
        <DayStrip days={page.days} shown={page.shown?.day ?? ''} />
        <p className="text-sm text-ink-muted">
          {t('upcoming:rule', {
            count: mostAccounts,
            accounts: t('upcoming:held.limitValue', { count: breaker.accounts }),
            share: formatPercent(locale, breaker.share, 1),
            active: formatNumber(locale, activeAccounts),
            most: formatNumber(locale, mostAccounts),
            version: policyVersion,
          })}{' '}
          <TextLink to={`/admin/policy/${policyVersion}`}>{t('upcoming:readPolicy')}</TextLink>
        </p>
        {page.days.some(({ notices }) => notices?.isEstimate) && (
          <p className="text-sm text-ink-muted">{t('upcoming:days.estimated')}</p>
        )}
      </Section>
      {page.shown && !page.paused && <DayLists day={page.shown} {...page.lists} />}
      <Pagination first={page.first} next={page.next} />
    </>
  )
}
