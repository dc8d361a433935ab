import { PromiseText } from '#app/components/merchant/promise-text.tsx'
import { StatusPill } from '#app/components/ui/badge.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { Tone } from '#app/components/ui/tone.ts'
import type { PaidAnswer } from '#app/domain/home/schemas.ts'
import { formatTime } from '#app/i18n/format.ts'
import type { Translate } from '#app/i18n/index.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

const TONES: Record<PaidAnswer['answer'], Tone> = {
  working: 'positive',
  workingDue: 'positive',
  workingLate: 'caution',
  disturbed: 'caution',
  maintenance: 'info',
  overdueSend: 'critical',
  overdueReview: 'critical',
  underReview: 'critical',
  closed: 'neutral',
}

interface CapabilityCardProps extends PaidAnswer {
  /** Something is asked, if not yet: then nobody says that there is nothing to do. */
  later: boolean
  supportEmail: string
}

/** "Will I be paid?" for payments or payouts. */
export function CapabilityCard(props: CapabilityCardProps) {
  const { capability, answer, since, requirementId, answerBy, examination, supportEmail } = props
  const t = useTranslate()
  const locale = useLocale()
  const late = answerBy?.passed || examination !== null
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
      {answer !== 'closed' && (
        <p className="text-sm text-ink">
          {sentence(t, locale, props, answer)}
          {answerBy && (
            <>
              {' '}
              <PromiseText of="answerBy" promise={answerBy} supportEmail={supportEmail} />
            </>
          )}
          {examination && (
            <>
              {answer !== 'underReview' && <> {t('requirements:home.alsoUnderReview')}</>}{' '}
              <PromiseText of="examination" promise={examination} supportEmail={supportEmail} />
            </>
          )}
        </p>
      )}
      <div className="mt-1 flex flex-wrap gap-2 empty:hidden">
        {(answer === 'disturbed' || answer === 'maintenance') && (
          <LinkButton to="/status">{t('requirements:home.seeStatus')}</LinkButton>
        )}
        {requirementId && answer !== 'workingDue' && (
          <LinkButton
            to={`/requirements/${requirementId}`}
            variant={answer === 'overdueSend' ? 'primary' : 'secondary'}
          >
            {t('requirements:home.sendDocument')}
          </LinkButton>
        )}
        {late && (
          <LinkButton to={`mailto:${supportEmail}`}>
            {t('requirements:home.write', { email: supportEmail })}
          </LinkButton>
        )}
      </div>
    </section>
  )
}

/** What the answer means and asks for. Of a closed account the page says it once, above both cards. */
function sentence(
  t: Translate,
  locale: Locale,
  { requirementId, dueBy, later }: CapabilityCardProps,
  answer: Exclude<PaidAnswer['answer'], 'closed'>,
): string {
  const late = dueBy
    ? t('requirements:home.lateBy', { date: formatTime(locale, dueBy, 'long-date') })
    : t('requirements:home.lateText')
  const alsoLate = requirementId ? ` ${late}` : ''
  switch (answer) {
    case 'working':
      return later ? t('requirements:home.nothingNow') : t('requirements:home.nothingToDo')
    case 'workingDue':
      return t('requirements:home.dueText', { date: dueBy ? formatTime(locale, dueBy, 'long-date') : '' })
    case 'workingLate':
      return `${t('requirements:home.forNow')} ${late}`
    case 'disturbed':
      return t('requirements:home.disturbedText') + alsoLate
    case 'maintenance':
      return t('requirements:home.maintenanceText') + alsoLate
    case 'overdueSend':
      return t('requirements:home.overdueSend')
    case 'overdueReview':
      return t('requirements:home.overdueReview')
    case 'underReview':
      return t('requirements:home.underReview')
  }
}

function pill(t: Translate, answer: PaidAnswer['answer']): string {
  switch (answer) {
    case 'working':
    case 'workingDue':
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
    case 'closed':
      return t('requirements:home.closed')
  }
}
