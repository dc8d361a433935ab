import { z } from 'zod'
import { MINUTE_MS } from '#app/domain/clock.ts'
import {
  COMPONENT_STATUSES,
  IMPACTS,
  INCIDENT_STATUSES,
  MAINTENANCE_STATUSES,
  OPEN_STATUSES,
} from '#app/domain/components/status.ts'
import { MAX_BODY, MAX_NAME, publicId, singleLine } from '#app/domain/incidents/schemas.ts'
import { type Recurrence, WEEKDAYS } from '#app/domain/maintenance/schemas.ts'

/** What clients send. Every object is strict: a field that is misspelt is refused instead of ignored. */

const inBothLanguages = (text: z.ZodString) =>
  z
    .strictObject({ fr: text.optional(), en: text.optional() })
    .refine(({ fr, en }) => fr || en, 'Give fr, en or both.')
    .describe('At least one language; the other one shows the same text until it has its own.')

const name = inBothLanguages(singleLine(MAX_NAME))
const body = inBothLanguages(z.string().trim().max(MAX_BODY)).describe(
  'What people read, in Markdown. At least one language; the other one shows the same text.',
)
export const instant = z.iso
  .datetime({
    offset: true,
    error: 'Use ISO 8601 with a zone, such as 2026-11-27T02:00:00+01:00.',
    abort: true,
  })
  .refine((text) => text.startsWith('2'), 'Use a year from 2000 on.')
  .transform((text) => new Date(text))
const version = z
  .int()
  .min(1)
  .max(2_147_483_647)
  .describe('The version you read: 409 when somebody published since. Left out, the present one.')
/** What an address can say of a change that has no body. */
export const versionQuery = z.strictObject({
  version: z.coerce.number().pipe(version).optional(),
})
export const cancellationQuery = versionQuery.extend({
  deliver_notifications: z
    .enum(['true', 'false'])
    .default('true')
    .describe('Write to the subscribers concerned.')
    .transform((text) => text === 'true'),
})

const notify = z.boolean().default(true).describe('Write to the subscribers concerned.')
const components = z
  .array(z.strictObject({ id: publicId, status: z.enum(COMPONENT_STATUSES) }))
  .max(1_000)
  .default([])
  .describe('What it says of components from now on; those left out stay as they were.')
const impact = z.enum(IMPACTS).describe('How bad it is. Left out, it follows the worst component.')

/** Which part of a list, by the ids of its items, and which of them: `filters` are parameters of their own. */
export const listQueryOf = <F extends z.ZodRawShape>(id: z.ZodString | z.ZodUUID, filters: F) =>
  z
    .strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(20),
      starting_after: id.optional().describe('The id after which the page begins, towards older ones.'),
      ending_before: id.optional().describe('The id before which the page ends, towards newer ones.'),
      ...filters,
    })
    .refine((query) => !('starting_after' in query && 'ending_before' in query), {
      path: ['ending_before'],
      message: 'Give starting_after or ending_before, not both.',
    })

export const listQuery = listQueryOf(publicId, {})

/** The cursor as the domain takes it. */
export const cursorOf = (query: { limit: number; starting_after?: string; ending_before?: string }) => ({
  limit: query.limit,
  startingAfter: query.starting_after,
  endingBefore: query.ending_before,
})

export const newIncident = z
  .strictObject({
    name: name.optional().describe('Made from the worst component when left out.'),
    status: z.enum(OPEN_STATUSES).default('investigating'),
    impact: impact.optional(),
    body,
    components,
    deliver_notifications: notify,
    started_at: instant.optional().describe('When it began: not in the future. Now when left out.'),
  })
  .meta({
    id: 'NewIncident',
    examples: [
      {
        name: { fr: 'Paiements par carte refusés', en: 'Card payments refused' },
        status: 'identified',
        body: { en: 'A card network refuses part of the payments. Payouts are not affected.' },
        components: [{ id: 'kx2p9q4m7t1z', status: 'partial_outage' }],
      },
    ],
  })

export const incidentChange = z
  .strictObject({ name: name.optional(), impact: impact.optional(), version: version.optional() })
  .refine((change) => change.name || change.impact, 'Give name, impact or both.')
  .meta({ id: 'IncidentChange', examples: [{ impact: 'critical' }] })

export const newIncidentUpdate = z
  .strictObject({
    status: z.enum(INCIDENT_STATUSES),
    impact: z
      .enum(['auto', ...IMPACTS])
      .optional()
      .describe('Left out, as it was; auto: from the worst component.'),
    body,
    components,
    deliver_notifications: notify,
    display_at: instant.optional().describe('When it counts from: not in the future. Now when left out.'),
    version: version.optional(),
  })
  .meta({
    id: 'NewIncidentUpdate',
    examples: [{ status: 'resolved', body: { fr: 'Tout est rétabli.', en: 'All is back to normal.' } }],
  })

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

export const componentReport = z
  .strictObject({
    status: z.enum(COMPONENT_STATUSES).exclude(['under_maintenance']),
    body: body.optional().describe('A sentence of ours in both languages when left out.'),
    deliver_notifications: notify,
  })
  .meta({ id: 'ComponentReport', examples: [{ status: 'major_outage' }] })
