import { z } from 'zod'
import type { ReportedComponent } from '#app/domain/components/page-components.ts'
import { publicId } from '#app/domain/incidents/schemas.ts'
import { textsOf } from '#app/i18n/bilingual.ts'
import { bilingual, instant, livemode, status } from '#app/routes/api/v1/objects.ts'

export const componentObject = z
  .object({
    object: z.literal('component'),
    id: publicId,
    livemode,
    name: bilingual,
    description: bilingual,
    status: status.describe('The worst of what open incidents and active maintenance say.'),
    reported_incident_id: publicId
      .nullable()
      .describe('The open incident that holds what your key reported of this component.'),
    group_id: publicId.nullable(),
    position: z.int(),
    showcase: z.boolean().describe('It stands on the public page.'),
    start_date: z.iso.date(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Component' })

export const toComponent =
  (livemode: boolean) =>
  ({ component, reportedIncidentId }: ReportedComponent) => ({
    object: 'component' as const,
    id: component.id,
    livemode,
    name: textsOf(component, 'name'),
    description: textsOf(component, 'description'),
    status: component.status,
    reported_incident_id: reportedIncidentId,
    group_id: component.groupId,
    position: component.position,
    showcase: component.shown,
    start_date: component.startDate,
    created_at: component.createdAt.toISOString(),
    updated_at: component.updatedAt.toISOString(),
  })
