import { describe, expect, test } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { listDue } from '#app/domain/due/list-due.ts'
import { listHistory } from '#app/domain/home/list-history.ts'
import { readRequirement } from '#app/domain/home/read-requirement.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { makeScene, NOW } from '#tests/factories/requirement.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const scene = (given = {}) => makeScene(database.db, given)
const refusal = (kind: string, code: string) => expect.objectContaining({ kind, code })
const reason = 'Accord du responsable.'

describe('what is due', () => {
  test('is listed by bucket and nearest deadline', async () => {
    const made = await scene()
    const late = await made.request({ documentType: 'bank_details', deadline: '2026-02-03' })
    const near = await made.request({ documentType: 'sirene_notice', deadline: '2026-02-20' })
    const far = await made.request({ documentType: 'beneficial_owners', deadline: '2026-03-20' })
    const some = await made.request({ documentType: 'activity_licence', deadline: null })
    const waived = await made.request({ documentType: 'proof_of_address' })
    await waiveRequirement(made.as(made.officer), { requirementId: waived, reason })
    const due = await listDue(made.as(made.member, '2026-02-04T09:00:00Z'), made.account.id)
    const ids = Object.fromEntries(
      Object.entries(due).map(([bucket, list]) => [bucket, list.map((one: { id: string }) => one.id)]),
    )
    expect(ids).toEqual({
      past_due: [late],
      currently_due: [near, far],
      pending_verification: [],
      eventually_due: [some],
      satisfied: [waived],
    })
    expect(due.past_due[0]?.daysLeft).toBe(-1)
    expect(due.currently_due[0]?.daysLeft).toBe(16)
  })

  test('and the history page by page, each once', async () => {
    const made = await scene()
    for (const documentType of ['bank_details', 'sirene_notice', 'beneficial_owners', 'proof_of_address']) {
      await made.request({ documentType })
    }
    const read = made.as(made.member)
    const first = await listHistory(read, made.account.id, { limit: 3 })
    expect(first.requirements).toHaveLength(3)
    const second = await listHistory(read, made.account.id, { limit: 3, after: first.next })
    expect(second).toMatchObject({ next: null })
    const ids = [...first.requirements, ...second.requirements].map(({ id }) => id)
    expect(new Set(ids).size).toBe(4)
  })

  test('does not exist for the members of another account', async () => {
    const made = await scene()
    const id = await made.request()
    const stranger = (await scene()).member
    const gone = refusal('NotFound', 'notFound')
    await expect(listDue(made.as(stranger), made.account.id)).rejects.toEqual(gone)
    await expect(listHistory(made.as(stranger), made.account.id)).rejects.toEqual(gone)
    await expect(readRequirement(made.as(stranger), id)).rejects.toEqual(gone)
    await expect(readRequirement(made.as(nobody), id)).rejects.toEqual(refusal('Forbidden', 'forbidden'))
    expect((await readRequirement(made.as(made.officer), id)).id).toBe(id)
    expect((await readRequirement(made.as(made.member, NOW), id)).bucket).toBe('currently_due')
  })
})
