import { beforeEach, describe, expect, it } from 'vitest'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { readPolicy } from '#app/domain/policy/read-policy.ts'
import { switchOn } from '#app/domain/policy/switch-on.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { Requirement } from '#db/models/requirements.ts'
import { Notice, Policy } from '#db/models/restrictions.ts'
import { addAccount } from '#tests/factories/account.ts'
import { NOW } from '#tests/factories/context.ts'
import { changeRules, type PolicyDesk, policyDesk } from '#tests/factories/policy.ts'
import { auditOf } from '#tests/factories/requirement.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let desk: PolicyDesk
beforeEach(async () => {
  desk = await policyDesk(database.db)
})

describe('switching on', () => {
  it('supersedes what was in force, says who and when, and counts from then on', async () => {
    const { inForce, admin, actor } = desk
    const before = await inForce()
    const version = await changeRules(admin, { deadlineDays: 20 }, actor)
    expect(await currentPolicy(admin)).toMatchObject({ version, rules: { deadlineDays: 20 } })
    expect(await inForce()).toMatchObject({ version, switchedOnBy: 'Alix Roy', switchedOnAt: new Date(NOW) })
    expect(await readPolicy(admin, before.version)).toMatchObject({
      status: 'superseded',
      endedAt: new Date(NOW),
      content: before.content,
    })
    expect(await auditOf(database.db, String(version))).toEqual([
      'policy.draft_started',
      'policy.draft_changed',
      'policy.switched_on',
    ])
  })

  it('leaves the deadlines that run, gives its own to what is asked next, and is written on both', async () => {
    const { admin, officer } = desk
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
    const { start, edit, on } = desk
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
    const { start, admin } = desk
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
    const { start, edit, admin, on, inForce } = desk
    const stale = await start()
    await edit(stale, { floorDays: 14 })
    await changeRules(admin, { floorDays: 15 })
    await expect(on(stale)).rejects.toMatchObject({ kind: 'Conflict', code: 'policy.baseSuperseded' })
    expect((await inForce()).content.rules.floorDays).toBe(15)
  })

  it('is refused for a draft that was saved since it was looked at, and for one that changes nothing', async () => {
    const { start, on, edit, admin } = desk
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
    const { start, edit, on } = desk
    const version = await start()
    await edit(version, { floorDays: 22 })
    await on(version)
    await expect(on(version)).rejects.toMatchObject({ kind: 'Conflict', code: 'policy.notDraft' })
    expect(
      (await auditOf(database.db, String(version))).filter((one) => one === 'policy.switched_on'),
    ).toHaveLength(1)
  })
})
