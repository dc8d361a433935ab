import type { MetaFunction } from '@remix-run/node'
import { Form, useLoaderData } from '@remix-run/react'
import { Search, Users } from 'lucide-react'
import { SubscriberTable } from '#app/components/broadcasts/subscriber-table.tsx'
import { Button } from '#app/components/ui/button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { Input } from '#app/components/ui/input.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Pagination } from '#app/components/ui/pagination.tsx'
import { countSubscribers, listSubscribers } from '#app/domain/subscribers/list-subscribers.ts'
import { loader as guardedLoader } from '#app/http/handlers.server.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('broadcast:read', async ({ ctx, url, t }) => {
  const search = (url.searchParams.get('q') ?? '').trim().slice(0, 100)
  const after = (url.searchParams.get('after') ?? '').slice(0, 254)
  const [counts, page] = await Promise.all([countSubscribers(ctx), listSubscribers(ctx, { search, after })])
  return {
    title: t('subscribers:desk.title'),
    counts,
    search,
    subscribers: page.subscribers,
    firstUrl: after ? `?${new URLSearchParams({ q: search })}` : null,
    nextUrl: page.next && `?${new URLSearchParams({ q: search, after: page.next })}`,
  }
})

const STATES = ['confirmed', 'pending', 'unsubscribed', 'suppressed'] as const

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function SubscribersPage() {
  const t = useTranslate()
  const locale = useLocale()
  const { counts, search, subscribers, firstUrl, nextUrl } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader below="/desk" title={t('subscribers:desk.title')} lead={t('subscribers:desk.lead')} />
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line md:grid-cols-4">
        {STATES.map((state) => (
          <div key={state} className="flex flex-col-reverse justify-end bg-surface px-4 py-3.5 md:px-5">
            <dt className="text-sm text-ink-muted">{t(`subscribers:desk.counts.${state}`)}</dt>
            <dd className="tabular text-xl font-semibold text-ink">{formatNumber(locale, counts[state])}</dd>
          </div>
        ))}
      </dl>
      <Form className="flex flex-wrap items-end gap-3" role="search">
        <Field label={t('subscribers:desk.search')} className="min-w-56 flex-1">
          <Input type="search" name="q" defaultValue={search} maxLength={100} key={search} />
        </Field>
        <Button type="submit" className="max-sm:w-full">
          <Search className="size-4" aria-hidden />
          {t('search')}
        </Button>
      </Form>
      <Card flush>
        {subscribers.length > 0 ? (
          <SubscriberTable subscribers={subscribers} />
        ) : (
          <NoSubscribers search={search} />
        )}
      </Card>
      <Pagination first={firstUrl} next={nextUrl} />
    </>
  )
}

function NoSubscribers({ search }: { search: string }) {
  const t = useTranslate()
  if (!search) {
    return (
      <EmptyState
        icon={Users}
        title={t('subscribers:desk.emptyTitle')}
        action={<LinkButton to="/status/subscribe">{t('subscribers:desk.seeForm')}</LinkButton>}
      >
        {t('subscribers:desk.emptyText')}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={Users}
      title={t('subscribers:desk.noneFoundTitle')}
      action={<LinkButton to="/desk/subscribers">{t('subscribers:desk.showAll')}</LinkButton>}
    >
      {t('subscribers:desk.noneFoundText', { search })}
    </EmptyState>
  )
}
