import { beforeEach, describe, expect, it } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { verifyAudit } from '#app/domain/audit/verify.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import type { ComponentStatus } from '#app/domain/components/status.ts'
import { withTransaction } from '#app/domain/context.ts'
import { appendClock } from '#app/domain/deadlines/append-clock.ts'
import { settleOutages } from '#app/domain/outages/settle-outages.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { rows } from '#db/client.ts'
import { ClockEntry } from '#db/models/requirements.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { type OutageScene, outageScene } from '#tests/factories/outage.ts'
import { sweepContext } from '#tests/factories/overdue.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: OutageScene
beforeEach(async () => {
  scene = await outageScene(database.db)
})

describe('when an outage is over', () => {
  it('every running deadline moves by its length in whole days, once, with its reason in the ledger', async () => {
    const { request, outage, settle, lastDay, given } = scene
    const id = await request()
    const incidentId = await outage('2026-02-10T09:00', '2026-02-12T10:00')
    expect(await settle('2026-02-12T10:01')).toBe(1)
    expect(await lastDay(id)).toBe('2026-03-09')
    expect(await given(id)).toEqual([{ days: 3, incidentId }])
    const entry = await ClockEntry.query(database.db).findOne({ requirementId: id, incidentId })
    expect(entry).toMatchObject({
      cause: 'fair_clock',
      actorId: 'sweep',
      outage: [{ from: '2026-02-10T09:00:00.000Z', until: '2026-02-12T10:00:00.000Z' }],
    })
    expect(await settle('2026-02-12T10:02')).toBe(0)
    expect(await settle('2026-02-20T10:02')).toBe(0)
    expect(await given(id)).toHaveLength(1)
    expect(await verifyAudit(sweepContext(database.db, '2026-02-20T12:00:00Z'))).toMatchObject({
      ok: true,
      firstBreak: null,
    })
  })

  it('a job waits for it from the transaction that published its end, and not before', async () => {
    const { down, say } = scene
    const waiting = async () =>
      (
        await rows(
          database.db,
          `select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
            where t.identifier = 'settle_outages'`,
        )
      ).length
    const id = await down('2026-02-10T09:00')
    expect(await waiting()).toBe(0)
    await say(id, '2026-02-10T12:00', 'resolved')
    expect(await waiting()).toBe(1)
  })

  it.each<[string, ComponentStatus, number]>([
    ['degraded', 'degraded_performance', 0],
    ['partly down', 'partial_outage', 1],
    ['down', 'major_outage', 1],
  ])('%s counts as it should', async (_, status, entries) => {
    const { request, say, down, settle, given } = scene
    const id = await request()
    await say(await down('2026-02-10T09:00', status), '2026-02-10T10:00', 'resolved')
    await settle('2026-02-10T10:01')
    expect(await given(id)).toHaveLength(entries)
  })

  it('of a component that nobody needs to send documents, nothing moves', async () => {
    const { desk, request, say, down, settle, given } = scene
    const cards = await makeComponent(desk('2026-01-01T00:00'))
    const id = await request()
    await say(await down('2026-02-10T09:00', 'major_outage', [cards]), '2026-02-10T10:00', 'resolved')
    expect(await settle('2026-02-10T10:01')).toBe(0)
    expect(await given(id)).toEqual([])
  })

  it('who was with us, had no date, was asked later or is done gets nothing', async () => {
    const { request, made, outage, settle, given } = scene
    const withUs = await request()
    await withTransaction(made.as(made.member, '2026-02-09T09:00:00Z'), (tx) =>
      appendClock(tx, withUs, { kind: 'paused', cause: 'submitted' }),
    )
    const dateless = await request({ documentType: 'sirene_notice', deadline: null })
    const done = await request({ documentType: 'proof_of_address' })
    await outage('2026-02-10T09:00', '2026-02-11T09:00')
    await waiveRequirement(made.as(made.officer, '2026-02-11T10:00:00Z'), {
      requirementId: done,
      reason: 'Accord.',
    })
    expect(await settle('2026-02-11T10:01')).toBe(0)
    for (const id of [withUs, dateless, done]) expect(await given(id)).toEqual([])
  })

  it('who has sent something meanwhile keeps the days for when the clock runs on', async () => {
    const { request, outage, made, settle, lastDay } = scene
    const id = await request()
    await outage('2026-02-10T09:00', '2026-02-11T09:00')
    await withTransaction(made.as(made.member, '2026-02-11T09:30:00Z'), (tx) =>
      appendClock(tx, id, { kind: 'paused', cause: 'submitted' }),
    )
    await settle('2026-02-11T10:00')
    expect(await lastDay(id)).toBeNull()
    const resumed = await withTransaction(made.as(made.officer, '2026-02-12T09:00:00Z'), (tx) =>
      appendClock(tx, id, { kind: 'resumed', leastDays: 7, cause: 'rejected' }),
    )
    // One day of outage and one with us: from 4 to 6 March.
    expect(resumed.deadlineAt && parisDay(resumed.deadlineAt).toString()).toBe('2026-03-06')
  })
})

it('the ledger is never changed', async () => {
  const { request, made } = scene
  const id = await request()
  await expect(
    withTransaction(made.as(system('test')), async (tx) => {
      await ClockEntry.query(tx.db).patch({ days: 60 }).where({ requirementId: id })
    }),
  ).rejects.toThrow(/append-only/)
})

it('is for our own jobs alone', async () => {
  const { made } = scene
  await expect(settleOutages(made.as(made.officer))).rejects.toMatchObject({ kind: 'Forbidden' })
})
