import { Link } from '@remix-run/react'
import { CalendarCheck, MailCheck } from 'lucide-react'
import { buttonClass } from '#app/components/ui/button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { AheadTable } from '#app/components/upcoming/ahead-table.tsx'
import { DigestTable } from '#app/components/upcoming/digest-table.tsx'
import {
  type DigestAhead,
  type RestrictionAhead,
  UPCOMING_LISTS,
  type UpcomingDay,
  type UpcomingList,
} from '#app/domain/sweep/schemas.ts'
import { formatEstimate, formatNumber, formatTime } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface DayListsProps {
  day: UpcomingDay
  shown: UpcomingList
  accounts: readonly RestrictionAhead[]
  digests: readonly DigestAhead[]
}

/** Of one day either who loses something or who is written to. */
export function DayLists({ day, shown, accounts, digests }: DayListsProps) {
  const t = useTranslate()
  const locale = useLocale()
  const date = formatTime(locale, day.at, 'long-date')
  const numbers = { suspensions: formatNumber(locale, day.accounts), notices: useNumberOfNotices(day) }
  const isNotices = shown === 'notices'
  return (
    <Card
      title={t(isNotices ? 'upcoming:digests.title' : 'upcoming:list.title', { date })}
      lead={isNotices ? <NoticesLead {...day} /> : t('upcoming:list.lead')}
      flush
      actions={
        <nav aria-label={t('upcoming:lists.shown')} className="flex flex-wrap gap-1">
          {UPCOMING_LISTS.map((list) => (
            <Link
              key={list}
              to={`/upcoming?day=${day.day}&show=${list}`}
              preventScrollReset
              aria-current={list === shown ? 'page' : undefined}
              className={buttonClass(list === shown ? 'secondary' : 'quiet', 'small')}
            >
              {t(`upcoming:lists.${list}`, { number: numbers[list] })}
            </Link>
          ))}
        </nav>
      }
    >
      {isNotices ? (
        digests.length > 0 ? (
          <DigestTable digests={digests} />
        ) : (
          <EmptyState icon={MailCheck} title={t('upcoming:digests.empty')}>
            {t(`upcoming:digests.${day.restrictionNotices > 0 ? 'onlySuspensions' : 'emptyWhy'}`)}
          </EmptyState>
        )
      ) : accounts.length > 0 ? (
        <AheadTable accounts={accounts} />
      ) : (
        <EmptyState icon={CalendarCheck} title={t('upcoming:list.empty')}>
          {t('upcoming:list.emptyWhy')}
        </EmptyState>
      )}
    </Card>
  )
}

function useNumberOfNotices({ notices }: UpcomingDay): string {
  const t = useTranslate()
  const locale = useLocale()
  if (!notices) return '…'
  if (!notices.isEstimate) return formatNumber(locale, notices.number)
  if (notices.number === 0) return t('upcoming:lists.few')
  return t('upcoming:lists.about', { number: formatEstimate(locale, notices.number) })
}

function NoticesLead({ restrictionNotices }: UpcomingDay) {
  const t = useTranslate()
  const locale = useLocale()
  const count = restrictionNotices
  return (
    <>
      {t('upcoming:digests.lead')}
      {count > 0 && ` ${t('upcoming:digests.restrictions', { count, number: formatNumber(locale, count) })}`}
    </>
  )
}
