import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#app/domain/access/actor.ts'
import { archiveComponent } from '#app/domain/components/archive-component.ts'
import type { Context } from '#app/domain/context.ts'
import { createTemplate } from '#app/domain/templates/create-template.ts'
import { deleteTemplate } from '#app/domain/templates/delete-template.ts'
import { listTemplates, readTemplate } from '#app/domain/templates/list-templates.ts'
import { type TemplateFields, templateSchema } from '#app/domain/templates/schemas.ts'
import { updateTemplate } from '#app/domain/templates/update-template.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let publisher: Actor
let ctx: Context
let cards: string
beforeAll(async () => {
  publisher = await createPublisher(database.db)
  ctx = statusContext(database.db, publisher, '2026-11-23T09:00:00.000Z')
  cards = await makeComponent(ctx)
})

const fields = (more: Partial<TemplateFields> = {}): TemplateFields => ({
  kind: 'incident',
  name: 'Cartes dégradées',
  titleFr: 'Paiements par carte ralentis',
  bodyFr: 'Certains paiements prennent plus de temps.',
  status: 'identified',
  components: [{ id: cards, status: 'degraded_performance' }],
  notify: true,
  ...more,
})

describe('a template', () => {
  it('is kept with everything that a form can begin with', async () => {
    const id = await createTemplate(ctx, fields())
    const { template, components } = await readTemplate(ctx, id)
    expect(template).toMatchObject({
      kind: 'incident',
      name: 'Cartes dégradées',
      titleFr: 'Paiements par carte ralentis',
      titleEn: '',
      status: 'identified',
      notify: true,
    })
    expect(components).toEqual([{ id: cards, status: 'degraded_performance' }])
    expect((await listTemplates(ctx)).map((one) => one.id)).toContain(id)
  })

  it('of a maintenance says that its components are under maintenance, whatever it was given', async () => {
    const id = await createTemplate(ctx, fields({ kind: 'maintenance' }))
    const { template, components } = await readTemplate(ctx, id)
    expect([template.status, components]).toEqual(['scheduled', [{ id: cards, status: 'under_maintenance' }]])
  })

  it('changes whole, with the old one in the audit, and keeps its kind', async () => {
    const id = await createTemplate(ctx, fields())
    const change = { ...fields({ name: 'Autre', components: [], bodyFr: undefined }), templateId: id }
    await updateTemplate(ctx, change)
    const { template, components } = await readTemplate(ctx, id)
    expect([template.name, template.bodyFr, components]).toEqual(['Autre', '', []])
    const audited = await AuditEntry.query(database.db).findOne({
      subjectId: id,
      action: 'incident_template.changed',
    })
    expect(audited).toMatchObject({ before: { name: 'Cartes dégradées' }, after: { name: 'Autre' } })
    await expect(updateTemplate(ctx, { ...change, kind: 'maintenance' })).rejects.toMatchObject({
      kind: 'NotFound',
    })
  })

  it('is deleted once', async () => {
    const id = await createTemplate(ctx, fields())
    await deleteTemplate(ctx, id)
    await expect(readTemplate(ctx, id)).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(deleteTemplate(ctx, id)).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(updateTemplate(ctx, { ...fields(), templateId: id })).rejects.toMatchObject({
      kind: 'NotFound',
    })
  })

  it('forgets a component that was archived', async () => {
    const old = await makeComponent(ctx)
    const id = await createTemplate(ctx, fields({ components: [{ id: old, status: 'major_outage' }] }))
    await archiveComponent(ctx, old)
    expect((await readTemplate(ctx, id)).components).toEqual([])
  })

  it('refuses components that are unknown or named twice, and leaves nothing behind', async () => {
    const before = (await listTemplates(ctx)).length
    const claim = { id: cards, status: 'major_outage' as const }
    await expect(
      createTemplate(ctx, fields({ components: [{ ...claim, id: 'aaaaaaaaaaaa' }] })),
    ).rejects.toMatchObject({ code: 'publish.unknownComponent' })
    await expect(createTemplate(ctx, fields({ components: [claim, claim] }))).rejects.toMatchObject({
      code: 'publish.componentTwice',
    })
    expect(await listTemplates(ctx)).toHaveLength(before)
  })

  it('is for publishers and administrators alone', async () => {
    const stranger = { ...ctx, actor: { ...publisher, role: 'officer' } as Actor }
    await expect(createTemplate(stranger, fields())).rejects.toMatchObject({ kind: 'Forbidden' })
    await expect(listTemplates(stranger)).rejects.toMatchObject({ kind: 'Forbidden' })
  })

  it.each([
    [{ name: '' }],
    [{ name: 'a\nb' }],
    [{ name: 'x'.repeat(201) }],
    [{ titleFr: 'Panne\r\nBcc: tous@exemple.fr' }],
    [{ kind: 'disaster' }],
    [{ status: 'resolved' }],
    [{ surprise: 1 }],
  ])('cannot be %j', (given) => {
    expect(templateSchema.safeParse({ kind: 'incident', name: 'x', ...given }).success).toBe(false)
  })
})
