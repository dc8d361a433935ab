import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { FileClock } from 'lucide-react'
import { ClosedSince } from '#app/components/merchant/closed-since.tsx'
import { RequirementState } from '#app/components/merchant/requirement-state.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Pagination } from '#app/components/ui/pagination.tsx'
import { Table } from '#app/components/ui/table.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { closedSince } from '#app/domain/accounts/closed-since.ts'
import { notFound } from '#app/domain/errors.ts'
import { type HistoryCursor, listHistory } from '#app/domain/home/list-history.ts'
import { isUuid } from '#app/domain/ids.ts'
import { loader as guardedLoader } from '#app/http/handlers.server.ts'
import { textIn } from '#app/i18n/bilingual.ts'
import { documentName } from '#app/i18n/document-name.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('submission:send', async ({ ctx, user, url, locale, services, t }) => {
  const { accountId } = user.actor
  if (!accountId) throw notFound()
  const after = readCursor(url.searchParams.get('after'))
  const { requirements, next } = await listHistory(ctx, accountId, { after })
  return {
    title: t('requirements:history.title'),
    closedSince: await closedSince(ctx, accountId),
    supportEmail: services.provider.supportEmail,
    first: after === null,
    next: next && `?after=${next.requestedAt.getTime()}.${next.id}`,
    requirements: requirements.map((one) => ({ ...one, name: textIn(locale, one, 'name') })),
  }
})

/** A key of another form, such as one that somebody made up, is the first page. */
function readCursor(text: string | null): HistoryCursor | null {
  const [, instant = '', id = ''] = /^(\d{1,15})\.(.+)$/.exec(text ?? '') ?? []
  return isUuid(id) ? { requestedAt: new Date(Number(instant)), id } : null
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function HistoryPage() {
  const t = useTranslate()
  const { requirements, next, first, closedSince, supportEmail } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        title={t('requirements:history.title')}
        lead={
          closedSince ? (
            <ClosedSince at={closedSince} supportEmail={supportEmail} />
          ) : (
            t('requirements:history.lead')
          )
        }
      />
      <Card flush>
        <Table
          caption={t('requirements:history.caption')}
          rows={requirements}
          rowKey={({ id }) => id}
          empty={
            <EmptyState icon={FileClock} title={t('requirements:history.empty')}>
              {t('requirements:history.emptyText')}
            </EmptyState>
          }
          columns={[
            {
              key: 'document',
              header: t('requirements:history.document'),
              primary: true,
              cell: ({ id, name, subject }) => (
                <TextLink to={`/requirements/${id}`}>{documentName(name, subject)}</TextLink>
              ),
            },
            {
              key: 'state',
              header: t('requirements:history.state'),
              cell: ({ status, bucket }) => <RequirementState status={status} bucket={bucket} />,
            },
            {
              key: 'asked',
              header: t('requirements:history.asked'),
              cell: ({ requestedAt }) => <Time at={requestedAt} style="date" />,
            },
            {
              key: 'ended',
              header: t('requirements:history.ended'),
              cell: ({ closedAt }) => (closedAt ? <Time at={closedAt} style="date" /> : '—'),
            },
          ]}
        />
      </Card>
      <Pagination first={first ? null : '?'} next={next} />
    </>
  )
}
