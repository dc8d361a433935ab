import fc from 'fast-check'
import { expect, it } from 'vitest'
import { daysAhead } from '#app/domain/calendar/days-ahead.ts'
import { countDigestsAhead } from '#app/domain/notices/count-digests.ts'
import { digestsOn } from '#app/domain/notices/digests-ahead.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { rows } from '#db/client.ts'
import { widenBreaker } from '#tests/factories/breaker.ts'
import { write } from '#tests/factories/context.ts'
import { forAllScenes, RUNS } from '#tests/factories/many-scenes.ts'
import { sweepContext } from '#tests/factories/overdue.ts'
import { type AskedScene, type MerchantScene, placeMerchants } from '#tests/factories/overdue-scenes.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

/** When everything is written down; a Tuesday. */
const BEGINNING = '2026-03-10T08:00:00Z'
/** A Wednesday: no sweep has run for a day. And the Saturday after it, with all of them done. */
const PREVIEWS = ['2026-03-11T09:00:00Z', '2026-03-14T10:00:00Z']

interface Scene extends MerchantScene {
  /** Whether the mail server took what was sent before the first preview; afterwards it takes everything. */
  reached: boolean
  /** The clock of everything moved on the day before, without another deadline. */
  moved: boolean
  silent: boolean
}

const asked: fc.Arbitrary<AskedScene> = fc.record({
  status: fc.constantFrom('requested', 'requested', 'requested', 'rejected', 'in_review', 'waived'),
  deadlineDaysAgo: fc.option(fc.integer({ min: -20, max: 9 }), { freq: 9 }),
  noticeHours: fc.oneof(
    { weight: 3, arbitrary: fc.constant<(number | null)[]>([]) },
    fc.array(fc.option(fc.integer({ min: 20, max: 300 }), { freq: 4 }), { maxLength: 2 }),
  ),
})
const rarely = fc.constantFrom(...Array<boolean>(9).fill(false), true)
const scene: fc.Arbitrary<Scene> = fc.record({
  department: fc.constantFrom('75', '67'),
  exempt: rarely,
  closed: rarely,
  asked: fc.array(asked, { minLength: 1, maxLength: 3 }),
  reached: fc.boolean(),
  moved: rarely,
  silent: rarely,
})

it(`foresees for ${RUNS} merchants, day by day, the digests that the sweeps of these days then send`, async () => {
  await widenBreaker(database.db)
  const system = sweepContext(database.db, BEGINNING)
  const { rules } = await currentPolicy(system)
  const officer = await addUser(system, 'officer')
  const preview = async (at: string) => {
    const ctx = { ...sweepContext(database.db, at), actor: officer }
    const foreseen = new Map<string, Set<string>>()
    const counts = await countDigestsAhead(ctx)
    for (const [index, day] of daysAhead(new Date(at)).entries()) {
      const accounts: string[] = []
      let after: string | null = null
      do {
        const page: Awaited<ReturnType<typeof digestsOn>> = await digestsOn(ctx, day.toString(), {
          after,
          limit: 400,
        })
        for (const { documents } of page.digests) expect(documents.some(({ why }) => why)).toBe(true)
        accounts.push(...page.digests.map(({ accountId }) => accountId))
        after = page.next
      } while (after)
      expect(counts?.byDay[index]).toBe(accounts.length)
      foreseen.set(day.toString(), new Set(accounts))
    }
    return { foreseen, known: await reminders() }
  }
  const sweep = async (at: string, taken = 'true') => {
    await runSweep(sweepContext(database.db, at))
    await rows(
      database.db,
      `update mails m set status = case when ${taken} then 'sent' else 'failed' end, sent_at = case when ${taken} then cast(:at as timestamptz) end
         from accounts a where a.id = m.account_id and m.status = 'queued' returning m.id`,
      { at },
    )
  }
  const reminders = async () => {
    const found = await rows<{ id: string; accountId: string; day: string }>(
      database.db,
      `select id, account_id, day from notices where kind = 'reminder'`,
    )
    return new Map(found.map((notice) => [notice.id, notice]))
  }

  const play = async (scenes: readonly Scene[]) => {
    const placed = await placeMerchants(database.db, scenes, BEGINNING)
    const those = (of: keyof Scene) =>
      placed.filter((_, index) => scenes[index]?.[of]).map(({ accountId }) => accountId)
    await write(system, async (tx) => {
      await tx.db('accounts').whereIn('id', those('reached')).update({ name: 'Joignable' })
      await tx.db('users').whereIn('accountId', those('silent')).update({ disabledAt: BEGINNING })
      await rows(
        tx.db,
        `insert into clock_entries (requirement_id, kind, at, days, cause)
           select id, 'extended', cast(:at as timestamptz), 0, 'Un essai.' from requirements
           where account_id = any(cast(:ids as uuid[]))`,
        { at: '2026-03-09T08:00:00Z', ids: those('moved') },
      )
    })
    // What the writing of these notices noted then.
    await rows(
      database.db,
      `update notice_requirements nr set days_before = (select min(rung) from unnest(cast(:rungs as integer[])) rung
           where rung >= cast(nr.deadline_at at time zone 'Europe/Paris' as date) - n.day)
         from notices n where n.id = nr.notice_id and n.account_id = any(cast(:ids as uuid[]))`,
      { rungs: rules.reminderDays, ids: placed.map(({ accountId }) => accountId) },
    )
    await sweep(BEGINNING, `a.name = 'Joignable'`)
    const [wednesday = '', saturday = ''] = PREVIEWS
    const first = await preview(wednesday)
    await sweep(wednesday)
    for (const day of ['12', '13', '14']) await sweep(`2026-03-${day}T00:01:00+01:00`)
    const second = await preview(saturday)
    await sweep(saturday)
    for (const day of ['15', '16', '17']) await sweep(`2026-03-${day}T00:01:00+01:00`)
    const afterFirst = await reminders()
    for (const day of ['18', '19', '20']) await sweep(`2026-03-${day}T00:01:00+01:00`)
    const afterSecond = await reminders()
    return placed.map(({ accountId }) =>
      [
        { ...first, end: afterFirst },
        { ...second, end: afterSecond },
      ].map(({ foreseen, known, end }) => ({
        foreseen: [...foreseen].filter(([, accounts]) => accounts.has(accountId)).map(([day]) => day),
        sent: [...end.values()]
          .filter((notice) => notice.accountId === accountId && !known.has(notice.id))
          .map(({ day }) => day)
          .sort(),
      })),
    )
  }
  await forAllScenes(scene, play, (_, outcomes) => {
    for (const { foreseen, sent } of outcomes) expect(foreseen).toEqual(sent)
  })
}, 120_000)
