import { beforeEach, describe, expect, it } from 'vitest'
import type { UserActor } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { discardDraft } from '#app/domain/policy/discard-draft.ts'
import { editRules } from '#app/domain/policy/edit-rules.ts'
import { editSets } from '#app/domain/policy/edit-sets.ts'
import { addType, editType, removeType } from '#app/domain/policy/edit-type.ts'
import { type RulesForm, rulesForm } from '#app/domain/policy/forms/rules/schemas.ts'
import { typeForm } from '#app/domain/policy/forms/types/schemas.ts'
import { listDrafts, listPolicies, readPolicy, readPolicyInForce } from '#app/domain/policy/read-policy.ts'
import { startDraft } from '#app/domain/policy/start-draft.ts'
import { switchOn } from '#app/domain/policy/switch-on.ts'
import { listAskable } from '#app/domain/requests/list-askable.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { requestMissing } from '#app/domain/requirements/request-missing.ts'
import { rows } from '#db/client.ts'
import { DocumentType, Requirement } from '#db/models/requirements.ts'
import { Notice, Policy } from '#db/models/restrictions.ts'
import { changeRules } from '#tests/factories/policy.ts'
import { auditOf } from '#tests/factories/requirement.ts'
import { addAccount, addUser, deskContext, write } from '#tests/factories/review-scene.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const at = '2026-03-10T09:00:00.000Z'
let admin: Context
let officer: Context
let actor: UserActor
beforeEach(async () => {
  const ctx = deskContext(database.db, { kind: 'system', name: 'test' }, at)
  actor = await addUser(ctx, 'administrator', { name: 'Alix Roy' })
  admin = { ...ctx, actor }
  officer = { ...ctx, actor: await addUser(ctx, 'officer') }
})

const start = () => startDraft(admin, { reason: 'Répondre plus vite.' })
async function edit(version: number, change: Partial<RulesForm>, ctx = admin): Promise<void> {
  const { content, revision } = await readPolicy(admin, version)
  await editRules(ctx, version, { ...rulesForm(content.rules), revision, ...change })
}
const inForce = () => readPolicyInForce(admin)
const revisionOf = async (version: number) => (await readPolicy(admin, version)).revision
const on = async (version: number, ctx = admin) =>
  switchOn(ctx, { version, revision: await revisionOf(version) })

const newType = {
  code: 'tax_certificate',
  about: 'company' as const,
  nameFr: 'Attestation fiscale',
  nameEn: 'Tax certificate',
  descriptionFr: 'Attestation de régularité fiscale.',
  descriptionEn: 'Certificate of tax compliance.',
  legalGroundFr: 'Article L561-5',
  legalGroundEn: 'Article L561-5',
  validityRule: 'max_age_months' as const,
  months: 6,
  sides: '1' as const,
  after: 'bank_details',
}

