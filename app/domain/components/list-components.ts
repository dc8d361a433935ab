import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { Component, ComponentGroup } from '#db/models/status.ts'

export interface ListedGroup {
  /** Null for components without a group, which come last. */
  readonly group: ComponentGroup | null
  readonly components: readonly Component[]
}

/** Every component that is not archived, by group in the order of the page; empty groups too. */
export async function listComponents(ctx: Context): Promise<ListedGroup[]> {
  requirePermission(ctx.actor, 'status:desk')
  const groups = await ComponentGroup.query(ctx.db).orderBy(['position', 'id'])
  const components = await Component.query(ctx.db).whereNull('deletedAt').orderBy(['position', 'id'])
  const byGroup = Map.groupBy(components, ({ groupId }) => groupId)
  const listed: ListedGroup[] = groups.map((group) => ({ group, components: byGroup.get(group.id) ?? [] }))
  const alone = byGroup.get(null) ?? []
  return alone.length > 0 ? [...listed, { group: null, components: alone }] : listed
}

/** One group with its components, for its form. NotFound when unknown. */
export async function readGroup(ctx: Context, id: string) {
  requirePermission(ctx.actor, 'status:desk')
  const group = await ComponentGroup.query(ctx.db).findById(id)
  if (!group) throw notFound()
  const components = await Component.query(ctx.db).where({ groupId: id }).whereNull('deletedAt')
  return { group, components }
}

/** One component, for its form. NotFound when unknown or archived. */
export async function readComponent(ctx: Context, id: string): Promise<Component> {
  requirePermission(ctx.actor, 'status:desk')
  const found = await Component.query(ctx.db).findOne({ id }).whereNull('deletedAt')
  if (!found) throw notFound()
  return found
}
