import { z } from 'zod'
import { body, localTime, MAX_NAME, publicId, singleLine, version } from '#app/domain/incidents/schemas.ts'

const componentIds = z.array(publicId).max(1_000).default([])

export const scheduleMaintenanceSchema = z.strictObject({
  nameFr: singleLine(MAX_NAME).optional(),
  nameEn: singleLine(MAX_NAME).optional(),
  bodyFr: body.optional(),
  bodyEn: body.optional(),
  scheduledFor: localTime,
  scheduledUntil: localTime,
  componentIds,
  autoStart: z.boolean().default(false),
  autoEnd: z.boolean().default(false),
  notify: z.boolean().default(false),
})

export const publishProgressSchema = z.strictObject({
  version,
  status: z.enum(['scheduled', 'in_progress', 'verifying', 'completed']),
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
