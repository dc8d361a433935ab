import { z } from 'zod'
import { MINUTE_MS } from '#app/domain/clock.ts'
import { MAINTENANCE_STATUSES } from '#app/domain/components/status.ts'
import { publicId } from '#app/domain/incidents/schemas.ts'
import { type Recurrence, WEEKDAYS } from '#app/domain/maintenance/schemas.ts'
import { body, instant, name, notify, version } from '#app/routes/api/v1/schemas.ts'

/** What clients send of maintenance. */

const window = { scheduled_for: instant, scheduled_until: instant }

const times = z.int().min(1).max(10_000)

const recurrence = z
  .strictObject({
    frequency: z.enum(['daily', 'weekly', 'monthly']),
    interval: times.default(1).describe('Every so many days, weeks or months.'),
    weekdays: z
      .array(z.enum(WEEKDAYS))
      .max(7)
      .default([])
      .describe('For weekly; the weekday of the first window when left out.'),
    monthly_by: z
      .enum(['day', 'weekday'])
      .default('day')
      .describe(
        'For monthly: the same day of the month, or the same weekday of it, such as the second Tuesday.',
      ),
    until: z.iso
      .date('Use a day, such as 2027-03-31.')
      .optional()
      .describe('The last day of a window, in Paris.'),
    count: times.optional().describe('Instead of until: how many windows in all.'),
  })
  .refine(({ until, count }) => (until === undefined) !== (count === undefined), {
    path: ['until'],
    message: 'Give until or count, one of the two.',
  })
  .transform(({ monthly_by: monthlyBy, ...rule }): Recurrence => ({ ...rule, monthlyBy }))

export const newMaintenance = z
  .strictObject({
    name,
    body,
    ...window,
    recurrence: recurrence
      .optional()
      .describe(
        'Makes it the first window of a series, on the clocks of Paris: 02:00 stays 02:00 when summer time begins or ends. Those of the next eight weeks are announced at once, the others as they come near.',
      ),
    component_ids: z
      .array(publicId)
      .max(1_000)
      .default([])
      .describe('Under maintenance while the window lasts.'),
    scheduled_auto_in_progress: z.boolean().default(true).describe('Begins by itself.'),
    scheduled_auto_completed: z.boolean().default(true).describe('Ends by itself.'),
    deliver_notifications: notify,
  })
  .refine(
    ({ recurrence: recurs, scheduled_for: from, scheduled_until: until }) =>
      !recurs || [from, until].every((at) => at.getTime() % MINUTE_MS === 0),
    { path: ['recurrence'], message: 'A maintenance that recurs begins and ends on whole minutes.' },
  )
  .meta({
    id: 'NewMaintenance',
    examples: [
      {
        name: { en: 'Weekly upgrade' },
        body: { en: 'Reports may come late.' },
        scheduled_for: '2026-12-01T02:00:00+01:00',
        scheduled_until: '2026-12-01T03:00:00+01:00',
        recurrence: { frequency: 'weekly', weekdays: ['TU'], until: '2027-03-31' },
      },
      {
        name: { en: 'Upgrade of the payment gateway' },
        body: { en: 'Payments stay accepted; reports may come late.' },
        scheduled_for: '2026-12-01T02:00:00+01:00',
        scheduled_until: '2026-12-01T03:00:00+01:00',
        component_ids: ['kx2p9q4m7t1z'],
      },
    ],
  })

export const maintenanceChange = z
  .strictObject({
    scheduled_for: instant.optional(),
    scheduled_until: instant.optional(),
    body: body.optional().describe('The new dates in both languages when left out.'),
    deliver_notifications: notify,
    version: version.optional(),
  })
  .refine((change) => change.scheduled_for || change.scheduled_until, {
    message: 'Give scheduled_for, scheduled_until or both.',
  })
  .meta({
    id: 'MaintenanceChange',
    examples: [{ scheduled_until: '2026-12-01T04:00:00+01:00', body: { en: 'We need one hour more.' } }],
  })

export const seriesStop = z
  .strictObject({
    planned: z
      .enum(['cancel', 'keep'])
      .describe('What becomes of the windows that are planned and have not begun.'),
    body: body
      .optional()
      .describe('What the page says of each that is called off; a sentence of ours when left out.'),
    deliver_notifications: notify,
    version: version.optional(),
  })
  .meta({ id: 'SeriesStop', examples: [{ planned: 'cancel' }, { planned: 'keep', version: 3 }] })

export const newMaintenanceUpdate = z
  .strictObject({
    status: z.enum(MAINTENANCE_STATUSES),
    body,
    deliver_notifications: notify,
    version: version.optional(),
  })
  .meta({ id: 'NewMaintenanceUpdate', examples: [{ status: 'in_progress', body: { en: 'We have begun.' } }] })
