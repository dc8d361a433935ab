import { RotateCw } from 'lucide-react'
import { Card } from '#app/components/ui/card.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { DataList } from '#app/components/ui/data-list.tsx'
import { Progress } from '#app/components/ui/progress.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { BatchReport } from '#app/domain/requests/schemas.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

const STATES = ['asked', 'waiting', 'failed', 'skipped', 'cancelled'] as const

/** How many are dealt with, and how it went. */
export function BatchProgress({ batch }: { batch: BatchReport }) {
  const t = useTranslate()
  const locale = useLocale()
  const { counts, documents, startedAt, endedAt } = batch
  const total = STATES.reduce((sum, state) => sum + counts[state], 0)
  const done = total - counts.waiting
  const tone = counts.failed > 0 ? 'caution' : batch.status === 'finished' ? 'positive' : undefined
  return (
    <Card title={t('requests:progress.title')}>
      <div className="flex flex-col gap-5">
        <Progress
          label={t('requests:progress.label')}
          value={done}
          max={Math.max(total, 1)}
          tone={tone}
          text={t('requests:progressText', {
            count: done,
            done: formatNumber(locale, done),
            total: formatNumber(locale, total),
          })}
        />
        <DataList
          items={[
            ...STATES.filter((state) => counts[state] > 0 || state === 'asked').map((state) => ({
              label: t(`requests:progress.${state}`),
              value: formatNumber(locale, counts[state]),
            })),
            { label: t('requests:progress.documents'), value: formatNumber(locale, documents) },
            ...(startedAt ? [{ label: t('requests:progress.started'), value: <Time at={startedAt} /> }] : []),
            ...(endedAt ? [{ label: t('requests:progress.ended'), value: <Time at={endedAt} /> }] : []),
          ]}
        />
      </div>
    </Card>
  )
}

/** What can still be done about a batch. */
export function BatchActions({ batch }: { batch: BatchReport }) {
  const t = useTranslate()
  const { status, counts } = batch
  if (status === 'prepared' || status === 'running') {
    const isRunning = status === 'running'
    return (
      <ConfirmDialog
        trigger={t(isRunning ? 'requests:progress.stop' : 'requests:confirm.discard')}
        title={t(isRunning ? 'requests:progress.stopTitle' : 'requests:confirm.discardTitle')}
        description={t(isRunning ? 'requests:progress.stopText' : 'requests:confirm.discardText')}
        confirmLabel={t(isRunning ? 'requests:progress.stop' : 'requests:confirm.discard')}
        danger={isRunning}
        fields={{ intent: 'cancel' }}
      />
    )
  }
  if (status === 'cancelled' || counts.failed === 0) return null
  return (
    <ConfirmDialog
      trigger={
        <>
          <RotateCw className="size-4" aria-hidden />
          {t('requests:progress.retry')}
        </>
      }
      title={t('requests:progress.retryTitle', { count: counts.failed })}
      description={t('requests:progress.retryText')}
      confirmLabel={t('requests:progress.retry')}
      fields={{ intent: 'retry' }}
    />
  )
}
