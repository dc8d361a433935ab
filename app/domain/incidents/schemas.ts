import { z } from 'zod'
import {
  COMPONENT_STATUSES,
  IMPACTS,
  INCIDENT_STATUSES,
  OPEN_STATUSES,
} from '#app/domain/components/status.ts'

/** One line without control characters: names stand in subjects of mails and in headers. */
export const singleLine = (maximum: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maximum)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'field.singleLine')

export const MAX_NAME = 200
export const MAX_BODY = 10_000
export const publicId = z.string().regex(/^[a-z0-9]{12}$/)
export const body = z.string().trim().max(MAX_BODY)
/** What a datetime-local field sends; read in the business's zone. No year of another millennium, typed by mistake. */
export const localTime = z.string().regex(/^2\d{3}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/, 'field.date')
export const claims = z
  .array(z.strictObject({ id: publicId, status: z.enum(COMPONENT_STATUSES).optional() }))
  .max(1_000)
  .default([])
const impact = z.enum(['auto', ...IMPACTS]).default('auto')
/** As large as the database's integers. */
export const version = z.coerce.number().int().min(1).max(2_147_483_647)

export const openIncidentSchema = z.strictObject({
  nameFr: singleLine(MAX_NAME).optional(),
  nameEn: singleLine(MAX_NAME).optional(),
  status: z.enum(OPEN_STATUSES).default('investigating'),
  impact,
  bodyFr: body.optional(),
  bodyEn: body.optional(),
  components: claims,
  notify: z.boolean().default(false),
  displayAt: localTime.optional(),
})

export const publishUpdateSchema = z.strictObject({
  version,
  status: z.enum(INCIDENT_STATUSES),
  reopen: z.boolean().default(false),
  impact,
  bodyFr: body.optional(),
  bodyEn: body.optional(),
  components: claims,
  notify: z.boolean().default(false),
  displayAt: localTime.optional(),
})

export const correctUpdateSchema = z.strictObject({
  updateId: publicId,
  version,
  bodyFr: body.optional(),
  bodyEn: body.optional(),
  displayAt: localTime.optional(),
})

export const editIncidentSchema = z.strictObject({
  intent: z.literal('edit'),
  version,
  nameFr: singleLine(MAX_NAME).optional(),
  nameEn: singleLine(MAX_NAME).optional(),
  impact,
})

export const deleteIncidentSchema = z.strictObject({ intent: z.literal('delete'), version })

export const recordIncidentSchema = z.strictObject({
  nameFr: singleLine(MAX_NAME).optional(),
  nameEn: singleLine(MAX_NAME).optional(),
  impact,
  bodyFr: body.optional(),
  bodyEn: body.optional(),
  components: claims,
  beganAt: localTime,
  endedAt: localTime,
})

export const EVENT_STATES = ['open', 'closed'] as const

/** How the list of everything is asked for, in its address; an empty field is no filter. */
export const eventQuerySchema = z.object({
  after: publicId.optional().catch(undefined),
  search: z.string().max(200).optional().catch(undefined),
  state: z.enum(EVENT_STATES).optional().catch(undefined),
})
export type EventQuery = z.infer<typeof eventQuerySchema>
