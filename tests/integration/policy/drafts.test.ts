import { beforeEach, describe, expect, it } from 'vitest'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { discardDraft } from '#app/domain/policy/discard-draft.ts'
import { editRules } from '#app/domain/policy/edit-rules.ts'
import { editSets } from '#app/domain/policy/edit-sets.ts'
import { addType, editType, removeType } from '#app/domain/policy/edit-type.ts'
import { rulesForm } from '#app/domain/policy/forms/rules.ts'
import { listDrafts, listPolicies, readPolicy, readPolicyInForce } from '#app/domain/policy/read-policy.ts'
import { startDraft } from '#app/domain/policy/start-draft.ts'
import { Policy } from '#db/models/restrictions.ts'
import { type PolicyDesk, policyDesk } from '#tests/factories/policy.ts'
import { auditOf } from '#tests/factories/requirement.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let desk: PolicyDesk
beforeEach(async () => {
  desk = await policyDesk(database.db)
})

describe('a draft', () => {
  it('begins as what is in force, with its author and reason, and changes nothing by itself', async () => {
    const { inForce, start, admin, edit } = desk
    const before = await inForce()
    const version = await start()
    const draft = await readPolicy(admin, version)
    expect(draft).toMatchObject({
      status: 'draft',
      basedOn: before.version,
      reason: 'Répondre plus vite.',
      createdBy: 'Alix Roy',
      content: before.content,
    })
    await edit(version, { deadlineDays: 20 })
    expect((await currentPolicy(admin)).version).toBe(before.version)
    expect((await listDrafts(admin)).map((one) => one.version)).toContain(version)
    expect(await auditOf(database.db, String(version))).toEqual([
      'policy.draft_started',
      'policy.draft_changed',
    ])
    await discardDraft(admin, { version, revision: 2 })
  })

  it('remembers everybody who saved it', async () => {
    const { start, admin, edit, actor } = desk
    const version = await start()
    const other = { ...admin, actor: await addUser(admin, 'administrator') }
    await edit(version, { deadlineDays: 20 })
    await edit(version, { deadlineDays: 21 }, other)
    await edit(version, { deadlineDays: 22 }, other)
    const { editedBy } = await Policy.query(database.db).findById(version).throwIfNotFound()
    expect([...editedBy].sort()).toEqual([actor.userId, other.actor.userId].sort())
  })

  it('saved by two at once keeps the first, and tells the second', async () => {
    const { start, inForce, admin } = desk
    const version = await start()
    const form = { ...rulesForm((await inForce()).content.rules), revision: 1 }
    const saves = await Promise.allSettled([
      editRules(admin, version, { ...form, deadlineDays: 20 }),
      editRules(admin, version, { ...form, deadlineDays: 21 }),
    ])
    expect(saves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(saves.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { kind: 'Conflict', code: 'policy.draftChanged' },
    })
  })

  it('that is discarded can neither change nor come into force, and stays in the history', async () => {
    const { start, admin, edit, on } = desk
    const version = await start()
    await discardDraft(admin, { version, revision: 1 })
    await expect(edit(version, { deadlineDays: 20 })).rejects.toMatchObject({ code: 'policy.discarded' })
    await expect(on(version)).rejects.toMatchObject({ kind: 'Conflict', code: 'policy.discarded' })
    const { versions } = await listPolicies(admin)
    expect(versions.find((one) => one.version === version)).toMatchObject({
      status: 'discarded',
      endedBy: 'Alix Roy',
    })
  })

  it('is read by officers, and changed by administrators alone', async () => {
    const { start, officer, admin, edit, on } = desk
    const version = await start()
    const forbidden = { kind: 'Forbidden' }
    await expect(startDraft(officer, { reason: 'Non.' })).rejects.toMatchObject(forbidden)
    // What nobody has switched on is not the policy.
    await expect(readPolicy(officer, version)).rejects.toMatchObject({ kind: 'NotFound' })
    expect((await readPolicyInForce(officer)).content).toEqual((await readPolicyInForce(admin)).content)
    await expect(listDrafts(officer)).rejects.toMatchObject(forbidden)
    await expect(edit(version, {}, officer)).rejects.toMatchObject(forbidden)
    await expect(editSets(officer, version, {} as never)).rejects.toMatchObject(forbidden)
    await expect(addType(officer, version, {} as never)).rejects.toMatchObject(forbidden)
    await expect(editType(officer, version, 'bank_details', {} as never)).rejects.toMatchObject(forbidden)
    await expect(removeType(officer, { version, revision: 1 }, 'x')).rejects.toMatchObject(forbidden)
    await expect(on(version, officer)).rejects.toMatchObject(forbidden)
    await expect(discardDraft(officer, { version, revision: 1 })).rejects.toMatchObject(forbidden)
  })
})

it('the history pages by version', async () => {
  const { start, admin } = desk
  for (let made = 0; made < 21; made += 1) {
    const version = await start()
    await discardDraft(admin, { version, revision: 1 })
  }
  const listed: number[] = []
  let before: number | undefined
  do {
    const { versions, next } = await listPolicies(admin, { before })
    expect(versions).toHaveLength(next === null ? versions.length : 20)
    listed.push(...versions.map(({ version }) => version))
    before = next ?? undefined
  } while (before !== undefined)
  const ended = await Policy.query(database.db).whereNot({ status: 'draft' }).orderBy('version', 'desc')
  expect(listed).toEqual(ended.map(({ version }) => version))
})
