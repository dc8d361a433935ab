import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { rows } from '#db/client.ts'
import { type ComponentStatus, IncidentTemplate } from '#db/models/status.ts'

/** Every template by kind and name. */
export async function listTemplates(ctx: Context): Promise<IncidentTemplate[]> {
  requirePermission(ctx.actor, 'status:desk')
  return IncidentTemplate.query(ctx.db).orderBy(['kind', 'name', 'id'])
}

export interface ReadTemplate {
  readonly template: IncidentTemplate
  /** Without those archived since. */
  readonly components: readonly { readonly id: string; readonly status: ComponentStatus }[]
}

/** One template with the components it speaks of. NotFound when unknown. */
export async function readTemplate(ctx: Context, id: string): Promise<ReadTemplate> {
  requirePermission(ctx.actor, 'status:desk')
  const template = await IncidentTemplate.query(ctx.db).findById(id)
  if (!template) throw notFound()
  const components = await rows<{ id: string; status: ComponentStatus }>(
    ctx.db,
    `select c.id, t.status from incident_template_components t join components c on c.id = t.component_id
      where t.template_id = :id and c.deleted_at is null order by c.position, c.id`,
    { id },
  )
  return { template, components }
}
