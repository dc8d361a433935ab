import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { isPublicId } from '#app/domain/ids.ts'
import { listTemplates, type ReadTemplate, readTemplate } from '#app/domain/templates/list-templates.ts'

type Kind = ReadTemplate['template']['kind']

/** The templates that a form of this kind can begin with. */
export async function templateChoices(ctx: Context, kind: Kind) {
  const templates = await listTemplates(ctx)
  return templates.filter((one) => one.kind === kind).map(({ id, name }) => ({ id, name }))
}

/** The template that the address asks a form to begin with; null without one. NotFound for an unknown one. */
export async function templateFor(ctx: Context, url: URL, kind: Kind) {
  const id = url.searchParams.get('template')
  if (id === null) return null
  if (!isPublicId(id)) throw notFound()
  const { template, components } = await readTemplate(ctx, id)
  if (template.kind !== kind) throw notFound()
  const { titleFr, titleEn, bodyFr, bodyEn, status, notify } = template
  return {
    id,
    /** As fields of the form; empty ones are left to its own defaults. */
    values: {
      nameFr: titleFr || undefined,
      nameEn: titleEn || undefined,
      bodyFr: bodyFr || undefined,
      bodyEn: bodyEn || undefined,
      status: status as 'investigating',
      notify,
    },
    chosen: Object.fromEntries(components.map((component) => [component.id, component.status as string])),
  }
}

/** A template as its own form shows it. */
export const templateValues = ({ template, components }: ReadTemplate) => ({
  kind: template.kind,
  name: template.name,
  titleFr: template.titleFr || undefined,
  titleEn: template.titleEn || undefined,
  bodyFr: template.bodyFr || undefined,
  bodyEn: template.bodyEn || undefined,
  status: template.status === 'scheduled' ? ('investigating' as const) : template.status,
  notify: template.notify,
  components: Object.fromEntries(components.map(({ id, status }) => [id, status as string])),
})
