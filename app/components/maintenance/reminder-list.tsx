import { TextLink } from '#app/components/ui/text-link.tsx'
import type { Translate } from '#app/i18n/index.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export interface ReminderView {
  readonly minutes: number
  readonly broadcastId: string | null
  readonly recipients: number | null
}

/** "24 heures avant" */
export function reminderText(t: Translate, minutes: number): string {
  if (minutes % 60 !== 0) return t('maintenance:reminders.minutesBefore', { count: minutes })
  const hours = minutes / 60
  return hours > 24 && hours % 24 === 0
    ? t('maintenance:reminders.daysBefore', { count: hours / 24 })
    : t('maintenance:reminders.hoursBefore', { count: hours })
}

/** When subscribers are told again, and what went out so far. */
export function ReminderList({ reminders }: { reminders: readonly ReminderView[] }) {
  const t = useTranslate()
  if (reminders.length === 0) return <>{t('maintenance:reminders.none')}</>
  return (
    <ul>
      {reminders.map(({ minutes, broadcastId, recipients }) => (
        <li key={minutes}>
          {reminderText(t, minutes)}
          {broadcastId && (
            <>
              {' · '}
              <TextLink to={`/desk/broadcasts/${broadcastId}`}>
                {t('desk:update.told', { count: recipients ?? 0 })}
              </TextLink>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
