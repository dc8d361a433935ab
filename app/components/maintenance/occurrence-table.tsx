import type { ComponentProps } from 'react'
import { eventLook } from '#app/components/status/tones.ts'
import type { EventState } from '#app/components/status/types.ts'
import { eventStateName } from '#app/components/status/words.ts'
import { StatusPill } from '#app/components/ui/badge.tsx'
import { Table } from '#app/components/ui/table.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'
import { windowText } from '#app/i18n/window-text.ts'

interface OccurrenceView {
  readonly id: string
  readonly startsAt: string
  readonly until: string
  readonly status: EventState
  readonly cancelled: boolean
  readonly detached: boolean
}

/** The dates of a series that have a page of their own. */
export function OccurrenceTable({ occurrences }: { occurrences: readonly OccurrenceView[] }) {
  const t = useTranslate()
  const locale = useLocale()
  const columns: ComponentProps<typeof Table<OccurrenceView>>['columns'] = [
    {
      key: 'when',
      header: t('maintenance:series.when'),
      primary: true,
      cell: (one) => (
        <TextLink to={`/desk/maintenances/${one.id}`} className="inline-block first-letter:uppercase">
          {windowText(t, locale, { from: one.startsAt, until: one.until })}
        </TextLink>
      ),
    },
    {
      key: 'state',
      header: t('maintenance:series.state'),
      cell: (one) => (
        <span className="flex flex-wrap items-center gap-2 max-md:justify-end">
          <StatusPill {...eventLook({ kind: 'maintenance', impact: 'maintenance', ...one })}>
            {eventStateName(t, one)}
          </StatusPill>
          {one.detached && <span className="text-ink-muted">{t('maintenance:series.moved')}</span>}
        </span>
      ),
    },
  ]
  return (
    <Table
      caption={t('maintenance:series.caption')}
      columns={columns}
      rows={occurrences}
      rowKey={({ id }) => id}
      empty={<p className="text-sm text-ink-muted">{t('maintenance:series.noOccurrence')}</p>}
    />
  )
}
