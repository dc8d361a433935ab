import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#app/domain/access/actor.ts'
import { archiveComponent } from '#app/domain/components/archive-component.ts'
import { createGroup } from '#app/domain/components/create-group.ts'
import { deleteGroup } from '#app/domain/components/delete-group.ts'
import { listComponents, readComponent } from '#app/domain/components/list-components.ts'
import { moveComponent } from '#app/domain/components/move-component.ts'
import { moveGroup } from '#app/domain/components/move-group.ts'
import { updateComponent } from '#app/domain/components/update-component.ts'
import { updateGroup } from '#app/domain/components/update-group.ts'
import type { Context } from '#app/domain/context.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Component } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { useDatabase } from '#tests/setup/database.ts'
import { overlap } from '#tests/setup/overlap.ts'

const database = useDatabase()
let publisher: Actor
let ctx: Context
beforeAll(async () => {
  publisher = await createPublisher(database.db)
  ctx = statusContext(database.db, publisher, '2026-11-23T09:00:00.000Z')
})

const namesIn = async (groupId: string) =>
  (await listComponents(ctx)).find(({ group }) => group?.id === groupId)?.components.map((c) => c.nameFr)

const BOTH = ['fulfilled', 'fulfilled']

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

  it('stand in groups that are renamed, moved and removed, and stay on the page without theirs', async () => {
    const order = async () =>
      (await listComponents(ctx)).flatMap(({ group }) => (group ? [group.nameFr] : []))
    const before = await order()
    const first = await createGroup(ctx, { nameFr: 'Un', nameEn: 'One' })
    const second = await createGroup(ctx, { nameFr: 'Deux', nameEn: 'Two' })
    const componentId = await makeComponent(ctx, { groupId: second, nameFr: 'Versements' })
    const archived = await makeComponent(ctx, { groupId: second })
    await archiveComponent(ctx, archived)

    await updateGroup(ctx, { groupId: second, nameFr: 'Trois', nameEn: 'Three' })
    await moveGroup(ctx, { groupId: second, direction: 'up' })
    await moveGroup(ctx, { groupId: first, direction: 'down' })
    expect(await order()).toEqual([...before, 'Trois', 'Un'])

    await deleteGroup(ctx, second)
    expect(await order()).toEqual([...before, 'Un'])
    expect(await readComponent(ctx, componentId)).toMatchObject({ groupId: null, nameFr: 'Versements' })
    const actions = await AuditEntry.query(database.db).where({ subjectId: second }).orderBy('id')
    expect(actions.map(({ action }) => action.replace('component_group.', ''))).toEqual([
      ...['created', 'changed', 'moved', 'deleted'],
    ])
    const gone = { groupId: second, nameFr: 'x', nameEn: 'x' }
    await expect(updateGroup(ctx, gone)).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(moveGroup(ctx, { groupId: second, direction: 'up' })).rejects.toMatchObject({
      kind: 'NotFound',
    })
    await expect(deleteGroup(ctx, second)).rejects.toMatchObject({ kind: 'NotFound' })
  })

  it('and groups are each moved where two publishers move them at once', async () => {
    const groups: string[] = []
    for (const name of ['un', 'deux', 'trois'])
      groups.push(await createGroup(ctx, { nameFr: name, nameEn: name }))
    const [first = '', second = '', third = ''] = groups
    const up = (groupId: string) => (as: Context) => moveGroup(as, { groupId, direction: 'up' as const })
    expect((await overlap(ctx, up(second), up(third))).map(({ status }) => status)).toEqual(BOTH)
    const order = (await listComponents(ctx)).flatMap(({ group }) => group?.id ?? [])
    expect(order.filter((id) => groups.includes(id))).toEqual([second, third, first])

    const ids: string[] = []
    for (const nameFr of ['A', 'B', 'C']) ids.push(await makeComponent(ctx, { nameFr, groupId: first }))
    const [, b = '', c = ''] = ids
    const rise = (componentId: string) => (as: Context) =>
      moveComponent(as, { componentId, direction: 'up' as const })
    expect((await overlap(ctx, rise(b), rise(c))).map(({ status }) => status)).toEqual(BOTH)
    expect(await namesIn(first)).toEqual(['B', 'C', 'A'])

    const leave = (as: Context) =>
      updateComponent(as, { ...fields, nameFr: 'C', componentId: c, groupId: third })
    const sink = (as: Context) => moveComponent(as, { componentId: c, direction: 'down' })
    expect((await overlap(ctx, leave, sink)).map(({ status }) => status)).toEqual(BOTH)
    expect(await namesIn(first)).toEqual(['B', 'A'])
    const places = await Component.query(database.db).where({ groupId: first }).orderBy('position')
    expect(places.map(({ position }) => position)).toEqual([1, 3])
  })

  it('are not lost when their group is removed while one comes into it and another moves', async () => {
    const groupId = await createGroup(ctx, { nameFr: 'Kiosques', nameEn: 'Kiosks' })
    const ids = [await makeComponent(ctx, { groupId }), await makeComponent(ctx, { groupId })]
    const coming = await makeComponent(ctx)
    const ended = await Promise.allSettled([
      deleteGroup(ctx, groupId),
      updateComponent(ctx, { ...fields, componentId: coming, groupId }),
      moveComponent(ctx, { componentId: ids[0] as string, direction: 'down' }),
      moveComponent(ctx, { componentId: ids[1] as string, direction: 'up' }),
    ])
    for (const one of ended) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'publish.unknownGroup' })
    }
    for (const id of [...ids, coming]) expect(await readComponent(ctx, id)).toMatchObject({ groupId: null })
  })

  it('change with the old and the new in the audit', async () => {
    const componentId = await makeComponent(ctx, { nameFr: 'Ancien' })
    await updateComponent(ctx, { ...fields, componentId, nameFr: 'Nouveau 🚀', capability: 'payouts' })
    expect(await readComponent(ctx, componentId)).toMatchObject({
      nameFr: 'Nouveau 🚀',
      capability: 'payouts',
    })
    const audited = await AuditEntry.query(database.db).findOne({
      action: 'component.changed',
      subjectId: componentId,
    })
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
    const names = { nameFr: 'x', nameEn: 'x' }
    const groupId = await createGroup(ctx, names)
    for (const act of [
      () => createGroup(stranger, names),
      () => updateGroup(stranger, { ...names, groupId }),
      () => moveGroup(stranger, { groupId, direction: 'up' }),
      () => deleteGroup(stranger, groupId),
    ]) {
      await expect(act()).rejects.toMatchObject({ kind: 'Forbidden' })
    }
  })
})
