import { Card } from '#app/components/ui/card.tsx'
import { DataList } from '#app/components/ui/data-list.tsx'
import { Progress } from '#app/components/ui/progress.tsx'
import { Table } from '#app/components/ui/table.tsx'
import type { BroadcastReport } from '#app/domain/broadcasts/schemas.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

type Counted = Pick<BroadcastReport, 'counts' | 'recipients'>

const STATES = ['sent', 'sending', 'waiting', 'retrying', 'failed', 'left', 'overtaken', 'withdrawn'] as const

/** How many of those to be reached have been sent to, and where the others are. */
export function DeliveryProgress({ report: { counts, recipients } }: { report: Counted }) {
  const t = useTranslate()
  const locale = useLocale()
  const total = recipients - counts.left - counts.overtaken - counts.withdrawn
  const shown = STATES.filter((name) => counts[name] > 0 || name === 'sent' || name === 'failed')
  return (
    <Card title={t('subscribers:broadcast.counts')}>
      <div className="flex flex-col gap-5">
        <Progress
          label={t('subscribers:broadcast.progress')}
          value={counts.sent}
          max={Math.max(total, 1)}
          tone={counts.failed > 0 ? 'caution' : counts.sent === total ? 'positive' : undefined}
          text={t('subscribers:broadcast.progressText', {
            count: counts.sent,
            sent: formatNumber(locale, counts.sent),
            total: formatNumber(locale, total),
          })}
        />
        <DataList
          items={shown.map((name) => ({
            label: t(`subscribers:broadcast.count.${name}`),
            value: formatNumber(locale, counts[name]),
          }))}
        />
      </div>
    </Card>
  )
}

/** Seconds until half, 95 % and all had been handed to the mail server. */
export function TimesReached({ reached, finishedAt }: Pick<BroadcastReport, 'reached' | 'finishedAt'>) {
  const t = useTranslate()
  const locale = useLocale()
  const duration = (seconds: number | null) => {
    if (seconds === null) return t(`subscribers:broadcast.${finishedAt ? 'notReached' : 'notYet'}`)
    const whole = Math.round(seconds)
    if (seconds < 10)
      return t('subscribers:broadcast.seconds', {
        seconds: formatNumber(locale, Math.round(seconds * 10) / 10),
      })
    if (whole < 60) return t('subscribers:broadcast.seconds', { seconds: whole })
    const minutes = formatNumber(locale, Math.floor(whole / 60))
    return t('subscribers:broadcast.minutes', { minutes, seconds: whole % 60 })
  }
  const shares = ['half', 'most', 'all'] as const
  return (
    <Card title={t('subscribers:broadcast.reachedTitle')} lead={t('subscribers:broadcast.reachedHint')}>
      <DataList
        items={shares.map((share) => ({
          label: t(`subscribers:broadcast.reached.${share}`),
          value: duration(reached[share]),
        }))}
      />
    </Card>
  )
}

/** What the servers said to those that failed, commonest first. */
export function FailureReasons({ failures }: Pick<BroadcastReport, 'failures'>) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <Card title={t('subscribers:broadcast.failures')} flush>
      <Table
        caption={t('subscribers:broadcast.failures')}
        rows={failures}
        rowKey={({ reason }) => reason}
        columns={[
          {
            key: 'reason',
            header: t('subscribers:broadcast.failureReason'),
            primary: true,
            cell: ({ reason }) => (
              <span className="break-words">{reason || t('subscribers:broadcast.noReason')}</span>
            ),
          },
          {
            key: 'count',
            header: t('subscribers:broadcast.failureCount'),
            align: 'end',
            cell: ({ count }) => formatNumber(locale, count),
          },
        ]}
      />
    </Card>
  )
}
