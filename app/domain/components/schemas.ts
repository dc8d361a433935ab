import { z } from 'zod'
import { publicId, singleLine } from '#app/domain/incidents/schemas.ts'

const MAX_COMPONENT_NAME = 120
const MAX_DESCRIPTION = 300
/** Empty, or one line. */
const description = z
  .string()
  .trim()
  .max(MAX_DESCRIPTION)
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'field.singleLine')
  .default('')

export const componentSchema = z.strictObject({
  groupId: publicId.optional(),
  nameFr: singleLine(MAX_COMPONENT_NAME),
  nameEn: singleLine(MAX_COMPONENT_NAME),
  descriptionFr: description,
  descriptionEn: description,
  shown: z.boolean().default(false),
  startDate: z.iso.date('field.date'),
  capability: z.enum(['payments', 'payouts']).optional(),
  neededToSubmitDocuments: z.boolean().default(false),
})
export type ComponentFields = z.output<typeof componentSchema>

export const groupSchema = z.strictObject({
  nameFr: singleLine(MAX_COMPONENT_NAME),
  nameEn: singleLine(MAX_COMPONENT_NAME),
})
export type GroupFields = z.output<typeof groupSchema>

export const DIRECTIONS = ['up', 'down'] as const
export type Direction = (typeof DIRECTIONS)[number]
