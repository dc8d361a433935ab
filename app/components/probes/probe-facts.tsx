import { durationText, secondsBetween } from '#app/components/status/words.ts'
import { Card } from '#app/components/ui/card.tsx'
import { DataList } from '#app/components/ui/data-list.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { Timeline } from '#app/components/ui/timeline.tsx'
import type { Outcome, ProbeFields } from '#app/domain/probes/schemas.ts'
import type { Translate } from '#app/i18n/index.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface ProbeSettingsProps {
  probe: { component: string }
  settings: Pick<
    ProbeFields,
    | 'method'
    | 'url'
    | 'expectedFrom'
    | 'expectedUntil'
    | 'intervalSeconds'
    | 'timeoutSeconds'
    | 'failuresToAlarm'
    | 'successesToRecover'
    | 'mode'
    | 'status'
    | 'resolveAfterMinutes'
  > & { expectedText: string | null }
}

/** What a probe asks, expects and does, in words. */
export function ProbeSettings({ probe, settings }: ProbeSettingsProps) {
  const t = useTranslate()
  const { method, url, mode, expectedText: text } = settings
  const range = { from: settings.expectedFrom, to: settings.expectedUntil }
  const status = t(`status:component.${settings.status}`)
  const items = [
    { label: t('probes:component'), value: <bdi>{probe.component}</bdi> },
    {
      label: t('probes:request'),
      value: (
        <span className="break-all">
          {method} {url}
        </span>
      ),
    },
    {
      label: t('probes:expectation'),
      value: text ? t('probes:expectedWithText', { ...range, text }) : t('probes:expectedStatus', range),
    },
    {
      label: t('probes:rhythm'),
      value: t('probes:rhythmText', { interval: settings.intervalSeconds, timeout: settings.timeoutSeconds }),
    },
    {
      label: t('probes:patience'),
      value: t('probes:patienceText', {
        failures: t('probes:failures', { count: settings.failuresToAlarm }),
        successes: t('probes:successes', { count: settings.successesToRecover }),
      }),
    },
    {
      label: t('probes:onAlarm'),
      value:
        mode === 'open'
          ? t('probes:onAlarmOpen', { status, minutes: settings.resolveAfterMinutes })
          : t('probes:onAlarmPropose', { status }),
    },
  ]
  return (
    <Card title={t('probes:settings')}>
      <DataList items={items} />
    </Card>
  )
}

interface PastAlarm {
  readonly id: string
  readonly since: string
  readonly outcome: Outcome
  readonly httpStatus: number | null
  readonly closedAt: string | null
  readonly closedAs: 'published' | 'dismissed' | 'recovered' | 'stopped' | null
  readonly closedByName: string | null
  readonly note: string | null
  readonly incidentId: string | null
}

/** What a probe has proposed, and what became of it. */
export function ProbeAlarms({ alarms }: { alarms: readonly PastAlarm[] }) {
  const t = useTranslate()
  return (
    <Card title={t('probes:alarms')}>
      {alarms.length === 0 && <p className="text-sm text-ink-muted">{t('probes:noAlarms')}</p>}
      <Timeline
        entries={alarms.map((alarm) => ({
          id: alarm.id,
          tone: alarm.closedAt ? ('neutral' as const) : ('critical' as const),
          title: t(`probes:outcome.${alarm.outcome}`, { status: alarm.httpStatus }),
          at: <Time at={alarm.since} />,
          children: (
            <>
              <p className="text-ink-muted">
                {endOf(t, alarm)}
                {alarm.note && ` · ${alarm.note}`}
              </p>
              {alarm.incidentId && (
                <TextLink to={`/desk/incidents/${alarm.incidentId}`}>{t('probes:desk.seeIncident')}</TextLink>
              )}
              {!alarm.closedAt && <TextLink to="/desk">{t('probes:decide')}</TextLink>}
            </>
          ),
        }))}
      />
    </Card>
  )
}

function endOf(t: Translate, { since, closedAt, closedAs, closedByName }: PastAlarm): string {
  if (!closedAt || !closedAs) return t('probes:open')
  return t(`probes:closed.${closedAs}`, {
    name: closedByName,
    duration: durationText(t, secondsBetween(since, closedAt)),
  })
}
