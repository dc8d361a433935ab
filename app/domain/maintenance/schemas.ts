import { z } from 'zod'
import { MAINTENANCE_STATUSES } from '#app/domain/components/status.ts'
import { body, localTime, MAX_NAME, publicId, singleLine, version } from '#app/domain/incidents/schemas.ts'

const componentIds = z.array(publicId).max(1_000).default([])

/** Minutes before its start at which a maintenance can be told again. */
export const REMINDER_MINUTES = [10_080, 2_880, 1_440, 240, 60] as const
export const DEFAULT_REMINDER_MINUTES: readonly number[] = [1_440, 60]
const reminderMinutes = z
  .array(z.coerce.number().refine((minutes) => REMINDER_MINUTES.some((one) => one === minutes)))
  .max(REMINDER_MINUTES.length)

export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** How a maintenance recurs. It ends on a day, `until`, or after `count` times: one of the two is there. */
export interface Recurrence {
  readonly frequency: 'daily' | 'weekly' | 'monthly'
  /** Every so many days, weeks or months. */
  readonly interval: number
  /** For `weekly`; the weekday of the start when empty. */
  readonly weekdays: readonly Weekday[]
  /** For `monthly`: on the same day of the month, or on the same weekday of it, such as the second Tuesday. */
  readonly monthlyBy: 'day' | 'weekday'
  /** "YYYY-MM-DD", the last day on which it may begin. */
  readonly until?: string
  readonly count?: number
}

/** The whole numbers that a form may hold; the rules of a series say more precisely what is too much. */
const small = z.coerce.number().int().min(1).max(10_000)

const recurrenceFields = {
  interval: small.default(1),
  weekdays: z.array(z.enum(WEEKDAYS)).max(7).default([]),
  monthlyBy: z.enum(['day', 'weekday']).default('day'),
  ends: z.enum(['until', 'count']).default('until'),
  until: z.iso.date('field.date').optional(),
  count: small.optional(),
}

const textFields = {
  nameFr: singleLine(MAX_NAME).optional(),
  nameEn: singleLine(MAX_NAME).optional(),
  bodyFr: body.optional(),
  bodyEn: body.optional(),
}

const scheduleMaintenanceSchema = z.strictObject({
  ...textFields,
  scheduledFor: localTime,
  scheduledUntil: localTime,
  componentIds,
  autoStart: z.boolean().default(false),
  autoEnd: z.boolean().default(false),
  notify: z.boolean().default(false),
  /** As usual when left out. */
  reminderMinutes: reminderMinutes.optional(),
})

/** One maintenance, or with `repeat` a whole series of which it is the first. */
export const planMaintenanceSchema = scheduleMaintenanceSchema.extend({
  // A form says nothing of boxes that are not ticked.
  reminderMinutes: reminderMinutes.default([]),
  repeat: z.enum(['none', 'daily', 'weekly', 'monthly']).default('none'),
  ...recurrenceFields,
})

export const editSeriesSchema = planMaintenanceSchema.extend({
  version,
  repeat: z.enum(['daily', 'weekly', 'monthly']),
  /** Tell subscribers of this change. */
  tell: z.boolean().default(false),
})

export const stopSeriesSchema = z.strictObject({
  version,
  planned: z.enum(['cancel', 'keep']),
  bodyFr: body.optional(),
  bodyEn: body.optional(),
  notify: z.boolean().default(false),
})

type PlanForm = z.output<typeof planMaintenanceSchema>
type RecurringForm = PlanForm & { repeat: Recurrence['frequency'] }

/** True for the plan of a series. */
export const isRecurring = (form: PlanForm): form is RecurringForm => form.repeat !== 'none'

/** The rule of a series as its form gives it. */
export function recurrenceFrom(form: RecurringForm): Recurrence {
  const { repeat, interval, weekdays, monthlyBy, ends, until, count } = form
  return { frequency: repeat, interval, weekdays, monthlyBy, ...(ends === 'until' ? { until } : { count }) }
}

export const publishProgressSchema = z.strictObject({
  version,
  status: z.enum(MAINTENANCE_STATUSES),
  bodyFr: body.optional(),
  bodyEn: body.optional(),
  notify: z.boolean().default(false),
})

export const rescheduleMaintenanceSchema = z.strictObject({
  version,
  scheduledFor: localTime,
  scheduledUntil: localTime,
  bodyFr: body.optional(),
  bodyEn: body.optional(),
  notify: z.boolean().default(false),
})

export const cancelMaintenanceSchema = z.strictObject({
  version,
  bodyFr: body.optional(),
  bodyEn: body.optional(),
  notify: z.boolean().default(false),
})
