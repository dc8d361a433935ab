import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { MailX, RotateCw } from 'lucide-react'
import {
  DeliveryProgress,
  FailureReasons,
  TimesReached,
} from '#app/components/broadcasts/broadcast-figures.tsx'
import { BroadcastState } from '#app/components/broadcasts/broadcast-state.tsx'
import { RefreshWhile } from '#app/components/broadcasts/refresh-while.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { FormErrors } from '#app/components/ui/form-errors.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { may } from '#app/domain/access/permissions.ts'
import { readBroadcast } from '#app/domain/broadcasts/read-broadcast.ts'
import { sendAgainSchema } from '#app/domain/broadcasts/schemas.ts'
import { sendMissingAgain } from '#app/domain/broadcasts/send-missing-again.ts'
import { type BroadcastId, isUuid } from '#app/domain/ids.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { langIn, textIn, writtenText } from '#app/i18n/bilingual.ts'
import { stateName } from '#app/i18n/state-name.ts'
import { incidentPath } from '#app/i18n/status-path.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('broadcast:read', async ({ ctx, params, user, t, locale }) => {
  const broadcast = await readBroadcast(ctx, idParam<BroadcastId>(params.id, isUuid))
  return {
    title: `${stateName(t, broadcast.status)} – ${textIn(locale, broadcast.incident, 'name')}`,
    broadcast,
    maySend: may(user.actor, 'incident:publish'),
  }
})

export const action = guardedAction('incident:publish', (args) =>
  submitForm(args, sendAgainSchema, async () => {
    const { ctx, params, t, url } = args
    const count = await sendMissingAgain(ctx, idParam<BroadcastId>(params.id, isUuid))
    const message = t('subscribers:broadcast.againDone', { count })
    return redirectWithToast(url.pathname, { kind: 'success', message })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function BroadcastPage() {
  const t = useTranslate()
  const locale = useLocale()
  const { broadcast, maySend } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { incident, missing, recipients, finishedAt } = broadcast
  const name = textIn(locale, incident, 'name')
  const lang = langIn(writtenText(incident, 'name'), locale)
  const place = incident.kind === 'maintenance' ? 'maintenances' : 'incidents'
  return (
    <>
      <RefreshWhile active={!finishedAt} />
      <PageHeader
        below="/desk"
        of={{ to: `/desk/${place}/${incident.id}`, label: name, lang }}
        title={
          <>
            {stateName(t, broadcast.status)} – <bdi lang={lang}>{name}</bdi>
          </>
        }
        status={recipients > 0 && <BroadcastState broadcast={broadcast} />}
        lead={
          <>
            {t('subscribers:broadcast.publishedAt')} <Time at={broadcast.createdAt} />.{' '}
            {incident.deleted ? (
              t('incidents:delete.done')
            ) : (
              <TextLink to={incidentPath(incident.id, locale)} reloadDocument>
                {t('subscribers:broadcast.seeIncident')}
              </TextLink>
            )}
          </>
        }
        actions={
          maySend &&
          missing > 0 && (
            <ConfirmDialog
              trigger={
                <>
                  <RotateCw className="size-4" aria-hidden />
                  {t('subscribers:broadcast.again')}
                </>
              }
              title={t('subscribers:broadcast.againTitle', { count: missing })}
              description={t('subscribers:broadcast.againText')}
              confirmLabel={t('subscribers:broadcast.again')}
              fields={{ intent: 'again' }}
            />
          )
        }
      />
      <FormErrors messages={refused?.result.error?.[''] ?? []} />
      {recipients === 0 ? (
        <Card>
          <EmptyState icon={MailX} title={t('subscribers:broadcast.noneTitle')}>
            {t('subscribers:broadcast.noneText')}
          </EmptyState>
        </Card>
      ) : (
        <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
          <DeliveryProgress report={broadcast} />
          <TimesReached reached={broadcast.reached} finishedAt={finishedAt} />
        </div>
      )}
      {broadcast.failures.length > 0 && <FailureReasons failures={broadcast.failures} />}
    </>
  )
}
