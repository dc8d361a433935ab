import { beforeEach, describe, expect, it } from 'vitest'
import { editSets } from '#app/domain/policy/edit-sets.ts'
import { addType, editType, removeType } from '#app/domain/policy/edit-type.ts'
import { typeForm } from '#app/domain/policy/forms/type.ts'
import { readPolicy } from '#app/domain/policy/read-policy.ts'
import { listAskable } from '#app/domain/requests/list-askable.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { requestMissing } from '#app/domain/requirements/request-missing.ts'
import { rows } from '#db/client.ts'
import { DocumentType, Requirement } from '#db/models/requirements.ts'
import { addAccount } from '#tests/factories/account.ts'
import { type PolicyDesk, policyDesk } from '#tests/factories/policy.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let desk: PolicyDesk
beforeEach(async () => {
  desk = await policyDesk(database.db)
})

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

describe('types and sets', () => {
  it('follow the version in force: added, renamed, retired and required, in its order', async () => {
    const { start, admin, on, officer } = desk
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
    const { admin, officer, start, on } = desk
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
    const { start, admin, revisionOf } = desk
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
    const { start, admin, inForce } = desk
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
