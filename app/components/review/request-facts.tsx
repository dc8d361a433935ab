import { FactList } from '#app/components/review/fact-list.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { WhyAgain } from '#app/domain/renewals/schemas.ts'
import { formatDate } from '#app/i18n/format.ts'
import type { Locale, Translate } from '#app/i18n/index.ts'
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
    </section>
  )
}

function whyText(t: Translate, locale: Locale, why: WhyAgain): string {
  switch (why.kind) {
    case 'officer':
      return why.words
    case 'expiry':
      return t('review:why.expiry', { date: formatDate(locale, why.on) })
    case 'review':
      return t('review:why.review', { date: formatDate(locale, why.on), count: why.years })
  }
}
