import type { ComponentState } from '#app/components/status/types.ts'
import { Alert } from '#app/components/ui/alert.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { Section } from '#app/components/ui/section.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { Outcome } from '#app/domain/probes/schemas.ts'
import { formatTime } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface ProposalView {
  readonly id: string
  readonly probeName: string
  readonly component: string
  readonly status: ComponentState
  readonly since: string
  readonly outcome: Outcome
  readonly httpStatus: number | null
}

interface RecoveredView {
  readonly probeId: string
  readonly probeName: string
  readonly quietSince: string
  readonly incidentId: string
  readonly incident: string
}

interface DismissedView {
  readonly probeId: string
  readonly probeName: string
  readonly since: string
  readonly by: string
}

interface ProbeAlertsProps {
  alerts: {
    readonly proposals: readonly ProposalView[]
    readonly dismissed: readonly DismissedView[]
    readonly recovered: readonly RecoveredView[]
    readonly reachesNothing: boolean
  }
}

/** What the probes have to say to a publisher; nothing where all is well. */
export function ProbeAlerts({ alerts }: ProbeAlertsProps) {
  const t = useTranslate()
  const locale = useLocale()
  const { proposals, dismissed, recovered, reachesNothing } = alerts
  if (![proposals, dismissed, recovered].some(({ length }) => length > 0) && !reachesNothing) return null
  return (
    <Section
      title={t('probes:desk.title')}
      actions={
        <LinkButton to="/desk/probes" size="small">
          {t('probes:desk.all')}
        </LinkButton>
      }
    >
      {reachesNothing && (
        <Alert tone="caution" title={t('probes:desk.unreachable')}>
          {t('probes:desk.unreachableText')}
        </Alert>
      )}
      {proposals.map((proposal) => (
        <Proposal key={proposal.id} proposal={proposal} />
      ))}
      {recovered.map(({ probeId, probeName, quietSince, incidentId, incident }) => (
        <Alert
          key={probeId}
          title={
            <>
              {t('probes:desk.recovered', { probe: probeName })} <Time at={quietSince} />
            </>
          }
          actions={
            <LinkButton to={`/desk/incidents/${incidentId}`} size="small">
              {t('probes:desk.seeIncident')}
            </LinkButton>
          }
        >
          {t('probes:desk.recoveredText', { incident })}
        </Alert>
      ))}
      {dismissed.map(({ probeId, probeName, since, by }) => (
        <p key={probeId} className="text-sm text-ink-muted">
          <TextLink to={`/desk/probes/${probeId}`}>
            {t('probes:desk.failing', { probe: probeName, since: formatTime(locale, since), name: by })}
          </TextLink>
        </p>
      ))}
    </Section>
  )
}

function Proposal({ proposal }: { proposal: ProposalView }) {
  const t = useTranslate()
  const { id, probeName, component, since } = proposal
  const status = t(`status:component.${proposal.status}`)
  const outcome = t(`probes:outcome.${proposal.outcome}`, { status: proposal.httpStatus })
  return (
    <Alert
      tone="critical"
      title={t('probes:desk.proposal', { component, status })}
      actions={
        <>
          <LinkButton
            to={`/desk/incidents/new?proposal=${id}`}
            aria-label={t('probes:desk.publishLong', { component })}
          >
            {t('probes:desk.publish')}
          </LinkButton>
          <LinkButton
            to={`/desk/proposals/${id}/dismiss`}
            variant="quiet"
            aria-label={t('probes:desk.dismissLong', { component })}
          >
            {t('probes:desk.dismiss')}
          </LinkButton>
        </>
      }
    >
      {t('probes:desk.proposalBy', { probe: probeName, outcome })} {t('probes:failingSince')}{' '}
      <Time at={since} />.
    </Alert>
  )
}
