import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { CircleCheck, Download } from 'lucide-react'
import { FaultTable } from '#app/components/admin/fault-table.tsx'
import { Alert } from '#app/components/ui/alert.tsx'
import { buttonClass } from '#app/components/ui/button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Pagination } from '#app/components/ui/pagination.tsx'
import { isUuid } from '#app/domain/ids.ts'
import { FAULTS_PER_PAGE, listImportFaults, readImportReport } from '#app/domain/imports/read-report.ts'
import { loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('account:create', async ({ ctx, params, url, t }) => {
  const id = idParam<string>(params.importId, isUuid)
  const report = await readImportReport(ctx, id)
  const [line = '', column = ''] = (url.searchParams.get('after') ?? '').split(':')
  const isFirst = !/^\d{1,9}$/.test(line)
  const faults = await listImportFaults(ctx, id, isFirst ? undefined : { line: Number(line), column })
  const last = faults.at(-1)
  const isFull = faults.length === FAULTS_PER_PAGE && last !== undefined
  return {
    title: t('admin:report.title'),
    report,
    faults,
    nextUrl: isFull ? `?after=${last.line}:${last.column}` : null,
    firstUrl: isFirst ? null : '?',
  }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function ImportReportPage() {
  const t = useTranslate()
  const locale = useLocale()
  const { report, faults, nextUrl, firstUrl } = useLoaderData<typeof loader>()
  const figures = ['rows', 'created', 'alreadyThere', 'faulty'] as const
  return (
    <>
      <PageHeader
        below="/admin/accounts/import"
        title={t('admin:report.title')}
        lead={report.fileName}
        actions={<LinkButton to="/admin/accounts/import">{t('admin:report.another')}</LinkButton>}
      />
      {report.finishedAt === null && <Alert tone="caution">{t('admin:report.cutOff')}</Alert>}
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line md:grid-cols-4">
        {figures.map((figure) => (
          <div key={figure} className="flex flex-col-reverse justify-end bg-surface px-4 py-3.5 md:px-5">
            <dt className="text-sm text-ink-muted">{t(`admin:report.${figure}`)}</dt>
            <dd className="tabular text-xl font-semibold text-ink">{formatNumber(locale, report[figure])}</dd>
          </div>
        ))}
      </dl>
      {report.faulty === 0 ? (
        <Card flush>
          <EmptyState icon={CircleCheck} title={t('admin:report.allGood')}>
            {t('admin:report.allGoodText')}
          </EmptyState>
        </Card>
      ) : (
        <Card
          title={t('admin:report.faults')}
          lead={t('admin:report.faultsLead')}
          actions={
            <a href={`/admin/accounts/imports/${report.id}/faults.csv`} download className={buttonClass()}>
              <Download className="size-4" aria-hidden />
              {t('admin:report.download')}
            </a>
          }
          flush
        >
          <FaultTable faults={faults} />
        </Card>
      )}
      <Pagination first={firstUrl} next={nextUrl} />
    </>
  )
}
