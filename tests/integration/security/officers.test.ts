import { beforeEach, expect, test } from 'vitest'
import { actOnAccount } from '#app/domain/accounts/act-on-account.ts'
import { extendDeadline } from '#app/domain/extensions/extend-deadline.ts'
import { addAccount } from '#tests/factories/account.ts'
import { makeScene, type Scene } from '#tests/factories/requirement.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: Scene
beforeEach(async () => {
  scene = await makeScene(database.db)
})

test('no wording of the reason lets one officer give more than 30 days', async () => {
  const requirementId = await scene.request()
  for (const reason of ['fair_clock', 'fair_clock: the merchant was away']) {
    await extendDeadline(scene.as(scene.officer), { requirementId, days: 15, reason })
  }
  await expect(
    extendDeadline(scene.as(scene.officer), { requirementId, days: 1, reason: 'fair_clock' }),
  ).rejects.toMatchObject({ kind: 'Invalid', code: 'requirement.extensionTooLong' })
})

test('the page of one account changes nothing of another', async () => {
  const { requirement, request, as, officer } = scene
  const requirementId = await request()
  const before = await requirement(requirementId)
  const ctx = as(officer)
  const other = await addAccount(ctx, { name: 'Une autre' })
  const facts = { requirementId, reason: 'Erreur' }
  for (const action of [
    { intent: 'waive', ...facts },
    { intent: 'cancel', ...facts },
    { intent: 'extend', ...facts, days: 1 },
  ] as const) {
    await expect(actOnAccount(ctx, other.id, action)).rejects.toMatchObject({ kind: 'NotFound' })
  }
  expect(await requirement(requirementId)).toEqual(before)
})
