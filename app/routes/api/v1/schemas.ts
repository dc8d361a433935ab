import { z } from 'zod'
import {
  COMPONENT_STATUSES,
  IMPACTS,
  INCIDENT_STATUSES,
  OPEN_STATUSES,
} from '#app/domain/components/status.ts'
import { MAX_BODY, MAX_NAME, publicId, singleLine } from '#app/domain/incidents/schemas.ts'

/** What clients send. Every object is strict: a field that is misspelt is refused instead of ignored. */

const inBothLanguages = (text: z.ZodString) =>
  z
    .strictObject({ fr: text.optional(), en: text.optional() })
    .refine(({ fr, en }) => fr || en, 'Give fr, en or both.')
    .describe('At least one language; the other one shows the same text until it has its own.')

export const name = inBothLanguages(singleLine(MAX_NAME))
export const body = inBothLanguages(z.string().trim().max(MAX_BODY)).describe(
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
export const version = z
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

export const notify = z.boolean().default(true).describe('Write to the subscribers concerned.')
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
    reopen: z
      .boolean()
      .default(false)
      .describe('Opens a resolved incident without a postmortem again, as status says.'),
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

export const componentReport = z
  .strictObject({
    status: z.enum(COMPONENT_STATUSES).exclude(['under_maintenance']),
    body: body.optional().describe('A sentence of ours in both languages when left out.'),
    deliver_notifications: notify,
  })
  .meta({ id: 'ComponentReport', examples: [{ status: 'major_outage' }] })
