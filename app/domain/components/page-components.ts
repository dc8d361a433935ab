import { actorId } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid, notFound } from '#app/domain/errors.ts'
import { Component, Incident } from '#db/models/status.ts'
import { type Cursor, type Page, pageByAge } from '#db/page.ts'

export interface ReportedComponent {
  readonly component: Component
  /** The open incident that holds what the reading key reported of it. */
  readonly reportedIncidentId: string | null
}

const present = (ctx: Context) => Component.query(ctx.db).whereNull('deletedAt')

/** Components that are not archived, the newest first. Invalid when the cursor names none of them. */
export async function pageComponents(ctx: Context, cursor: Cursor): Promise<Page<ReportedComponent>> {
  requirePermission(ctx.actor, 'component:read')
  const page = await pageByAge(present(ctx), cursor, { by: 'createdAt' })
  if (!page) throw invalid('cursor')
  return { ...page, data: await withReports(ctx, page.data) }
}

/** One component. NotFound when unknown or archived. */
export async function readReported(ctx: Context, componentId: string): Promise<ReportedComponent> {
  requirePermission(ctx.actor, 'component:read')
  const [found] = await withReports(ctx, await present(ctx).where({ id: componentId }))
  if (!found) throw notFound()
  return found
}

async function withReports(ctx: Context, components: readonly Component[]): Promise<ReportedComponent[]> {
  const open = await Incident.query(ctx.db)
    .where({ reportedBy: actorId(ctx.actor) })
    .whereNull('resolvedAt')
    .whereNull('deletedAt')
  const byComponent = new Map(open.map(({ id, reportedComponent }) => [reportedComponent, id]))
  return components.map((component) => ({
    component,
    reportedIncidentId: byComponent.get(component.id) ?? null,
  }))
}
