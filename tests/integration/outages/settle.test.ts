import { beforeEach, describe, expect, it } from 'vitest'
import { type Actor, system } from '#app/domain/access/actor.ts'
import { verifyAudit } from '#app/domain/audit/verify.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import type { ComponentStatus } from '#app/domain/components/status.ts'
import { updateComponent } from '#app/domain/components/update-component.ts'
import { withTransaction } from '#app/domain/context.ts'
import { appendClock } from '#app/domain/deadlines/append-clock.ts'
import { correctUpdate } from '#app/domain/incidents/correct-update.ts'
import { deleteIncident } from '#app/domain/incidents/delete-incident.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { recordIncident } from '#app/domain/incidents/record-incident.ts'
import { cancelMaintenance } from '#app/domain/maintenance/cancel-maintenance.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import { settleOutages } from '#app/domain/outages/settle-outages.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { type Database, rows } from '#db/client.ts'
import { ClockEntry, Requirement } from '#db/models/requirements.ts'
import { Component, Incident, IncidentUpdate } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { makeMaintenance } from '#tests/factories/maintenance.ts'
import { addMerchants, ask, openRestrictions, sweepContext } from '#tests/factories/overdue.ts'
import { makeScene, type Scene } from '#tests/factories/requirement.ts'
import { write } from '#tests/factories/review-scene.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let publisher: Actor
let made: Scene
let portal: string

/** An outage touches every deadline there is: what the tests before left is closed, and nobody needs its components. */
beforeEach(async () => {
  await write(sweepContext(database.db, '2026-01-01T00:00:00Z'), async (tx) => {
    await tx.db.raw(`update requirements set status = 'cancelled', closed_at = requested_at, closing_reason = 'test'
      where closed_at is null`)
    await tx.db.raw('update components set needed_to_submit_documents = false')
    await tx.db.raw('delete from outages')
    await tx.db.raw(`delete from graphile_worker._private_jobs`)
  })
  publisher = await createPublisher(database.db)
  made = await makeScene(database.db)
  portal = await makeComponent(desk('2026-01-01T00:00'), { neededToSubmitDocuments: true })
})

const at = (text: string) => new Date(`${text}:00.000Z`)
const desk = (now: string) => statusContext(database.db, publisher, at(now).toISOString())
const settle = (now: string, options = {}) =>
  settleOutages(sweepContext(database.db, at(now).toISOString()), options)

/** Asked on 2 February 2026, until Wednesday 4 March. */
const request = (order = {}) => made.request(order)
const lastDay = async (id: string) => {
  const { deadlineAt } = await made.requirement(id)
  return deadlineAt && parisDay(deadlineAt).toString()
}
const given = async (id: string) => {
  const entries = await ClockEntry.query(database.db)
    .where({ requirementId: id, kind: 'extended' })
    .orderBy('id')
  return entries.map(({ days, incidentId }) => ({ days, incidentId }))
}
const down = (from: string, status: ComponentStatus = 'major_outage', components = [portal]) =>
  makeIncident(desk(from), Object.fromEntries(components.map((id) => [id, status])))
const versionOf = async (id: string) =>
  (await Incident.query(database.db).findById(id).throwIfNotFound()).version
const say = async (id: string, now: string, status: 'monitoring' | 'resolved', components = {}) =>
  publishUpdate(desk(now), {
    incidentId: id,
    version: await versionOf(id),
    status,
    bodyFr: 'Suite.',
    notify: false,
    components: Object.entries<ComponentStatus>(components).map(([one, is]) => ({ id: one, status: is })),
  })
/** A whole incident, told while it happened. */
const outage = async (from: string, until: string) => {
  const id = await down(from)
  await say(id, until, 'resolved')
  return id
}
const record = (beganAt: string, endedAt: string, now: string) =>
  recordIncident(desk(now), {
    nameFr: 'Panne',
    bodyFr: 'Panne.',
    components: [{ id: portal, status: 'partial_outage' }],
    beganAt: at(beganAt),
    endedAt: at(endedAt),
  })
const moveStart = async (id: string, to: string, now: string) => {
  const first = await IncidentUpdate.query(database.db)
    .where({ incidentId: id })
    .orderBy('displayAt')
    .first()
    .throwIfNotFound()
  await correctUpdate(desk(now), {
    updateId: first.id,
    version: await versionOf(id),
    bodyFr: 'Corrigé.',
    displayAt: at(to),
  })
}

