import type { ProbeView } from '#app/components/probes/probe-state.tsx'
import { ProbeStrip } from '#app/components/probes/probe-strip.tsx'
import { Alert } from '#app/components/ui/alert.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { Outcome } from '#app/domain/probes/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

const PLACES = 120

/** What a probe has seen: since when it fails, its last checks, and what the last one found. */
export function ProbeHistory({ probe }: { probe: ProbeView }) {
  const t = useTranslate()
  const { results, checkedAt, outcome, httpStatus, responseMs, failingSince, heldBy } = probe
  const first = results[0]
  return (
    <>
      {failingSince && (
        <Alert
          tone={probe.failing ? 'critical' : 'caution'}
          title={
            <>
              {t('probes:failingSince')} <Time at={failingSince} />
            </>
          }
          actions={
            probe.failing &&
            probe.incidentId && (
              <LinkButton to={`/desk/incidents/${probe.incidentId}`} size="small">
                {t('probes:desk.seeIncident')}
              </LinkButton>
            )
          }
        >
          {heldBy && t(`probes:heldBy.${heldBy}`)}
        </Alert>
      )}
      <Card title={t('probes:checks')}>
        <ProbeStrip results={results} places={PLACES} className="h-12 w-full" />
        <p className="mt-1 flex justify-between gap-4 text-xs text-ink-subtle">
          <span>{results.length === PLACES && first && <Time at={first.at} withZone={false} />}</span>
          <span>{t('probes:now')}</span>
        </p>
        <p className="mt-3 text-sm text-ink">
          {checkedAt && outcome ? (
            <>
              {t('probes:lastCheckAt')} <Time at={checkedAt} /> ·{' '}
              {t(`probes:outcome.${outcome}`, { status: httpStatus })} ·{' '}
              <span className="tabular">{t('probes:duration', { ms: responseMs })}</span>
            </>
          ) : (
            t('probes:firstCheck')
          )}
        </p>
      </Card>
    </>
  )
}

interface CheckedNowProps {
  check: { outcome: Outcome; httpStatus: number | null; responseMs: number }
}

/** What came back when a publisher had the probe checked by hand. */
export function CheckedNow({ check }: CheckedNowProps) {
  const t = useTranslate()
  const outcome = t(`probes:outcome.${check.outcome}`, { status: check.httpStatus })
  return (
    <Alert tone={check.outcome === 'ok' ? 'positive' : 'caution'}>
      {t('probes:checkedNow', { outcome, ms: check.responseMs })}
    </Alert>
  )
}
