import type { TransactionContext } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import type { TemplateFields } from '#app/domain/templates/schemas.ts'
import { affected, isDatabaseError } from '#db/client.ts'
import { IncidentTemplateComponent } from '#db/models/status.ts'

/** A template's own columns. A maintenance has one beginning alone: it is scheduled. */
export const templateRow = ({ kind, name, status, notify, ...texts }: TemplateFields) => ({
  kind,
  name,
  titleFr: texts.titleFr ?? '',
  titleEn: texts.titleEn ?? '',
  bodyFr: texts.bodyFr ?? '',
  bodyEn: texts.bodyEn ?? '',
  status: kind === 'maintenance' ? ('scheduled' as const) : status,
  notify,
})

/** Puts these components in the place of those it named. Invalid when one is unknown or named twice. */
export async function saveTemplateComponents(
  tx: TransactionContext,
  templateId: string,
  { kind, components }: TemplateFields,
): Promise<void> {
  await affected(tx.db, 'delete from incident_template_components where template_id = :templateId', {
    templateId,
  })
  const named = components.flatMap(({ id, status }) =>
    status
      ? [{ templateId, componentId: id, status: kind === 'maintenance' ? 'under_maintenance' : status }]
      : [],
  )
  if (named.length === 0) return
  await IncidentTemplateComponent.query(tx.db)
    .insert(named as Partial<IncidentTemplateComponent>[])
    .catch((error: unknown) => {
      if (isDatabaseError(error, '23503')) throw invalid('publish.unknownComponent')
      throw isDatabaseError(error, '23505') ? invalid('publish.componentTwice') : error
    })
}