describe('when an outage is over', () => {
  it('every running deadline moves by its length in whole days, once, with its reason in the ledger', async () => {
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
    const id = await request()
    await say(await down('2026-02-10T09:00', status), '2026-02-10T10:00', 'resolved')
    await settle('2026-02-10T10:01')
    expect(await given(id)).toHaveLength(entries)
  })

  it('of a component that nobody needs to send documents, nothing moves', async () => {
    const cards = await makeComponent(desk('2026-01-01T00:00'))
    const id = await request()
    await say(await down('2026-02-10T09:00', 'major_outage', [cards]), '2026-02-10T10:00', 'resolved')
    expect(await settle('2026-02-10T10:01')).toBe(0)
    expect(await given(id)).toEqual([])
  })

  it('who was with us, had no date, was asked later or is done gets nothing', async () => {
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

describe('while it lasts, and until the days are given', () => {
  it('nothing is withheld on a deadline that ended in it, also by a sweep that comes first', async () => {
    const [merchant] = await addMerchants(database.db, 1)
    if (!merchant) throw new Error('no merchant')
    const [id = ''] = await ask(database.db, [merchant], {
      deadline: '2026-02-13',
      notices: ['2026-01-05T09:00:00Z', '2026-01-30T09:00:00Z'],
    })
    // From the last day until the ladder would long have been climbed.
    const incidentId = await down('2026-02-13T09:00')
    await runSweep(sweepContext(database.db, '2026-02-27T09:00:00Z'))
    await say(incidentId, '2026-02-27T10:00', 'resolved')
    const ctx = sweepContext(database.db, '2026-02-27T10:05:00Z')
    expect(await fairClockPauses(ctx)).toBe(true)
    const waiting = await runSweep(ctx, { dryRun: true })
    expect(waiting).toMatchObject({ paused: true, restrictions: [] })
    const report = await runSweep(ctx)
    expect(report).toMatchObject({ paused: false, restrictions: [] })
    expect(await openRestrictions(database.db, merchant.accountId)).toEqual({})
    // 15 days: from Friday 13 February to Saturday the 28th, so Monday 2 March.
    expect(await lastDay(id)).toBe('2026-03-02')
  })

  it('the database refuses a restriction until the last deadline is moved', async () => {
    const [merchant] = await addMerchants(database.db, 1)
    if (!merchant) throw new Error('no merchant')
    await ask(database.db, [merchant], {
      deadline: '2026-01-13',
      notices: ['2026-01-05T09:00:00Z', '2026-01-10T09:00:00Z'],
    })
    await outage('2026-02-10T09:00', '2026-02-10T10:00')
    const restrict = () =>
      database.db.transaction(async (trx) => {
        await trx.raw(`insert into restrictions (id, account_id, capability, cause, imposed_at, imposed_by, basis)
          select gen_random_uuid(), account_id, 'payouts', 'documents_overdue', '2026-02-10T11:00Z', 'test', '{}'
            from requirements where account_id = '${merchant.accountId}'`)
        await trx.raw(`insert into restriction_requirements (restriction_id, requirement_id)
          select r.id, q.id from restrictions r join requirements q using (account_id) where r.account_id = '${merchant.accountId}'`)
        throw new Error('not refused')
      })
    await expect(restrict()).rejects.toThrow(/restriction refused: fair_clock/)
    await settle('2026-02-10T10:30')
    await expect(restrict()).rejects.toThrow('not refused')
  })
})

describe('when the incident turns out otherwise', () => {
  it('longer, the difference is added; shorter or deleted, nothing is taken back', async () => {
    const id = await request()
    const incidentId = await outage('2026-02-10T09:00', '2026-02-11T09:00')
    await settle('2026-02-11T10:00')
    expect(await lastDay(id)).toBe('2026-03-05')
    await moveStart(incidentId, '2026-02-08T09:00', '2026-02-12T09:00')
    expect(await settle('2026-02-12T10:00')).toBe(1)
    expect(await given(id)).toEqual([
      { days: 1, incidentId },
      { days: 2, incidentId },
    ])
    await moveStart(incidentId, '2026-02-11T08:00', '2026-02-13T09:00')
    await settle('2026-02-13T10:00')
    await deleteIncident(desk('2026-02-14T09:00'), { incidentId, version: await versionOf(incidentId) })
    await settle('2026-02-14T10:00')
    expect(await given(id)).toHaveLength(2)
    expect(await lastDay(id)).toBe('2026-03-09')
    // Entered anew, as it first was: these days were given.
    await record('2026-02-08T09:00', '2026-02-11T09:00', '2026-02-15T09:00')
    expect(await settle('2026-02-15T10:00')).toBe(0)
    await record('2026-02-16T09:00', '2026-02-16T10:00', '2026-02-17T09:00')
    expect(await settle('2026-02-17T10:00')).toBe(1)
  })

  it('entered when it was long over, it counts from its real beginning', async () => {
    const id = await request()
    const later = await request({ documentType: 'sirene_notice' })
    await record('2026-02-03T09:00', '2026-02-03T12:00', '2026-02-20T09:00')
    await settle('2026-02-20T10:00')
    expect(await lastDay(id)).toBe('2026-03-05')
    expect(await lastDay(later)).toBe('2026-03-05')
  })

  it('told late, its days keep the clock running into an outage that was settled before', async () => {
    // Until Monday 9 February.
    const id = await request({ deadline: '2026-02-09' })
    await record('2026-02-10T09:00', '2026-02-10T12:00', '2026-02-10T13:00')
    expect(await settle('2026-02-10T13:01')).toBe(0)
    await record('2026-02-06T09:00', '2026-02-06T12:00', '2026-02-11T09:00')
    expect(await settle('2026-02-11T09:01')).toBe(2)
    expect(await lastDay(id)).toBe('2026-02-11')
  })

  it('its components change: one is brought in later, and what recovers first ends for itself', async () => {
    const other = await makeComponent(desk('2026-01-01T00:00'))
    const id = await request()
    const incidentId = await down('2026-02-10T09:00', 'major_outage', [other])
    await say(incidentId, '2026-02-12T09:00', 'monitoring', { [portal]: 'partial_outage' })
    await say(incidentId, '2026-02-13T08:00', 'monitoring', { [portal]: 'operational' })
    // The incident goes on, but not for those who send documents.
    expect(await settle('2026-02-13T09:00')).toBe(1)
    expect(await given(id)).toEqual([{ days: 1, incidentId }])
    // Down again: a second part of one incident, rounded up together.
    await say(incidentId, '2026-02-14T09:00', 'monitoring', { [portal]: 'partial_outage' })
    expect(await settle('2026-02-14T10:00')).toBe(0)
    expect(await fairClockPauses(desk('2026-02-14T10:00'))).toBe(true)
    await say(incidentId, '2026-02-14T10:00', 'resolved')
    expect(await settle('2026-02-14T10:01')).toBe(0)
    expect(await fairClockPauses(desk('2026-02-14T10:02'))).toBe(false)
  })

  it('a component that is marked afterwards counts too, for the incidents of the last week', async () => {
    const upload = await makeComponent(desk('2026-01-01T00:00'))
    const id = await request()
    await say(await down('2026-02-10T09:00', 'major_outage', [upload]), '2026-02-10T10:00', 'resolved')
    expect(await settle('2026-02-11T09:00')).toBe(0)
    const { id: componentId, ...fields } = await Component.query(database.db)
      .findById(upload)
      .throwIfNotFound()
    await updateComponent(desk('2026-02-11T10:00'), {
      componentId,
      nameFr: fields.nameFr,
      nameEn: fields.nameEn,
      descriptionFr: '',
      descriptionEn: '',
      shown: true,
      startDate: fields.startDate,
      neededToSubmitDocuments: true,
    })
    expect(await settle('2026-02-11T10:01')).toBe(1)
    expect(await given(id)).toHaveLength(1)
  })
})

describe('maintenance', () => {
  it('counts by its own times, also when no worker wrote it down, and once beside an incident', async () => {
    const id = await request()
    const maintenanceId = await makeMaintenance(desk('2026-02-05T09:00'), {
      scheduledFor: at('2026-02-10T22:00'),
      scheduledUntil: at('2026-02-11T06:00'),
      componentIds: [portal],
      notify: false,
    })
    expect(await settle('2026-02-12T09:00')).toBe(1)
    expect(await given(id)).toEqual([{ days: 1, incidentId: maintenanceId }])
    // The work went wrong: an incident from within it, until the next noon.
    const incidentId = await record('2026-02-11T05:00', '2026-02-11T12:00', '2026-02-12T10:00')
    expect(await settle('2026-02-12T10:01')).toBe(0)
    await moveStart(incidentId, '2026-02-10T20:00', '2026-02-12T11:00')
    expect(await settle('2026-02-12T11:01')).toBe(0)
    expect(await lastDay(id)).toBe('2026-03-05')
  })

  it('that is called off gives nothing', async () => {
    await request()
    const maintenanceId = await makeMaintenance(desk('2026-02-05T09:00'), {
      scheduledFor: at('2026-02-10T22:00'),
      scheduledUntil: at('2026-02-11T06:00'),
      componentIds: [portal],
      notify: false,
    })
    await cancelMaintenance(desk('2026-02-06T09:00'), {
      maintenanceId,
      version: 1,
      bodyFr: 'Annulée.',
      notify: false,
    })
    expect(await settle('2026-02-12T09:00')).toBe(0)
  })
})

describe('many deadlines', () => {
  const merchants = async (count: number) =>
    ask(database.db, await addMerchants(database.db, count), { deadline: '2026-02-27' })
  const entries = () =>
    ClockEntry.query(database.db)
      .where({ kind: 'extended' })
      .whereIn('requirementId', Requirement.query(database.db).select('id').whereNull('closedAt'))
      .resultSize()

  it('are moved in batches, go on where a run stopped, and each once by runs at the same time', async () => {
    await merchants(23)
    await outage('2026-02-10T09:00', '2026-02-10T10:00')
    // Told to stop after its second batch.
    let asked = 0
    const signal = {
      get aborted() {
        asked += 1
        return asked > 3
      },
    } as AbortSignal
    expect(await settle('2026-02-10T10:01', { batchRequirements: 5, signal })).toBe(10)
    expect(await entries()).toBe(10)
    expect(await fairClockPauses(desk('2026-02-10T10:01'))).toBe(true)
    const both = await Promise.all([
      settle('2026-02-10T10:02', { batchRequirements: 5 }),
      settle('2026-02-10T10:02', { batchRequirements: 7 }),
    ])
    expect(both[0] + both[1]).toBe(13)
    expect(await entries()).toBe(23)
    const moved = Requirement.query(database.db).where({
      closedAt: null,
      deadlineAt: new Date('2026-03-02T22:59:59.999Z'),
    })
    expect(await moved.resultSize()).toBe(23)
    expect(await fairClockPauses(desk('2026-02-10T10:03'))).toBe(false)
  })

  it('a batch steps back for who changes one of them, and comes again', async () => {
    const [id = ''] = await merchants(3)
    await outage('2026-02-10T09:00', '2026-02-10T10:00')
    let running: Promise<number> | undefined
    await withTransaction(made.as(system('test'), '2026-02-10T10:01:00Z'), async (tx) => {
      await appendClock(tx, id, { kind: 'extended', days: 10, cause: 'Accord.' })
      running = settle('2026-02-10T10:02')
      const since = () => waitingSince(database.db)
      await expect.poll(since).not.toBeNull()
      const first = await since()
      // Another transaction of it waits: the first has stepped back.
      await expect.poll(async () => [null, first].includes(await since()), { timeout: 5_000 }).toBe(false)
    })
    expect(await running).toBe(3)
    // 27 February and 11 days: 10 March, both counted.
    expect(await lastDay(id)).toBe('2026-03-10')
  })
})

/** Since when the transaction that waits for a lock has been going on. */
async function waitingSince(db: Database): Promise<string | null> {
  const [waiting] = await rows<{ since: string }>(
    db,
    `select cast(xact_start as text) as since from pg_stat_activity
      where wait_event_type = 'Lock' and datname = current_database()`,
  )
  return waiting?.since ?? null
}

it('the ledger is never changed', async () => {
  const id = await request()
  await expect(
    withTransaction(made.as(system('test')), async (tx) => {
      await ClockEntry.query(tx.db).patch({ days: 60 }).where({ requirementId: id })
    }),
  ).rejects.toThrow(/append-only/)
})

it('is for our own jobs alone', async () => {
  await expect(settleOutages(made.as(made.officer))).rejects.toMatchObject({ kind: 'Forbidden' })
})
