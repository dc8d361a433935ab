import { ClockTimeline } from '#app/components/clock/clock-timeline.tsx'
import { FactList } from '#app/components/review/fact-list.tsx'
import { whyText } from '#app/components/review/why-text.ts'
import { Time } from '#app/components/ui/time.tsx'
import type { LedgerLine } from '#app/domain/deadlines/schemas.ts'
import type { WhyAgain } from '#app/domain/renewals/schemas.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface RequestFactsProps {
  expected: string
  message: string
  /** Why it was asked again. */
  why: WhyAgain | null
  requestedAt: Date
  submittedAt: Date
  submittedBy: string
  deadlineAt: Date | null
  ledger: readonly LedgerLine[]
}

/** What was asked, when, and who answered. */
export function RequestFacts(props: RequestFactsProps) {
  const t = useTranslate()
  const locale = useLocale()
  const facts = [
    [t('review:request.expected'), props.expected],
    [t('review:request.why'), props.why && whyText(t, locale, props.why)],
    [t('review:request.message'), props.message],
    [t('review:request.asked'), <Time key="asked" at={props.requestedAt} style="date" />],
    [t('review:request.received'), <Time key="received" at={props.submittedAt} />],
    [t('review:request.by'), props.submittedBy],
    [
      t('review:request.deadline'),
      props.deadlineAt ? <Time key="deadline" at={props.deadlineAt} style="date" /> : t('review:noDeadline'),
    ],
  ] as const
  return (
    <section className="flex flex-col gap-2" aria-labelledby="request">
      <h2 id="request" className="text-sm font-semibold text-ink">
        {t('review:request.title')}
      </h2>
      <FactList facts={facts} />
      {props.ledger.length > 0 && (
        <details>
          <summary className="cursor-pointer py-1 text-sm font-medium text-accent-text">
            {t('requirements:clock.ledger')}
          </summary>
          <div className="pt-2">
            <ClockTimeline ledger={props.ledger} />
          </div>
        </details>
      )}
    </section>
  )
}
