import { z } from 'zod'
import { OPEN_STATUSES } from '#app/domain/components/status.ts'
import { body, claims, MAX_NAME, singleLine } from '#app/domain/incidents/schemas.ts'

/** Texts may be left out: whoever publishes writes them. */
export const templateSchema = z.strictObject({
  kind: z.enum(['incident', 'maintenance']),
  name: singleLine(MAX_NAME),
  titleFr: singleLine(MAX_NAME).optional(),
  titleEn: singleLine(MAX_NAME).optional(),
  bodyFr: body.optional(),
  bodyEn: body.optional(),
  status: z.enum(OPEN_STATUSES).default('investigating'),
  components: claims,
  notify: z.boolean().default(false),
})
export type TemplateFields = z.output<typeof templateSchema>
