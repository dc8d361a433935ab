import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#app/domain/access/actor.ts'
import { archiveComponent } from '#app/domain/components/archive-component.ts'
import { createGroup } from '#app/domain/components/create-group.ts'
import { listComponents, readComponent } from '#app/domain/components/list-components.ts'
import { moveComponent } from '#app/domain/components/move-component.ts'
import { updateComponent } from '#app/domain/components/update-component.ts'
import type { Context } from '#app/domain/context.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let publisher: Actor
let ctx: Context
beforeAll(async () => {
  publisher = await createPublisher(database.db)
  ctx = statusContext(database.db, publisher, '2026-11-23T09:00:00.000Z')
})

const namesIn = async (groupId: string) =>
  (await listComponents(ctx)).find(({ group }) => group?.id === groupId)?.components.map((c) => c.nameFr)

const fields = {
  nameFr: 'API',
  nameEn: 'API',
  descriptionFr: '',
  descriptionEn: '',
  shown: true,
  startDate: '2025-01-01',
  neededToSubmitDocuments: false,
}

describe('components', () => {
  it('come at the end of their group and move one place at a time', async () => {
    const groupId = await createGroup(ctx, { nameFr: 'Encaissements', nameEn: 'Payments' })
    const [a, , c] = [
      await makeComponent(ctx, { groupId, nameFr: 'A' }),
      await makeComponent(ctx, { groupId, nameFr: 'B' }),
      await makeComponent(ctx, { groupId, nameFr: 'C' }),
    ]
    expect(await namesIn(groupId)).toEqual(['A', 'B', 'C'])
    await moveComponent(ctx, { componentId: c, direction: 'up' })
    expect(await namesIn(groupId)).toEqual(['A', 'C', 'B'])
    await moveComponent(ctx, { componentId: a, direction: 'up' })
    await moveComponent(ctx, { componentId: a, direction: 'down' })
    expect(await namesIn(groupId)).toEqual(['C', 'A', 'B'])
  })

  it('change with the old and the new in the audit', async () => {
    const componentId = await makeComponent(ctx, { nameFr: 'Ancien' })
    await updateComponent(ctx, { ...fields, componentId, nameFr: 'Nouveau 🚀', capability: 'payouts' })
    expect(await readComponent(ctx, componentId)).toMatchObject({
      nameFr: 'Nouveau 🚀',
      capability: 'payouts',
    })
    const audited = await AuditEntry.query(database.db).findOne({ action: 'component.changed' })
    expect(audited).toMatchObject({ before: { nameFr: 'Ancien' }, after: { nameFr: 'Nouveau 🚀' } })
  })

  it('go to a group that exists', async () => {
    const unknown = { ...fields, groupId: 'aaaaaaaaaaaa' }
    await expect(makeComponent(ctx, unknown)).rejects.toMatchObject({
      kind: 'Invalid',
      code: 'publish.unknownGroup',
    })
    const componentId = await makeComponent(ctx)
    await expect(updateComponent(ctx, { ...unknown, componentId })).rejects.toMatchObject({
      code: 'publish.unknownGroup',
    })
  })

  it('are gone once archived', async () => {
    const componentId = await makeComponent(ctx)
    await archiveComponent(ctx, componentId)
    await expect(archiveComponent(ctx, componentId)).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(readComponent(ctx, componentId)).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(updateComponent(ctx, { ...fields, componentId })).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(moveComponent(ctx, { componentId, direction: 'up' })).rejects.toMatchObject({
      kind: 'NotFound',
    })
  })

  it('are managed by publishers and administrators alone', async () => {
    const officer = { ...publisher, role: 'officer' } as Actor
    const stranger = { ...ctx, actor: officer }
    await expect(makeComponent(stranger)).rejects.toMatchObject({ kind: 'Forbidden' })
    await expect(listComponents(stranger)).rejects.toMatchObject({ kind: 'Forbidden' })
    await expect(createGroup(stranger, { nameFr: 'x', nameEn: 'x' })).rejects.toMatchObject({
      kind: 'Forbidden',
    })
  })
})
