import { Link } from '@remix-run/react'
import { ChevronRight } from 'lucide-react'
import { PromiseText } from '#app/components/merchant/promise-text.tsx'
import { RequirementState, timeLeft } from '#app/components/merchant/requirement-state.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { DueBucket, RequirementStatus } from '#app/domain/due/schemas.ts'
import type { PromisedDay } from '#app/domain/reviews/schemas.ts'
import { formatDate } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export interface DueItem {
  id: string
  name: string
  subject: string
  status: RequirementStatus
  bucket: DueBucket
  daysLeft: number | null
  deadlineAt: Date | null
  /** A clock that starts later: from and until, `YYYY-MM-DD`. */
  later: { from: string; until: string } | null
  sentAt: Date | null
  /** By when we answer, where it is with us. */
  answerBy?: PromisedDay
  closedAt: Date | null
}

interface DueSectionProps {
  title: string
  lead?: string
  items: readonly DueItem[]
  /** Whom to ask about what takes us too long. */
  supportEmail?: string
}

/** Requirements of one kind, each a row that leads to its page; nothing when there are none. */
export function DueSection({ title, lead, items, supportEmail = '' }: DueSectionProps) {
  if (items.length === 0) return null
  return (
    <Card title={title} lead={lead} flush>
      <ul className="divide-y divide-line">
        {items.map((item) => (
          <li key={item.id}>
            <DueRow {...item} supportEmail={supportEmail} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function DueRow(item: DueItem & { supportEmail: string }) {
  const { id, name, subject, status, bucket, daysLeft, deadlineAt, sentAt, answerBy, closedAt } = item
  const t = useTranslate()
  const locale = useLocale()
  const { later } = item
  return (
    <Link
      to={`/requirements/${id}`}
      className="flex items-center gap-3 px-4 py-3.5 hover:bg-hover focus-visible:-outline-offset-2 md:px-5"
    >
      <span className="flex min-w-0 flex-1 flex-col gap-1">
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="font-medium text-ink">{name}</span>
          <RequirementState status={status} bucket={bucket} />
        </span>
        {subject && (
          <span className="text-sm text-ink-muted">{t('requirements:page.forPerson', { subject })}</span>
        )}
        <span className="text-sm text-ink-muted">
          {closedAt ? (
            <>
              {t('requirements:history.ended')} <Time at={closedAt} style="date" />
            </>
          ) : sentAt ? (
            <>
              {t('requirements:home.sentOn')} <Time at={sentAt} style="date" />
              {answerBy && (
                <>
                  {' · '}
                  <PromiseText of="answerBy" promise={answerBy} supportEmail={item.supportEmail} />
                </>
              )}
            </>
          ) : (
            <>
              <span className={bucket === 'past_due' ? 'font-medium text-critical' : 'text-ink'}>
                {bucket === 'eventually_due' && later
                  ? t('requirements:left.from', {
                      from: formatDate(locale, later.from),
                      until: formatDate(locale, later.until),
                    })
                  : timeLeft(t, bucket, daysLeft)}
              </span>
              {deadlineAt && (
                <>
                  {' · '}
                  <Time at={deadlineAt} style="long-date" />
                </>
              )}
            </>
          )}
        </span>
      </span>
      <ChevronRight className="size-5 shrink-0 text-ink-subtle" aria-hidden />
    </Link>
  )
}
