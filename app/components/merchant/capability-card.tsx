import { AnswerByText } from '#app/components/merchant/answer-by-text.tsx'
import { StatusPill } from '#app/components/ui/badge.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { Tone } from '#app/components/ui/tone.ts'
import type { PaidAnswer } from '#app/domain/requirements/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

const TONES: Record<PaidAnswer['answer'], Tone> = {
  working: 'positive',
  workingLate: 'caution',
  disturbed: 'caution',
  maintenance: 'info',
  overdueSend: 'critical',
  overdueReview: 'critical',
  underReview: 'critical',
}

/** "Will I be paid?" for payments or payouts. */
export function CapabilityCard({
  capability,
  answer,
  since,
  alsoUnderReview,
  requirementId,
  answerBy,
  supportEmail,
}: PaidAnswer & { supportEmail: string }) {
  const t = useTranslate()
  return (
    <section className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4 shadow-low">
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-base font-semibold text-ink">
          {t(`requirements:home.capability.${capability}`)}
        </h2>
        <StatusPill tone={TONES[answer]}>{pill(t, answer)}</StatusPill>
      </div>
      <p className="text-sm text-ink-muted">
        {t(`requirements:home.means.${capability}`)}
        {since && (
          <>
            {' · '}
            {t('requirements:home.since')} <Time at={since} style="date" />
          </>
        )}
      </p>
      <p className="text-sm text-ink">
        {answer === 'working' && t('requirements:home.nothingToDo')}
        {answer === 'workingLate' && t('requirements:home.lateText')}
        {answer === 'disturbed' && t('requirements:home.disturbedText')}
        {answer === 'maintenance' && t('requirements:home.maintenanceText')}
        {answer === 'overdueSend' && t('requirements:home.overdueSend')}
        {answer === 'overdueReview' && t('requirements:home.overdueReview')}
        {answer === 'underReview' && t('requirements:home.underReview')}
        {answerBy && (
          <>
            {' '}
            <AnswerByText answerBy={answerBy} supportEmail={supportEmail} />
          </>
        )}
        {alsoUnderReview && <> {t('requirements:home.alsoUnderReview')}</>}
      </p>
      {(answer === 'disturbed' || answer === 'maintenance') && (
        <LinkButton to="/status" className="mt-1 self-start">
          {t('requirements:home.seeStatus')}
        </LinkButton>
      )}
      {(answer === 'underReview' || alsoUnderReview || answerBy?.state === 'overdue') && (
        <LinkButton to={`mailto:${supportEmail}`} className="mt-1 self-start">
          {t('requirements:home.write', { email: supportEmail })}
        </LinkButton>
      )}
      {requirementId && (
        <LinkButton
          to={`/requirements/${requirementId}`}
          variant={answer === 'overdueSend' ? 'primary' : 'secondary'}
          className="mt-1 self-start"
        >
          {t('requirements:home.sendDocument')}
        </LinkButton>
      )}
    </section>
  )
}

function pill(t: ReturnType<typeof useTranslate>, answer: PaidAnswer['answer']): string {
  switch (answer) {
    case 'working':
    case 'workingLate':
      return t('requirements:home.working')
    case 'disturbed':
      return t('requirements:home.disturbed')
    case 'maintenance':
      return t('requirements:home.maintenance')
    case 'overdueSend':
    case 'overdueReview':
    case 'underReview':
      return t('requirements:home.withheld')
  }
}
