import { type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Bodies } from '#app/components/desk/desk-fields.tsx'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { isPublicId } from '#app/domain/ids.ts'
import { readSeries } from '#app/domain/maintenance/read-series.ts'
import { stopSeriesSchema } from '#app/domain/maintenance/schemas.ts'
import { stopSeries } from '#app/domain/maintenance/stop-series.ts'
import { DEFAULT_TEXTS } from '#app/domain/maintenance/texts.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { recipientsOf, seriesView } from '#app/routes/desk/maintenances/maintenance-view.ts'

export const loader = guardedLoader('maintenance:publish', async ({ ctx, params, locale, t }) => {
  const found = await readSeries(ctx, idParam(params.id, isPublicId))
  // An old link, or a colleague was quicker: the series itself says when it was stopped.
  if (found.series.stoppedAt) throw redirect(`/desk/maintenances/series/${found.series.id}`)
  const { name, lang } = seriesView(found, t, locale)
  return {
    title: t('maintenance:series.stopTitle'),
    back: { to: `/desk/maintenances/series/${found.series.id}`, label: name, lang },
    version: found.series.version,
    recipients: await recipientsOf(
      ctx,
      found.components.map(({ id }) => id),
    ),
    text: DEFAULT_TEXTS.stopped,
  }
})

export const action = guardedAction('maintenance:publish', (args) =>
  submitForm(args, stopSeriesSchema, async (input) => {
    const seriesId = idParam<string>(args.params.id, isPublicId)
    const count = await stopSeries(args.ctx, { ...input, seriesId })
    const message = args.t('maintenance:series.stopped', { count })
    return redirectWithToast(`/desk/maintenances/series/${seriesId}`, { kind: 'success', message })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function StopSeriesPage() {
  const t = useTranslate()
  const { title, back, version, recipients, text } = useLoaderData<typeof loader>()
  const [form, fields] = usePageForm(stopSeriesSchema, {
    defaultValue: { planned: 'cancel', bodyFr: text.fr, bodyEn: text.en, notify: true },
  })
  return (
    <>
      <PageHeader below="/desk" of={back} title={title} lead={t('maintenance:series.stopLead')} />
      <Card className="max-w-3xl">
        <PageForm form={form} className="group flex flex-col gap-5">
          <input type="hidden" name={fields.version.name} value={version} />
          <FormField
            meta={fields.planned}
            label={t('maintenance:series.stopPlanned')}
            control="radio"
            options={[
              { value: 'cancel', label: t('maintenance:series.stopCancel') },
              { value: 'keep', label: t('maintenance:series.stopKeep') },
            ]}
          />
          <div className="flex flex-col gap-5 group-has-[[value=keep]:checked]:hidden">
            <Bodies fields={fields} label={t('maintenance:series.stopText')} />
            <FormField
              meta={fields.notify}
              label={t('maintenance:series.stopNotify')}
              hint={t('desk:incident.recipients', { count: recipients })}
              control="checkbox"
            />
          </div>
          <div>
            <SubmitButton variant="danger" className="max-sm:w-full">
              {t('maintenance:series.stop')}
            </SubmitButton>
          </div>
        </PageForm>
      </Card>
    </>
  )
}
