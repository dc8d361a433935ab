import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor, UserActor } from '#app/domain/access/actor.ts'
import { readMerchantHome } from '#app/domain/home/merchant-home.ts'
import type { AccountId } from '#app/domain/ids.ts'
import { liftManually } from '#app/domain/restrictions/lift-manually.ts'
import { listExaminations } from '#app/domain/restrictions/list-examinations.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { MANUAL_CAUSES } from '#app/domain/restrictions/schemas.ts'
import { setCapability } from '#app/domain/restrictions/set-capability.ts'
import { setExamination } from '#app/domain/restrictions/set-examination.ts'
import { actOnTask } from '#app/domain/tasks/act-on-task.ts'
import { countTasks } from '#app/domain/tasks/count-tasks.ts'
import { transaction } from '#db/client.ts'
import { down, up } from '#db/migrations/0022_promises.ts'
import { Restriction } from '#db/models/restrictions.ts'
import { makeApiKey } from '#tests/factories/api.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addMerchants, sweepContext } from '#tests/factories/overdue.ts'
import { changeRules } from '#tests/factories/policy.ts'
import { auditOf } from '#tests/factories/requirement.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
/** A Wednesday; ten business days later is Wednesday 25 March. */
const START = '2026-03-11T08:00:00.000Z'
const PROMISED = '2026-03-25'
const ON_THE_DAY = '2026-03-25T21:00:00.000Z'
const DAY_AFTER = '2026-03-26T08:00:00.000Z'
const REASON = 'Signalement du 9 mars.'

let officer: UserActor
beforeAll(async () => {
  officer = await addUser(sweepContext(database.db, START), 'officer')
})

const desk = (at = START, actor: UserActor = officer) => deskContext(database.db, actor, at)
async function newAccount(): Promise<string> {
  const [merchant] = await addMerchants(database.db, 1)
  return merchant?.accountId ?? ''
}
const withhold = (accountId: string, cause: (typeof MANUAL_CAUSES)[number], at = START) =>
  restrictManually(desk(at), { accountId, capabilities: ['payouts'], cause, reason: REASON })
async function withholdByKey(accountId: string) {
  const { id: keyId } = await makeApiKey(desk())
  const actor: Actor = { kind: 'api_key', keyId, scopes: ['capabilities:write'], livemode: true }
  await setCapability(deskContext(database.db, actor, START), {
    accountId,
    capability: 'payouts',
    status: 'inactive',
    reason: REASON,
  })
}
const homeOf = (accountId: string, at = START) =>
  readMerchantHome(
    { ...desk(at), actor: { ...officer, role: 'member', accountId: accountId as AccountId } },
    accountId,
    [],
  )
const tasksAt = (at: string, accountId: string) => listExaminations(desk(at), accountId)
const daysOf = async (accountId: string) =>
  (await Restriction.query(database.db).where({ accountId }).orderBy('imposedAt')).map(
    ({ examineBy }) => examineBy,
  )

describe('what officers or keys withhold', () => {
  it('promises a day, the same whatever the cause, and nothing else tells them apart', async () => {
    const homes = []
    for (const cause of MANUAL_CAUSES) {
      const accountId = await newAccount()
      await withhold(accountId, cause)
      homes.push(await homeOf(accountId))
    }
    const byKey = await newAccount()
    await withholdByKey(byKey)
    homes.push(await homeOf(byKey))
    for (const home of homes) expect(home).toEqual(homes[0])
    expect(homes[0]?.answers[1]).toMatchObject({
      answer: 'underReview',
      examination: { by: new Date('2026-03-25T22:59:59.999Z'), passed: false },
    })
  })

  it.each(MANUAL_CAUSES)('shows nothing of %s where something is withheld already', async (cause) => {
    const accountId = await newAccount()
    await withhold(accountId, cause === 'manual' ? 'fraud' : 'manual')
    const later = '2026-03-18T08:00:00.000Z'
    const before = await homeOf(accountId, later)
    await withhold(accountId, cause, later)
    expect(await homeOf(accountId, later)).toEqual(before)
    expect(await daysOf(accountId)).toEqual([PROMISED, PROMISED])
  })

  it('takes the days from the policy in force', async () => {
    await changeRules(sweepContext(database.db, START), {
      promises: { answerBusinessDays: 2, examineBusinessDays: 1 },
    })
    const accountId = await newAccount()
    await withhold(accountId, 'manual')
    expect(await daysOf(accountId)).toEqual(['2026-03-12'])
    await changeRules(sweepContext(database.db, START), {
      promises: { answerBusinessDays: 2, examineBusinessDays: 10 },
    })
  })

  it('is a task once the day has come, and late when it is over, as the merchant reads', async () => {
    const accountId = await newAccount()
    await withhold(accountId, 'fraud')
    await withhold(accountId, 'manual')
    expect(await tasksAt('2026-03-24T22:59:00.000Z', accountId)).toEqual([])
    const before = await countTasks(desk('2026-03-24T22:59:00.000Z'))
    const [due] = await tasksAt(ON_THE_DAY, accountId)
    expect(due).toMatchObject({
      accountId,
      examineBy: PROMISED,
      late: false,
      nextBy: '2026-04-09',
      restrictions: [{ reason: REASON }, { reason: REASON }],
    })
    expect(await countTasks(desk(ON_THE_DAY))).toBeGreaterThan(before)
    expect((await tasksAt(DAY_AFTER, accountId))[0]).toMatchObject({ late: true })
    expect((await homeOf(accountId, ON_THE_DAY)).answers[1]?.examination?.passed).toBe(false)
    expect((await homeOf(accountId, DAY_AFTER)).answers[1]?.examination?.passed).toBe(true)
  })
})

