import { describe, expect, test } from 'vitest'
import { extendDeadline } from '#app/domain/extensions/extend-deadline.ts'
import { readRequirement } from '#app/domain/home/read-requirement.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { makeScene } from '#tests/factories/requirement.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const scene = (given = {}) => makeScene(database.db, given)
const refusal = (kind: string, code: string) => expect.objectContaining({ kind, code })
const reason = 'Accord du responsable.'

describe('an extension', () => {
  test('moves the deadline, up to 30 days in all: at the limit and one above', async () => {
    const { request, requirement, as, officer } = await scene()
    const requirementId = await request()
    const extend = (days: number) => extendDeadline(as(officer), { requirementId, days, reason })
    await extend(10)
    expect((await requirement(requirementId)).deadlineAt?.toISOString()).toBe('2026-03-16T22:59:59.999Z')
    await expect(extend(21)).rejects.toEqual(
      expect.objectContaining({ code: 'requirement.extensionTooLong', facts: { maximum: 20 } }),
    )
    await extend(20)
    await expect(extend(1)).rejects.toEqual(refusal('Invalid', 'requirement.extensionTooLong'))
    expect((await readRequirement(as(officer), requirementId)).clock.daysTotal).toBe(60)
  })

  test('needs an open requirement with a date', async () => {
    const { request, as, officer } = await scene()
    const dateless = await request({ deadline: null })
    await expect(extendDeadline(as(officer), { requirementId: dateless, days: 1, reason })).rejects.toEqual(
      refusal('PreconditionFailed', 'requirement.noDeadline'),
    )
    await waiveRequirement(as(officer), { requirementId: dateless, reason })
    await expect(extendDeadline(as(officer), { requirementId: dateless, days: 1, reason })).rejects.toEqual(
      refusal('Conflict', 'requirement.alreadyClosed'),
    )
  })
})
