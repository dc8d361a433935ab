import type { DeskEvent } from '#app/components/desk/desk-events.tsx'
import { ReminderList, type ReminderView } from '#app/components/maintenance/reminder-list.tsx'
import { DataList } from '#app/components/ui/data-list.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface MaintenanceFactsProps {
  event: DeskEvent
  autoStart: boolean
  autoEnd: boolean
  seriesId: string | null
  detached: boolean
  reminders: readonly ReminderView[]
}

/** When a maintenance is, what it touches, and what happens by itself; of one called off, nothing does. */
export function MaintenanceFacts(props: MaintenanceFactsProps) {
  const { event, autoStart, autoEnd, seriesId, detached, reminders } = props
  const t = useTranslate()
  const yesNo = (value: boolean) => t(value ? 'yes' : 'no').toLowerCase()
  const series = seriesId && {
    label: t('maintenance:series.name'),
    value: (
      <>
        <TextLink to={`/desk/maintenances/series/${seriesId}`}>{t('maintenance:series.see')}</TextLink>
        {detached && ` · ${t('maintenance:series.moved')}`}
      </>
    ),
  }
  const ahead = [
    {
      label: t('desk:maintenance.automatic'),
      value: t('desk:maintenance.start', { start: yesNo(autoStart), end: yesNo(autoEnd) }),
    },
    { label: t('maintenance:reminders.title'), value: <ReminderList reminders={reminders} /> },
  ]
  const components = event.components.map(({ name }) => name)
  return (
    <DataList
      items={[
        { label: t('desk:maintenance.from'), value: <Time at={event.startsAt} withZone={false} /> },
        {
          label: t('desk:maintenance.until'),
          value: event.until && <Time at={event.until} withZone={false} />,
        },
        ...(series ? [series] : []),
        { label: t('desk:components'), value: components.join(' · ') || null },
        ...(event.cancelled ? [] : ahead),
      ]}
    />
  )
}
