import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Bodies } from '#app/components/desk/desk-fields.tsx'
import { EventForm } from '#app/components/desk/event-form.tsx'
import { FormField } from '#app/components/form/form-field.tsx'
import { usePageForm } from '#app/components/form/page-form.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { notFound } from '#app/domain/errors.ts'
import { isPublicId } from '#app/domain/ids.ts'
import { correctUpdate } from '#app/domain/incidents/correct-update.ts'
import { readEvent } from '#app/domain/incidents/read-event.ts'
import { correctUpdateSchema } from '#app/domain/incidents/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { asTyped } from '#app/i18n/bilingual.ts'
import { formatTime } from '#app/i18n/format.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { eventLine, timeFrom } from '#app/routes/desk/view.ts'

const KINDS = { incidents: 'incident', maintenances: 'maintenance' } as const

export const loader = guardedLoader('status:desk', async ({ ctx, params, locale, url, t }) => {
  const place = url.pathname.startsWith('/desk/incidents/') ? 'incidents' : 'maintenances'
  const found = await readEvent(ctx, KINDS[place], idParam(params.id, isPublicId))
  const update = found.updates.find(({ id }) => id === params.updateId)
  if (!update) throw notFound()
  const { id, name, lang, version } = eventLine(found, locale)
  return {
    title: t('desk:correction.title'),
    below: place === 'incidents' ? ('/desk/incidents' as const) : ('/desk' as const),
    event: { to: `/desk/${place}/${id}`, label: name, lang },
    version,
    subject: { incident: id, status: update.status },
    values: asTyped(update, 'body'),
    update: { id: update.id, time: formatTime(locale, update.displayAt) },
  }
})

export const action = guardedAction('incident:publish', (args) =>
  submitForm(args, correctUpdateSchema, async ({ displayAt, ...input }) => {
    await correctUpdate(args.ctx, { ...input, displayAt: displayAt ? timeFrom(displayAt) : undefined })
    const to = args.url.pathname.replace(/\/updates\/[^/]*$/, '')
    return redirectWithToast(to, { kind: 'success', message: args.t('desk:correction.done') })
  }),
)

export { shouldRevalidate } from '#app/routes/desk/revalidate.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function CorrectionPage() {
  const t = useTranslate()
  const { below, event, version, subject, values, update } = useLoaderData<typeof loader>()
  const [form, fields] = usePageForm(correctUpdateSchema, {
    defaultValue: values,
  })
  return (
    <>
      <PageHeader
        below={below}
        of={event}
        title={t('desk:correction.title')}
        lead={t('desk:correction.lead')}
      />
      <EventForm form={form} submit={t('desk:correction.submit')} subject={subject} keepsDraft>
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="updateId" value={update.id} />
        <Bodies fields={fields} autoFocus />
        <FormField
          meta={fields.displayAt}
          label={t('incidents:correction.displayAt')}
          hint={t('incidents:correction.displayAtHint', { time: update.time })}
          type="datetime-local"
        />
      </EventForm>
    </>
  )
}
