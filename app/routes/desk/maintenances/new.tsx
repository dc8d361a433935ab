import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { EventForm } from '#app/components/desk/event-form.tsx'
import { usePageForm } from '#app/components/form/page-form.tsx'
import { PlanFields } from '#app/components/maintenance/plan-fields.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { countRecipients } from '#app/domain/broadcasts/audience.ts'
import { HOUR_MS } from '#app/domain/clock.ts'
import { parisTime, toParisField } from '#app/domain/maintenance/local-time.ts'
import { planSeries } from '#app/domain/maintenance/plan-series.ts'
import { scheduleMaintenance } from '#app/domain/maintenance/schedule-maintenance.ts'
import {
  DEFAULT_REMINDER_MINUTES,
  isRecurring,
  planMaintenanceSchema,
} from '#app/domain/maintenance/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { seriesFrom, windowFrom } from '#app/routes/desk/maintenances/maintenance-view.ts'
import { templateFor } from '#app/routes/desk/templates/template-view.ts'
import { componentGroups } from '#app/routes/desk/view.ts'

/** What a day of the calendar is filled in with: the quiet hours of a shop, or on their own day the next full ones. */
function usualWindow(day: string, now: Date) {
  const quiet = parisTime(`${day}T02:00`)
  const from = quiet > now ? quiet : new Date(Math.ceil((now.getTime() + 1) / HOUR_MS) * HOUR_MS)
  const until = new Date(from.getTime() + 2 * HOUR_MS)
  return { scheduledFor: toParisField(from), scheduledUntil: toParisField(until) }
}

export const loader = guardedLoader('maintenance:publish', async ({ ctx, url, locale, t }) => {
  const day = url.searchParams.get('day') ?? ''
  return {
    title: t('desk:maintenance.title'),
    template: await templateFor(ctx, url, 'maintenance'),
    groups: await componentGroups(ctx, locale),
    recipients: await countRecipients(ctx, { kind: 'maintenance', componentIds: [] }),
    window: z.iso.date().safeParse(day).success ? usualWindow(day, ctx.clock.now()) : {},
  }
})

export const action = guardedAction('maintenance:publish', (args) =>
  submitForm(args, planMaintenanceSchema, async (input) => {
    if (isRecurring(input)) {
      const { seriesId } = await planSeries(args.ctx, seriesFrom(input))
      const message = args.t('maintenance:series.planned')
      return redirectWithToast(`/desk/maintenances/series/${seriesId}`, { kind: 'success', message })
    }
    const { incidentId } = await scheduleMaintenance(args.ctx, { ...input, ...windowFrom(input) })
    const message = args.t('desk:maintenance.announced')
    return redirectWithToast(`/desk/maintenances/${incidentId}`, { kind: 'success', message })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function NewMaintenancePage() {
  const t = useTranslate()
  const { groups, recipients, window, template } = useLoaderData<typeof loader>()
  const [form, fields] = usePageForm(planMaintenanceSchema, {
    defaultValue: {
      ...window,
      autoStart: true,
      autoEnd: true,
      notify: true,
      reminderMinutes: DEFAULT_REMINDER_MINUTES.map(String),
      repeat: 'none',
      interval: '1',
      monthlyBy: 'day',
      ends: 'until',
      componentIds: Object.keys(template?.chosen ?? {}),
      ...template?.values,
    },
  })
  return (
    <>
      <PageHeader
        below="/desk/maintenances"
        title={t('desk:maintenance.title')}
        lead={t('desk:maintenance.lead')}
      />
      <EventForm
        form={form}
        notify={{ field: fields.notify, recipients }}
        submit={t('desk:maintenance.submit')}
      >
        <PlanFields fields={fields} groups={groups} />
      </EventForm>
    </>
  )
}
