import { z } from 'zod'
import {
  COMPONENT_STATUSES,
  IMPACTS,
  INCIDENT_STATUSES,
  MAINTENANCE_STATUSES,
} from '#app/domain/components/status.ts'
import { isReadable } from '#app/domain/incidents/markdown.ts'
import type { PublicEvents } from '#app/domain/snapshot/past-months.ts'
import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { LOCALES, type Locale } from '#app/i18n/locales.ts'

/** A moment of this millennium: what is counted from an earlier one would never end. */
const instant = z.iso.datetime().regex(/^2/)
const day = z.iso.date().regex(/^2/)
const id = z.string().regex(/^[a-z0-9]{12}$/)
const bilingual = z.strictObject({ fr: z.string(), en: z.string() })
const writtenText = bilingual.extend({ writtenIn: z.enum(LOCALES).optional() })
const componentStatus = z.enum(COMPONENT_STATUSES)
const dated = { id, name: bilingual, createdAt: instant, updatedAt: instant }

const component = z.strictObject({
  ...dated,
  groupId: id.nullable(),
  description: bilingual,
  position: z.number(),
  startDate: day,
  capability: z.enum(['payments', 'payouts']).nullable(),
  status: componentStatus,
  states: z.array(z.enum([...COMPONENT_STATUSES, 'no_data'])),
  outages: z.record(day, z.strictObject({ majorSeconds: z.number(), partialSeconds: z.number() })),
  uptime: z.number().nullable(),
})

const update = z.strictObject({
  id,
  status: z.enum([...INCIDENT_STATUSES, ...MAINTENANCE_STATUSES]),
  markdown: writtenText,
  displayAt: instant,
  createdAt: instant,
  updatedAt: instant,
  correctedAt: instant.nullable(),
  notified: z.boolean(),
  rescheduled: z.boolean(),
  affected: z.array(z.strictObject({ id, name: bilingual, from: componentStatus, to: componentStatus })),
})

/**
 * As formats 3 and 4 have it, where a text is HTML. Clean HTML is Markdown as well; of one that is too long to be read as
 * such, its words stand there without their form.
 */
const formerUpdate = update
  .omit({ markdown: true })
  .extend({ body: writtenText, html: bilingual })
  .transform(({ body, html, ...rest }) => {
    const text = (locale: Locale) => (isReadable(html[locale]) ? html : body)[locale]
    return { ...rest, markdown: { ...body, fr: text('fr'), en: text('en') } }
  })

const event = {
  ...dated,
  name: writtenText,
  startedAt: instant,
  monitoringAt: instant.nullable(),
  resolvedAt: instant.nullable(),
  componentIds: z.array(id),
  updates: z.array(z.union([update, formerUpdate])),
}

const events = {
  incidents: z.array(
    z.strictObject({
      ...event,
      kind: z.literal('incident'),
      status: z.enum(INCIDENT_STATUSES),
      impact: z.enum(IMPACTS),
    }),
  ),
  maintenances: z.array(
    z.strictObject({
      ...event,
      kind: z.literal('maintenance'),
      status: z.enum(MAINTENANCE_STATUSES),
      scheduledFor: instant,
      scheduledUntil: instant,
      seriesId: id.nullable(),
      version: z.number(),
      cancelled: z.boolean(),
    }),
  ),
}

/** What is kept of one month. */
export const publicEventsSchema: z.ZodType<PublicEvents> = z.strictObject(events)

/** What storage must hold to be shown: a file may be damaged, or written by anybody who can write there. */
export const publicStatusSchema: z.ZodType<PublicStatus> = z.strictObject({
  builtAt: instant,
  timeZone: z.literal('Europe/Paris'),
  page: z.strictObject({ id, name: z.string(), url: z.url({ protocol: /^https?$/ }) }),
  updatedAt: instant,
  indicator: z.enum([...IMPACTS, 'maintenance']),
  capabilities: z.array(
    z.strictObject({ capability: z.enum(['payments', 'payouts']), status: componentStatus }),
  ),
  days: z.array(day),
  groups: z.array(z.strictObject({ ...dated, position: z.number() })),
  components: z.array(component),
  ...events,
  nextBoundaryAt: instant,
})
