import { StatusPill } from '#app/components/ui/badge.tsx'
import { EmailAddress } from '#app/components/ui/email-address.tsx'
import { Table } from '#app/components/ui/table.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { Tone } from '#app/components/ui/tone.ts'
import type { ListedSubscriber } from '#app/domain/subscribers/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

type Row = Omit<ListedSubscriber, 'since'> & { readonly since: Date | string }

const TONES: Record<Row['status'], Tone> = {
  confirmed: 'positive',
  pending: 'info',
  unsubscribed: 'neutral',
  suppressed: 'critical',
}

/** Subscribers with what they asked for. */
export function SubscriberTable({ subscribers }: { subscribers: readonly Row[] }) {
  const t = useTranslate()
  const wants = ({ wantsIncidents, wantsMaintenance, allComponents, components }: Row) => {
    const kind = wantsIncidents && wantsMaintenance ? 'both' : wantsIncidents ? 'incidents' : 'maintenance'
    const which = allComponents
      ? t('subscribers:desk.allComponents')
      : t('subscribers:desk.components', { count: components })
    return `${t(`subscribers:desk.kinds.${kind}`)}, ${which}`
  }
  return (
    <Table
      caption={t('subscribers:desk.title')}
      rows={subscribers}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'email',
          header: t('subscribers:desk.email'),
          primary: true,
          cell: ({ email }) => <EmailAddress address={email} />,
        },
        {
          key: 'status',
          header: t('subscribers:desk.status'),
          cell: ({ status }) => (
            <StatusPill tone={TONES[status]}>{t(`subscribers:desk.state.${status}`)}</StatusPill>
          ),
        },
        { key: 'wants', header: t('subscribers:desk.wants'), cell: wants },
        {
          key: 'language',
          header: t('subscribers:desk.language'),
          cell: ({ locale }) => t(`language.${locale}`),
          wideOnly: true,
        },
        {
          key: 'since',
          header: t('subscribers:desk.since'),
          align: 'end',
          cell: ({ since }) => <Time at={since} style="date" />,
        },
      ]}
    />
  )
}
