import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { EventHeader } from '#app/components/desk/event-header.tsx'
import { LatestWord } from '#app/components/desk/latest-word.tsx'
import { ToldTimeline } from '#app/components/desk/told-timeline.tsx'
import { UpdateForm } from '#app/components/desk/update-form.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { countRecipients } from '#app/domain/broadcasts/audience.ts'
import { isPublicId } from '#app/domain/ids.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { readEvent } from '#app/domain/incidents/read-event.ts'
import { saidBeforeEnd } from '#app/domain/incidents/said-before-end.ts'
import { publishUpdateSchema } from '#app/domain/incidents/schemas.ts'
import { STAGE_TEXTS } from '#app/domain/incidents/texts.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { chosenClaims, componentGroups, eventLine, timeFrom, toldUpdates } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('status:desk', async ({ ctx, params, url, locale }) => {
  const found = await readEvent(ctx, 'incident', idParam(params.id, isPublicId))
  const event = eventLine(found, locale)
  return {
    event,
    updates: toldUpdates(found),
    groups: await componentGroups(ctx, locale),
    suggestions: STAGE_TEXTS,
    goesOnWith: url.searchParams.has('reopen') ? await saidBeforeEnd(ctx, event.id) : null,
    recipients: await countRecipients(ctx, {
      kind: 'incident',
      componentIds: event.components.map(({ id }) => id),
    }),
  }
})

export const action = guardedAction('incident:publish', (args) =>
  submitForm(args, publishUpdateSchema, async ({ components, displayAt, ...input }) => {
    const incidentId = idParam<string>(args.params.id, isPublicId)
    const updateId = await publishUpdate(args.ctx, {
      ...input,
      incidentId,
      components: chosenClaims(components),
      displayAt: displayAt ? timeFrom(displayAt) : undefined,
    })
    const outcome = input.reopen ? 'reopened' : input.status === 'resolved' ? 'resolved' : 'published'
    const message = args.t(`desk:update.${outcome}`)
    return redirectWithToast(`/desk/incidents/${incidentId}#update-${updateId}`, { kind: 'success', message })
  }),
)

export { shouldRevalidate } from '#app/routes/desk/revalidate.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.event.name }]

export default function IncidentDeskPage() {
  const t = useTranslate()
  const { event, updates, ...form } = useLoaderData<typeof loader>()
  return (
    <>
      <EventHeader
        event={event}
        actions={<LinkButton to={`/desk/incidents/${event.id}/edit`}>{t('incidents:edit.link')}</LinkButton>}
      />
      {updates[0] && <LatestWord latest={updates[0]} />}
      {/* A new version is a new form: what was published does not stay in its fields. */}
      <UpdateForm
        key={`${event.version} ${form.goesOnWith !== null}`}
        event={event}
        latest={updates[0]}
        {...form}
      />
      <Card title={t('desk:update.timeline')}>
        <ToldTimeline event={event} updates={updates} />
      </Card>
    </>
  )
}