describe('an officer settles it', () => {
  const keep = (accountId: string, change: object = {}, at = DAY_AFTER) =>
    setExamination(desk(at), {
      accountId,
      seen: PROMISED,
      examineBy: '2026-04-30',
      reason: 'Toujours en cours.',
      ...change,
    })

  it('by the next day, for everything that stands, with a reason in the audit', async () => {
    const accountId = await newAccount()
    const [fraud] = await withhold(accountId, 'fraud')
    await withhold(accountId, 'asset_freeze')
    await keep(accountId)
    expect(await daysOf(accountId)).toEqual(['2026-04-30', '2026-04-30'])
    expect(await tasksAt(DAY_AFTER, accountId)).toEqual([])
    expect(await auditOf(database.db, fraud ?? '')).toEqual([
      'restriction.imposed',
      'restriction.examination_set',
    ])
    expect((await homeOf(accountId, DAY_AFTER)).answers[1]?.examination).toEqual({
      by: new Date('2026-04-30T21:59:59.999Z'),
      passed: false,
    })
    expect(JSON.stringify(await homeOf(accountId, DAY_AFTER))).not.toContain('Toujours')
  })

  it('by lifting: with the last one the task is gone', async () => {
    const accountId = await newAccount()
    const [first] = await withhold(accountId, 'fraud')
    const [second] = await withhold(accountId, 'manual')
    const lift = { intent: 'lift' as const, accountId, reason: 'Levé.' }
    await actOnTask(desk(DAY_AFTER), { ...lift, restrictionId: first ?? '' })
    expect((await tasksAt(DAY_AFTER, accountId))[0]?.restrictions).toHaveLength(1)
    await liftManually(desk(DAY_AFTER), { ...lift, restrictionId: second ?? '' })
    expect(await tasksAt(DAY_AFTER, accountId)).toEqual([])
    await expect(keep(accountId)).rejects.toThrow(/examination.changed/)
  })

  it('once: of two officers at the same time the second is told', async () => {
    const accountId = await newAccount()
    await withhold(accountId, 'manual')
    const outcomes = await Promise.allSettled([keep(accountId), keep(accountId, { examineBy: '2026-05-29' })])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(keep(accountId)).rejects.toMatchObject({ kind: 'Conflict' })
  })

  it.each([
    ['today', DAY_AFTER.slice(0, 10), false],
    ['tomorrow', '2026-03-27', true],
    ['the last day that may be set', '2027-03-27', true],
    ['a day later', '2027-03-28', false],
  ])('may not or may choose %s (%s)', async (_, examineBy, allowed) => {
    const accountId = await newAccount()
    await withhold(accountId, 'manual')
    const kept = keep(accountId, { examineBy })
    if (allowed) await kept
    else await expect(kept).rejects.toMatchObject({ kind: 'Invalid', code: 'examination.day' })
  })

  it('is for officers, and for accounts that exist', async () => {
    const accountId = await newAccount()
    await withhold(accountId, 'manual')
    const admin = await addUser(sweepContext(database.db, START), 'administrator')
    const input = { accountId, seen: PROMISED, examineBy: '2026-04-30', reason: REASON }
    await expect(setExamination(desk(DAY_AFTER, admin), input)).rejects.toMatchObject({ kind: 'Forbidden' })
    await expect(keep(crypto.randomUUID())).rejects.toMatchObject({ kind: 'NotFound' })
  })

  it('never without a day: the database refuses one, and a day for overdue documents', async () => {
    const accountId = await newAccount()
    await withhold(accountId, 'manual')
    const patch = Restriction.query(database.db).patch({ examineBy: null }).where({ accountId })
    await expect(patch).rejects.toThrow(/restrictions_examined/)
    const standing = await Restriction.query(database.db).findOne({ accountId }).throwIfNotFound()
    const overdue = { ...standing, id: crypto.randomUUID(), cause: 'documents_overdue' as const }
    await expect(Restriction.query(database.db).insert(overdue)).rejects.toThrow(/restrictions_examined/)
  })
})

it('what stood before there were such days gets one for its account, the first', async () => {
  const [both, alone] = [await newAccount(), await newAccount()]
  await withhold(both, 'manual', '2026-03-02T08:00:00.000Z')
  await withhold(both, 'fraud', '2026-03-09T08:00:00.000Z')
  await withhold(alone, 'fraud', '2026-03-09T23:30:00.000Z')
  await transaction(database.db, down)
  await transaction(database.db, up)
  expect(await daysOf(both)).toEqual(['2026-03-16', '2026-03-16'])
  expect(await daysOf(alone)).toEqual(['2026-03-24'])
})
