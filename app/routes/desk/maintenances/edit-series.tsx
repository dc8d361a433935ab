import { type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { EventForm } from '#app/components/desk/event-form.tsx'
import { FormField } from '#app/components/form/form-field.tsx'
import { usePageForm } from '#app/components/form/page-form.tsx'
import { PlanFields } from '#app/components/maintenance/plan-fields.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { isPublicId } from '#app/domain/ids.ts'
import { editSeries } from '#app/domain/maintenance/edit-series.ts'
import { readSeries } from '#app/domain/maintenance/read-series.ts'
import { editSeriesSchema } from '#app/domain/maintenance/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { seriesFrom, seriesValues, seriesView } from '#app/routes/desk/maintenances/maintenance-view.ts'
import { componentGroups } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('maintenance:publish', async ({ ctx, params, locale, t }) => {
  const found = await readSeries(ctx, idParam(params.id, isPublicId))
  const { id, version, stoppedAt } = found.series
  // As for its stop: nothing typed here could be saved.
  if (stoppedAt) throw redirect(`/desk/maintenances/series/${id}`)
  const { name, lang } = seriesView(found, t, locale)
  return {
    title: t('maintenance:series.editTitle'),
    back: { to: `/desk/maintenances/series/${id}`, label: name, lang },
    id,
    version,
    values: seriesValues(found),
    groups: await componentGroups(ctx, locale),
  }
})

export const action = guardedAction('maintenance:publish', (args) =>
  submitForm(args, editSeriesSchema, async (input) => {
    const seriesId = idParam<string>(args.params.id, isPublicId)
    await editSeries(args.ctx, { ...input, ...seriesFrom(input), seriesId })
    const message = args.t('maintenance:series.edited')
    return redirectWithToast(`/desk/maintenances/series/${seriesId}`, { kind: 'success', message })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function EditSeriesPage() {
  const t = useTranslate()
  const { title, back, id, version, values, groups } = useLoaderData<typeof loader>()
  const [form, fields] = usePageForm(editSeriesSchema, { defaultValue: { ...values, tell: true } })
  return (
    <>
      <PageHeader below="/desk" of={back} title={title} lead={t('maintenance:series.editLead')} />
      <EventForm
        form={form}
        notify={{ field: fields.tell, label: t('maintenance:series.tell') }}
        submit={t('maintenance:series.editSubmit')}
      >
        <input type="hidden" name={fields.version.name} value={version} />
        <PlanFields fields={fields} groups={groups} seriesId={id} />
        <FormField meta={fields.notify} label={t('maintenance:series.notify')} control="checkbox" />
      </EventForm>
    </>
  )
}
