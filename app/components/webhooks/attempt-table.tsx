import { Card } from '#app/components/ui/card.tsx'
import { type Column, Table } from '#app/components/ui/table.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { AttemptView } from '#app/components/webhooks/webhook-types.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** Every attempt to send one message, the newest first, with the beginning of what came back. */
export function AttemptTable({ attempts }: { attempts: readonly AttemptView[] }) {
  const t = useTranslate()
  return (
    <Card flush title={t('webhooks:attempts')} lead={t('webhooks:attempt.lead')}>
      <Table
        caption={t('webhooks:attempts')}
        columns={useColumns()}
        rows={attempts}
        rowKey={({ id }) => String(id)}
        empty={<p className="px-5 py-4 text-sm text-ink-muted">{t('webhooks:attempt.none')}</p>}
      />
    </Card>
  )
}

function useColumns(): Column<AttemptView>[] {
  const t = useTranslate()
  return [
    { key: 'at', header: t('webhooks:at'), primary: true, cell: ({ at }) => <Time at={at} /> },
    {
      key: 'result',
      header: t('webhooks:attempt.result'),
      cell: ({ outcome, httpStatus }) => t(`webhooks:outcome.${outcome}`, { status: httpStatus }),
    },
    {
      key: 'answer',
      header: t('webhooks:attempt.answer'),
      cell: ({ answer }) =>
        answer ? <code className="font-mono text-xs [overflow-wrap:anywhere]">{answer}</code> : '—',
    },
    {
      key: 'duration',
      header: t('webhooks:attempt.duration'),
      align: 'end',
      cell: ({ responseMs }) => (
        <span className="tabular">{t('webhooks:attempt.milliseconds', { ms: responseMs })}</span>
      ),
    },
  ]
}
