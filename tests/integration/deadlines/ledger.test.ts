import { describe, expect, test } from 'vitest'
import { recordAudit } from '#app/domain/audit/record.ts'
import { withTransaction } from '#app/domain/context.ts'
import { appendClock } from '#app/domain/deadlines/append-clock.ts'
import { readRequirement } from '#app/domain/home/read-requirement.ts'
import { rows } from '#db/client.ts'
import { ClockEntry } from '#db/models/requirements.ts'
import { makeScene } from '#tests/factories/requirement.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const scene = (given = {}) => makeScene(database.db, given)
const refusal = (kind: string, code: string) => expect.objectContaining({ kind, code })
const reason = 'Accord du responsable.'

describe('the ledger', () => {
  test('counts two extensions that come at the same time', async () => {
    const { request, requirement, as, officer } = await scene()
    const id = await request()
    const appended = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const extend = (then: () => Promise<void>) =>
      withTransaction(as(officer), async (tx) => {
        await appendClock(tx, id, { kind: 'extended', days: 7, cause: reason })
        await then()
      })
    const first = extend(() => {
      appended.resolve()
      return release.promise
    })
    await appended.promise
    const second = extend(async () => undefined)
    // The second one has come to where it must wait for the first.
    await expect
      .poll(() =>
        rows(
          database.db,
          `select 1 from pg_stat_activity where wait_event_type = 'Lock'
        and datname = current_database()`,
        ),
      )
      .toHaveLength(1)
    release.resolve()
    await Promise.all([first, second])
    // 30 + 14 days from 2 February: 18 March.
    expect((await requirement(id)).deadlineAt?.toISOString()).toBe('2026-03-18T22:59:59.999Z')
    expect(await ClockEntry.query(database.db).where({ requirementId: id })).toHaveLength(3)
  })

  test('has no deadline while paused, and says so to the merchant', async () => {
    const { request, requirement, as, member, officer } = await scene()
    const id = await request()
    await withTransaction(as(member, '2026-02-14T09:00:00Z'), (tx) =>
      appendClock(tx, id, { kind: 'paused', cause: 'submitted' }),
    )
    expect((await requirement(id)).deadlineAt).toBeNull()
    const { clock } = await readRequirement(as(member, '2026-03-20T09:00:00Z'), id)
    expect(clock).toMatchObject({ daysUsed: 12, daysTotal: 30, pausedCause: 'submitted' })
    const resumed = await withTransaction(as(officer, '2026-03-24T09:00:00Z'), (tx) =>
      appendClock(tx, id, { kind: 'resumed', leastDays: 7, cause: 'rejected' }),
    )
    // 18 days left: Saturday 11 April, so Monday 13.
    expect(resumed.deadlineAt?.toISOString()).toBe('2026-04-13T21:59:59.999Z')
    expect((await requirement(id)).deadlineAt).toEqual(resumed.deadlineAt)
  })

  test('belongs to a requirement that exists', async () => {
    const { as, officer } = await scene()
    await expect(
      withTransaction(as(officer), async (tx) => {
        await recordAudit(tx, { action: 'test', subjectType: 'test', subjectId: '1', accountId: null })
        await appendClock(tx, '00000000-0000-4000-8000-000000000000', { kind: 'paused', cause: 'submitted' })
      }),
    ).rejects.toEqual(refusal('NotFound', 'notFound'))
  })
})
