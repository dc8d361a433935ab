import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { CalendarCheck } from 'lucide-react'
import { Alert } from '#app/components/ui/alert.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Pagination } from '#app/components/ui/pagination.tsx'
import { Section } from '#app/components/ui/section.tsx'
import { AheadTable } from '#app/components/upcoming/ahead-table.tsx'
import { DayStrip } from '#app/components/upcoming/day-strip.tsx'
import { HeldBanner } from '#app/components/upcoming/held-banner.tsx'
import { heldAccounts } from '#app/domain/breaker/read-held-batch.ts'
import { mostOf } from '#app/domain/breaker/weigh-run.ts'
import { upcomingDays, upcomingOn } from '#app/domain/sweep/upcoming.ts'
import { loader as guarded } from '#app/http/handlers.server.ts'
import { formatNumber, formatPercent, formatTime } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** The next seven days, and the list of one of them: the first that has anybody, unless told. */
export const loader = guarded('restriction:preview', async ({ ctx, url, t }) => {
  const upcoming = await upcomingDays(ctx)
  const { days, breaker, activeAccounts } = upcoming
  const asked = days.find(({ day }) => day === url.searchParams.get('day'))
  const shown = asked ?? days.find(({ accounts }) => accounts > 0) ?? days[0]
  const after = asked ? url.searchParams.get('after') : null
  const day = shown?.day ?? ''
  const { accounts, next } = await upcomingOn(ctx, day, { after })
  return {
    title: t('upcoming:title'),
    ...upcoming,
    mostAccounts: mostOf(breaker, activeAccounts),
    held: await heldAccounts(ctx),
    day,
    at: shown?.at ?? ctx.clock.now(),
    accounts,
    next: next && `/upcoming?day=${day}&after=${next}`,
    first: after ? `/upcoming?day=${day}` : null,
  }
})

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
        <DayStrip days={page.days} shown={page.day} />
        <p className="text-sm text-ink-muted">
          {t('upcoming:rule', {
            accounts: formatNumber(locale, breaker.accounts),
            share: formatPercent(locale, breaker.share, 1),
            active: formatNumber(locale, activeAccounts),
            most: formatNumber(locale, mostAccounts),
            version: policyVersion,
          })}
        </p>
      </Section>
      <Card title={t('upcoming:list.title', { date: formatTime(locale, page.at, 'long-date') })} flush>
        {page.accounts.length > 0 ? (
          <AheadTable accounts={page.accounts} />
        ) : (
          <EmptyState icon={CalendarCheck} title={t('upcoming:list.empty')}>
            {t('upcoming:list.emptyWhy')}
          </EmptyState>
        )}
      </Card>
      <Pagination first={page.first} next={page.next} />
    </>
  )
}
