import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ExternalLink, Plus } from 'lucide-react'
import { RefreshWhile } from '#app/components/broadcasts/refresh-while.tsx'
import { DeskComponents } from '#app/components/desk/desk-components.tsx'
import { DeskEvents } from '#app/components/desk/desk-events.tsx'
import { type OngoingEvent, OngoingLines } from '#app/components/desk/ongoing-lines.tsx'
import { ProbeAlerts } from '#app/components/probes/probe-alerts.tsx'
import { Alert } from '#app/components/ui/alert.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Section } from '#app/components/ui/section.tsx'
import { listEvents } from '#app/domain/incidents/list-events.ts'
import { foldSeries } from '#app/domain/maintenance/fold-series.ts'
import { listAlerts } from '#app/domain/probes/list-alerts.ts'
import { loader as guarded } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { probeAlerts } from '#app/routes/desk/probes/probe-view.ts'
import { componentGroups, eventLine, ongoingLine } from '#app/routes/desk/view.ts'

/** The publisher's first page: what is going on now, then how each component is. */
export const loader = guarded('status:desk', async ({ ctx, locale, t }) => {
  const { open, recent } = await listEvents(ctx)
  const lines = open.map((event) => ongoingLine(event, locale, ctx.clock.now()))
  const planned = lines
    .filter(({ status }) => status === 'scheduled')
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt))
  return {
    title: t('desk:title'),
    ongoing: lines.filter(({ status }) => status !== 'scheduled'),
    planned: foldSeries(planned, ({ seriesId }) => seriesId).map(({ next, later }) => ({
      ...next,
      laterCount: later.length,
    })),
    recent: recent.map((event) => eventLine(event, locale)),
    groups: await componentGroups(ctx, locale),
    probes: probeAlerts(await listAlerts(ctx), locale),
  }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

const FRESH_SECONDS = 10 * 60

/** Past the first minutes only retries are left, which nobody watches. */
const isBeingSent = ({ told, silentSeconds }: OngoingEvent) =>
  told !== null && told.settled < told.recipients && (silentSeconds ?? 0) < FRESH_SECONDS

export default function DeskPage() {
  const t = useTranslate()
  const { ongoing, planned, recent, groups, probes } = useLoaderData<typeof loader>()
  return (
    <>
      <RefreshWhile active={ongoing.some(isBeingSent)} />
      <PageHeader
        title={t('desk:title')}
        lead={t('desk:lead')}
        actions={
          <>
            <LinkButton to="/status" variant="quiet" reloadDocument>
              <ExternalLink className="size-4" aria-hidden />
              {t('desk:publicPage')}
            </LinkButton>
            <LinkButton to="/desk/maintenances" variant="quiet">
              {t('maintenance:calendar.open')}
            </LinkButton>
            <LinkButton to="/desk/maintenances/new">{t('desk:newMaintenance')}</LinkButton>
            <LinkButton
              to="/desk/incidents/new"
              variant="primary"
              className="max-sm:order-first max-sm:w-full"
            >
              <Plus className="size-4" aria-hidden />
              {t('desk:newIncident')}
            </LinkButton>
          </>
        }
      />
      <ProbeAlerts alerts={probes} />
      <Section title={t('desk:now')}>
        {ongoing.length > 0 ? (
          <OngoingLines events={ongoing} />
        ) : (
          <Alert tone="positive" title={t('desk:allQuiet')}>
            {t('desk:allQuietText')}
          </Alert>
        )}
      </Section>
      <Section
        title={t('desk:components')}
        actions={
          <LinkButton to="/desk/components" size="small">
            {t('desk:manageComponents')}
          </LinkButton>
        }
      >
        <DeskComponents groups={groups} />
      </Section>
      {planned.length > 0 && (
        <Section title={t('desk:planned')}>
          <DeskEvents events={planned} />
        </Section>
      )}
      {recent.length > 0 && (
        <Section
          title={t('desk:recent')}
          actions={
            <LinkButton to="/desk/incidents/past" size="small">
              {t('incidents:past.link')}
            </LinkButton>
          }
        >
          <DeskEvents events={recent} />
          <div>
            <LinkButton to="/desk/incidents" variant="quiet">
              {t('incidents:list.title')}
            </LinkButton>
          </div>
        </Section>
      )}
    </>
  )
}
