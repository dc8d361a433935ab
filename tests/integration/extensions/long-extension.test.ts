import { beforeEach, describe, expect, test } from 'vitest'
import { actOnAccount } from '#app/domain/accounts/act-on-account.ts'
import { askExtension } from '#app/domain/extensions/ask-extension.ts'
import {
  confirmExtension,
  refuseExtension,
  withdrawExtension,
} from '#app/domain/extensions/decide-extension.ts'
import { listExtensions } from '#app/domain/extensions/list-extensions.ts'
import { readRequirement } from '#app/domain/home/read-requirement.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { transaction } from '#db/client.ts'
import { LongExtension } from '#db/models/tasks.ts'
import { auditOf, makeScene, type Scene } from '#tests/factories/requirement.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: Scene
beforeEach(async () => {
  scene = await makeScene(database.db)
})

const reason = 'Les statuts sont chez le notaire jusqu’en mai.'
const DEADLINE = '2026-03-04T22:59:59.999Z'

/** Sixty days asked for by the scene's officer, and a second officer. */
async function asked(days = 60, documentType = 'bank_details') {
  const { as, officer, request, account } = scene
  const requirementId = await request({ documentType })
  const done = await actOnAccount(as(officer), account.id, { intent: 'extend', requirementId, days, reason })
  const extension = await LongExtension.query(database.db).findOne({ requirementId })
  const second = as(await addUser(as(officer), 'officer'))
  return { requirementId, done, extensionId: extension?.id ?? '', first: as(officer), second }
}

const deadlineOf = async (id: string) => (await scene.requirement(id)).deadlineAt?.toISOString()

describe('more days than one officer may give', () => {
  test('wait for a second one, at 31 and not at 30', async () => {
    expect((await asked(30)).done).toBe('extend')
    const over = await asked(31, 'articles_of_association')
    expect(over.done).toBe('extension_asked')
    expect(await deadlineOf(over.requirementId)).toBe(DEADLINE)
  })

  test('are added when the second one confirms, with the words that the merchant reads', async () => {
    const { requirementId, extensionId, second, first } = await asked()
    expect(await listExtensions(second, scene.account.id)).toMatchObject([
      { id: extensionId, days: 60, reason, askedBy: 'Camille Martin', isOwn: false },
    ])
    expect(await listExtensions(first, scene.account.id)).toMatchObject([{ isOwn: true }])
    await confirmExtension(second, extensionId)
    expect(await deadlineOf(requirementId)).toBe('2026-05-04T21:59:59.999Z')
    const { ledger } = await readRequirement(scene.as(scene.member), requirementId)
    expect(ledger.at(-1)).toMatchObject({ kind: 'extended', days: 60, cause: reason })
    expect(await auditOf(database.db, requirementId)).toEqual(
      expect.arrayContaining(['requirement.extension_asked', 'requirement.extension_confirmed']),
    )
    expect(await listExtensions(second, scene.account.id)).toEqual([])
    // Thirty days in all have been given: whatever comes next needs two again.
    const { account } = scene
    const more = { intent: 'extend' as const, requirementId, days: 1, reason }
    expect(await actOnAccount(first, account.id, more)).toBe('extension_asked')
  })

  test('are never confirmed or refused by who asked, in the code and in the database', async () => {
    const { extensionId, first } = await asked()
    for (const decide of [
      () => confirmExtension(first, extensionId),
      () => refuseExtension(first, { extensionId, note: 'non' }),
    ]) {
      await expect(decide()).rejects.toMatchObject({
        kind: 'PreconditionFailed',
        code: 'extension.secondOfficer',
      })
    }
    await expect(
      transaction(database.db, (trx) =>
        trx.raw(
          `update long_extensions set status = 'confirmed', decided_by = asked_by, decided_at = now() where id = ?`,
          [extensionId],
        ),
      ),
    ).rejects.toThrow(/long_extensions_four_eyes/)
  })

  test('are decided once, by two officers at the same moment', async () => {
    const { requirementId, extensionId, second } = await asked()
    const third = scene.as(await addUser(second, 'officer'))
    const results = await Promise.allSettled([
      confirmExtension(second, extensionId),
      confirmExtension(third, extensionId),
      refuseExtension(third, { extensionId, note: 'Trop long.' }),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ kind: 'Conflict' })
    }
    const { ledger } = await readRequirement(second, requirementId)
    expect(ledger.filter(({ kind }) => kind === 'extended').length).toBeLessThan(2)
  })

  test('are asked for once at a time, and again after a refusal or a withdrawal', async () => {
    const { requirementId, extensionId, first, second } = await asked()
    const again = () => askExtension(first, { requirementId, days: 90, reason })
    await expect(again()).rejects.toMatchObject({ kind: 'Conflict', code: 'extension.alreadyAsked' })
    await refuseExtension(second, { extensionId, note: 'Demandez une attestation.' })
    const next = await again()
    await expect(withdrawExtension(second, next)).rejects.toMatchObject({ code: 'extension.notYours' })
    await withdrawExtension(first, next)
    await expect(confirmExtension(second, next)).rejects.toMatchObject({ code: 'extension.alreadyDecided' })
    await again()
    expect(await deadlineOf(requirementId)).toBe(DEADLINE)
  })

  test('are not given to what has ended or has no date, nor by a member', async () => {
    const { requirementId, extensionId, first, second } = await asked()
    await waiveRequirement(first, { requirementId, reason })
    await expect(confirmExtension(second, extensionId)).rejects.toMatchObject({
      code: 'requirement.alreadyClosed',
    })
    expect(await listExtensions(second, scene.account.id)).toEqual([])
    await expect(askExtension(first, { requirementId, days: 60, reason })).rejects.toMatchObject({
      kind: 'Conflict',
    })
    const dateless = await scene.request({ documentType: 'articles_of_association', deadline: null })
    await expect(askExtension(first, { requirementId: dateless, days: 60, reason })).rejects.toMatchObject({
      code: 'requirement.noDeadline',
    })
    const member = scene.as(scene.member)
    await expect(askExtension(member, { requirementId, days: 60, reason })).rejects.toMatchObject({
      kind: 'Forbidden',
    })
    await expect(confirmExtension(member, extensionId)).rejects.toMatchObject({ kind: 'Forbidden' })
    await expect(confirmExtension(second, scene.account.id)).rejects.toMatchObject({ kind: 'NotFound' })
  })
})