describe('a draft', () => {
  it('begins as what is in force, with its author and reason, and changes nothing by itself', async () => {
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
    const version = await start()
    const other = { ...admin, actor: await addUser(admin, 'administrator') }
    await edit(version, { deadlineDays: 20 })
    await edit(version, { deadlineDays: 21 }, other)
    await edit(version, { deadlineDays: 22 }, other)
    const { editedBy } = await Policy.query(database.db).findById(version).throwIfNotFound()
    expect([...editedBy].sort()).toEqual([actor.userId, other.actor.userId].sort())
  })

  it('saved by two at once keeps the first, and tells the second', async () => {
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

describe('switching on', () => {
  it('supersedes what was in force, says who and when, and counts from then on', async () => {
    const before = await inForce()
    const version = await changeRules(admin, { deadlineDays: 20 }, actor)
    expect(await currentPolicy(admin)).toMatchObject({ version, rules: { deadlineDays: 20 } })
    expect(await inForce()).toMatchObject({ version, switchedOnBy: 'Alix Roy', switchedOnAt: new Date(at) })
    expect(await readPolicy(admin, before.version)).toMatchObject({
      status: 'superseded',
      endedAt: new Date(at),
      content: before.content,
    })
    expect(await auditOf(database.db, String(version))).toEqual([
      'policy.draft_started',
      'policy.draft_changed',
      'policy.switched_on',
    ])
  })

  it('leaves the deadlines that run, gives its own to what is asked next, and is written on both', async () => {
    const before = await currentPolicy(admin)
    const [account, other] = [await addAccount(admin), await addAccount(admin)]
    const first = await requestRequirement(officer, { accountId: account.id, documentType: 'bank_details' })
    const version = await changeRules(admin, { deadlineDays: before.rules.deadlineDays + 5 })
    const asked = { accountId: other.id, subject: '' }
    const second = await requestRequirement(officer, { ...asked, documentType: 'beneficial_owners' })
    const byHand = await requestRequirement(officer, {
      ...asked,
      documentType: 'articles_of_association',
      deadline: '2026-05-04',
    })
    const found = await Requirement.query(database.db).findByIds([first, second, byHand])
    const of = (id: string) => found.find((one) => one.id === id)
    expect([of(first), of(second), of(byHand)].map((one) => one?.policyVersion)).toEqual([
      before.version,
      version,
      null,
    ])
    const days =
      ((of(second)?.deadlineAt?.getTime() ?? 0) - (of(first)?.deadlineAt?.getTime() ?? 0)) / 86_400_000
    expect(days).toBeGreaterThan(3)
    const notices = await Notice.query(database.db).whereIn('accountId', [account.id, other.id])
    expect(notices.map(({ policyVersion }) => policyVersion).sort()).toEqual([before.version, version])
  })

  it('by two administrators at once succeeds for one, whether of the same draft or of two', async () => {
    for (const drafts of [1, 2]) {
      const first = await start()
      const second = drafts === 1 ? first : await start()
      await edit(first, { floorDays: 8 + drafts })
      if (second !== first) await edit(second, { floorDays: 12 })
      const done = await Promise.allSettled([on(first), on(second)])
      expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(done.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { kind: 'Conflict' } })
      expect(await Policy.query(database.db).where({ status: 'in_force' })).toHaveLength(1)
    }
  })

  it('over and over is never in the way of those who begin drafts', async () => {
    let switching = true
    const starts = async () => {
      while (switching) await start()
    }
    const switches = async () => {
      for (let deadlineDays = 40; deadlineDays < 60; deadlineDays++)
        await changeRules(admin, { deadlineDays })
    }
    const over = () => {
      switching = false
    }
    await Promise.all([switches().finally(over), ...Array.from({ length: 5 }, starts)])
    expect(await Policy.query(database.db).where({ status: 'in_force' })).toHaveLength(1)
  })

  it('is refused for a draft begun from a version that is not in force any more', async () => {
    const stale = await start()
    await edit(stale, { floorDays: 14 })
    await changeRules(admin, { floorDays: 15 })
    await expect(on(stale)).rejects.toMatchObject({ kind: 'Conflict', code: 'policy.baseSuperseded' })
    expect((await inForce()).content.rules.floorDays).toBe(15)
  })

  it('is refused for a draft that was saved since it was looked at, and for one that changes nothing', async () => {
    const version = await start()
    await expect(on(version)).rejects.toMatchObject({ code: 'policy.nothingChanged' })
    await edit(version, { floorDays: 21 })
    await expect(switchOn(admin, { version, revision: 1 })).rejects.toMatchObject({
      kind: 'Conflict',
      code: 'policy.draftChanged',
    })
    await expect(switchOn(admin, { version: 9_999, revision: 1 })).rejects.toMatchObject({ kind: 'NotFound' })
  })

  it('twice is once', async () => {
    const version = await start()
    await edit(version, { floorDays: 22 })
    await on(version)
    await expect(on(version)).rejects.toMatchObject({ kind: 'Conflict', code: 'policy.notDraft' })
    expect(
      (await auditOf(database.db, String(version))).filter((one) => one === 'policy.switched_on'),
    ).toHaveLength(1)
  })
})

describe('types and sets', () => {
  it('follow the version in force: added, renamed, retired and required, in its order', async () => {
    const version = await start()
    const { content } = await readPolicy(admin, version)
    await addType(admin, version, { ...newType, revision: 1 })
    const rib = content.documentTypes.find(({ code }) => code === 'bank_details')
    if (!rib) throw new Error('there is no bank_details')
    await editType(admin, version, 'bank_details', {
      ...typeForm(rib, content.documentTypes),
      nameFr: 'Relevé d’identité bancaire',
      after: undefined,
      revision: 2,
    })
    const sets = { ...content.requiredSets, association: ['tax_certificate', 'bank_details'] }
    await editSets(admin, version, { ...sets, revision: 3 })
    expect(await DocumentType.query(database.db).findById('tax_certificate')).toBeUndefined()
    await on(version)

    const types = await DocumentType.query(database.db).orderBy('position')
    expect(types[0]).toMatchObject({ code: 'bank_details', nameFr: 'Relevé d’identité bancaire' })
    expect(types.find(({ code }) => code === 'tax_certificate')).toMatchObject({
      validity: { rule: 'max_age_months', months: 6 },
      retired: false,
    })
    const required = await rows<{ documentType: string }>(
      database.db,
      `select document_type from required_sets where legal_form = 'association' order by 1`,
    )
    expect(required.map(({ documentType }) => documentType)).toEqual(['bank_details', 'tax_certificate'])
    const association = await addAccount(admin, { legalForm: 'association' })
    expect(await requestMissing(officer, { accountId: association.id })).toHaveLength(2)
  })

  it('of a retired type are not asked any more, while what was asked stays answerable', async () => {
    const account = await addAccount(admin, { regulated: true })
    const order = { accountId: account.id, documentType: 'activity_licence' }
    const requirementId = await requestRequirement(officer, order)
    const version = await start()
    const { content } = await readPolicy(admin, version)
    const licence = content.documentTypes.find(({ code }) => code === 'activity_licence')
    if (!licence) throw new Error('there is no activity_licence')
    const form = { ...typeForm(licence, content.documentTypes), retired: true, revision: 1 }
    await editType(admin, version, 'activity_licence', form)
    await on(version)

    const other = await addAccount(admin, { regulated: true })
    await expect(requestRequirement(officer, { ...order, accountId: other.id })).rejects.toMatchObject({
      kind: 'Invalid',
      code: 'requirement.typeRetired',
    })
    await requestMissing(officer, { accountId: other.id })
    const asked = await Requirement.query(database.db).where({ accountId: other.id })
    expect(asked.map(({ documentType }) => documentType)).not.toContain('activity_licence')
    expect((await listAskable(officer)).map(({ code }) => code)).not.toContain('activity_licence')
    expect(await Requirement.query(database.db).findById(requirementId)).toMatchObject({
      status: 'requested',
    })
  })

  it('refuses what does not hold together', async () => {
    const version = await start()
    const { content } = await readPolicy(admin, version)
    const invalid = (code: string) => ({ kind: 'Invalid', code })
    const sets = { ...content.requiredSets, company: ['passport'], revision: 1 }
    await expect(editSets(admin, version, sets)).rejects.toMatchObject(invalid('policy.setUnknownType'))
    await expect(
      addType(admin, version, { ...newType, code: 'bank_details', revision: 1 }),
    ).rejects.toMatchObject(invalid('policy.codeTaken'))
    await expect(
      addType(admin, version, { ...newType, code: 'x', after: 'nowhere', revision: 1 }),
    ).rejects.toMatchObject(invalid('policy.setUnknownType'))
    const [first] = content.documentTypes
    if (!first) throw new Error('there are no types')
    const retired = { ...typeForm(first, content.documentTypes), retired: true, revision: 1 }
    await expect(editType(admin, version, first.code, retired)).rejects.toMatchObject(
      invalid('policy.setRetiredType'),
    )
    await expect(editType(admin, version, 'nowhere', retired)).rejects.toMatchObject({ kind: 'NotFound' })
    expect(await revisionOf(version)).toBe(1)
  })

  it('a type can be taken out of the draft that began it, and out of no other', async () => {
    const version = await start()
    await addType(admin, version, { ...newType, code: 'mistaken', revision: 1 })
    const { content } = await readPolicy(admin, version)
    const company = [...content.requiredSets.company, 'mistaken']
    await editSets(admin, version, { ...content.requiredSets, company, revision: 2 })
    await removeType(admin, { version, revision: 3 }, 'mistaken')
    expect((await readPolicy(admin, version)).content).toEqual((await inForce()).content)
    await expect(removeType(admin, { version, revision: 4 }, 'bank_details')).rejects.toMatchObject({
      kind: 'PreconditionFailed',
      code: 'policy.typeWasInForce',
    })
  })
})

describe('the database', () => {
  const change = (sql: string) => write(admin, (tx) => rows(tx.db, sql))
  const fixed = { message: expect.stringMatching(/does not change any more|kept for ever/) }

  it('refuses to change what was switched on or discarded', async () => {
    const discarded = await start()
    await discardDraft(admin, { version: discarded, revision: 1 })
    await changeRules(admin, { floorDays: 30 })
    for (const status of ['in_force', 'superseded', 'discarded']) {
      for (const set of [
        `rules = rules || '{"floorDays": 1}'`,
        `document_types = '[]'`,
        `reason = 'x'`,
        `created_by = null`,
        `switched_on_by = null, switched_on_at = now()`,
        `status = 'draft', switched_on_at = null, ended_at = null`,
      ]) {
        await expect(change(`update policies set ${set} where status = '${status}'`)).rejects.toMatchObject(
          fixed,
        )
      }
      await expect(change(`delete from policies where status = '${status}'`)).rejects.toMatchObject(fixed)
    }
    await expect(change('truncate policies cascade')).rejects.toMatchObject(fixed)
  })

  it('refuses to switch a draft on with another content than it had', async () => {
    await start()
    await expect(
      change(
        `update policies set status = 'discarded', ended_at = now(), rules = '{}' where status = 'draft'`,
      ),
    ).rejects.toMatchObject(fixed)
  })

  it('keeps exactly one version in force', async () => {
    const version = await start()
    await expect(
      change(`update policies set status = 'in_force', switched_on_at = now() where version = ${version}`),
    ).rejects.toMatchObject({ code: '23505' })
    await expect(
      change(`update policies set status = 'superseded', ended_at = now() where status = 'in_force'`),
    ).rejects.toMatchObject({ message: expect.stringContaining('no version of the policy') })
  })

  it.each([`update document_types set sides = 2 where code = 'bank_details'`, `delete from required_sets`])(
    'refuses %s without an audit entry',
    async (sql) => {
      await expect(rows(database.db, sql)).rejects.toMatchObject({
        message: expect.stringContaining('without an audit entry'),
      })
    },
  )
})

it('the first version came with the installation, whole', async () => {
  const first = await readPolicy(admin, 1)
  expect(first).toMatchObject({ createdBy: null, reason: '', basedOn: null })
  expect(first.content.rules.renewal).toEqual({
    askDays: 60,
    startDays: 30,
    reviewYears: { high: 1, standard: 5 },
  })
  expect(first.content.rules.promises).toEqual({ answerBusinessDays: 2, examineBusinessDays: 10 })
  expect(first.content.documentTypes).toHaveLength(9)
  expect(first.content.requiredSets.company).toHaveLength(5)
  // Other tests write entries of their own about a subject of that number.
  expect((await auditOf(database.db, '1')).filter((action) => action !== 'test.written')).toEqual([
    'policy.created',
    'policy.switched_on',
    'policy.promises_added',
  ])
})

it('the history pages by version', async () => {
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
