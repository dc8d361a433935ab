import { ClosedSince } from '#app/components/merchant/closed-since.tsx'
import { PromiseText } from '#app/components/merchant/promise-text.tsx'
import type { RequirementPageProps } from '#app/components/merchant/requirement-page.tsx'
import { timeLeft } from '#app/components/merchant/requirement-state.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { formatTime } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

type RequirementLeadProps = Pick<
  RequirementPageProps,
  | 'subject'
  | 'status'
  | 'bucket'
  | 'clock'
  | 'answerBy'
  | 'suspensions'
  | 'supportEmail'
  | 'accountClosedAt'
  | 'closingReason'
> & { ended: boolean; pending: boolean }

/** Whose turn it is, and by when. */
export function RequirementLead(props: RequirementLeadProps) {
  const t = useTranslate()
  const locale = useLocale()
  const { subject, status, bucket, clock, answerBy, supportEmail, accountClosedAt, ended, pending } = props
  const [first] = props.suspensions
  const write = <TextLink to={`mailto:${supportEmail}`}>{t('requirements:page.write')}</TextLink>
  return (
    <>
      {subject && <>{t('requirements:page.forPerson', { subject })}. </>}
      {accountClosedAt ? (
        <ClosedSince at={accountClosedAt} supportEmail={supportEmail} />
      ) : status === 'requested' && bucket === 'eventually_due' ? (
        t('requirements:page.later')
      ) : (
        t(`requirements:next.${status}`)
      )}
      {answerBy && (
        <span className="block text-ink">
          <PromiseText of="answerBy" promise={answerBy} supportEmail={supportEmail} />{' '}
          {answerBy.passed && write}
        </span>
      )}
      {!ended && !pending && clock.deadlineAt && (
        <span className={bucket === 'past_due' ? 'block font-medium text-critical' : 'block text-ink'}>
          {timeLeft(t, bucket, clock.daysLeft)} · <Time at={clock.deadlineAt} style="long-date" />
        </span>
      )}
      {!ended && first && (
        <span className="block text-ink">
          {t(`requirements:page.sendBy.${first.capability}`, {
            date: formatTime(locale, first.sendBy, 'long-date'),
          })}
        </span>
      )}
      {ended && props.closingReason && ` ${props.closingReason}`}
    </>
  )
}
