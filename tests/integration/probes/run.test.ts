import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, system } from '#app/domain/access/actor.ts'
import { archiveComponent } from '#app/domain/components/archive-component.ts'
import { scheduleMaintenance } from '#app/domain/maintenance/schedule-maintenance.ts'
import { checkNow } from '#app/domain/probes/check-now.ts'
import { checkUrl } from '#app/domain/probes/check-url.ts'
import { claimProbes } from '#app/domain/probes/claim-probes.ts'
import { deleteProbe } from '#app/domain/probes/delete-probe.ts'
import { listAlerts } from '#app/domain/probes/list-alerts.ts'
import { listProbes, readProbe } from '#app/domain/probes/list-probes.ts'
import { recordCheck } from '#app/domain/probes/record-check.ts'
import { runProbes } from '#app/domain/probes/run-probes.ts'
import { switchProbe } from '#app/domain/probes/switch-probe.ts'
import { rows } from '#db/client.ts'
import { ProbeProposal, ProbeResult, ProbeState } from '#db/models/probes.ts'
import { Incident } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { type MoodyServer, startMoodyServer } from '#tests/factories/moody-server.ts'
import { makeProbe } from '#tests/factories/probe.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let publisher: Actor
let server: MoodyServer
beforeAll(async () => {
  publisher = await createPublisher(database.db)
  server = await startMoodyServer()
})
afterAll(() => server.stop())
// Each test watches alone: what all probes see together matters.
afterEach(async () => {
  for (const { id } of await listProbes(at('09:00'))) await deleteProbe(at('09:00'), id)
})

const instant = (time: string) => new Date(`2026-11-23T${time}${time.length === 5 ? ':00' : ''}.000Z`)
const at = (time: string, actor = publisher) => statusContext(database.db, actor, instant(time).toISOString())
const run = (time: string) => runProbes(at(time, system('run_probes')))
/** Runs at each of these times while `/` answers with this status. */
async function runs(mood: number, ...times: string[]): Promise<void> {
  server.mood = mood
  for (const time of times) await run(time)
}
const stateOf = (probeId: string) => ProbeState.query(database.db).findById(probeId).throwIfNotFound()
const proposalsOf = (probeId: string) =>
  ProbeProposal.query(database.db).where({ probeId }).orderBy('createdAt')
const outcomesOf = async (probeId: string) =>
  (await ProbeResult.query(database.db).where({ probeId }).orderBy('id')).map(({ outcome }) => outcome)

describe('a run', () => {
  it('checks what is due, once, and again after its interval', async () => {
    const id = await makeProbe(at('09:00'), server.url(), { intervalSeconds: 60 })
    server.mood = 200
    expect(await run('09:00')).toBe(1)
    expect(await run('09:00')).toBe(0)
    expect(await run('09:00:59')).toBe(0)
    expect(await run('09:01')).toBe(1)
    expect(await stateOf(id)).toMatchObject({
      outcome: 'ok',
      httpStatus: 200,
      successes: 2,
      checkedAt: instant('09:01'),
      nextDueAt: instant('09:02'),
      claim: null,
    })
  })

  it('shared by workers checks each probe once', async () => {
    for (let probe = 0; probe < 30; probe += 1) await makeProbe(at('09:00'), server.url())
    const written = await Promise.all([run('09:00'), run('09:00'), run('09:00')])
    expect(written.reduce((a, b) => a + b)).toBe(30)
    expect(await ProbeResult.query(database.db).resultSize()).toBe(30)
  })

  it('killed while it waited for an answer leaves the check to the next, after its lease', async () => {
    const id = await makeProbe(at('09:00'), server.url())
    const claim = { limit: 10, leaseSeconds: 120 }
    const [lost] = await claimProbes(at('09:00', system('run_probes')), claim)
    if (!lost) throw new Error('nothing was due')
    expect(await run('09:01')).toBe(0)
    expect(await run('09:03')).toBe(1)
    // It was slow, not dead: what it found counts no more.
    const late = { ...(await checkUrl({ ...lost, url: server.url('/503') })), at: instant('09:00') }
    expect(await recordCheck(at('09:03'), lost, late)).toBe(false)
    expect(await outcomesOf(id)).toEqual(['ok'])
  })

  it('drops what it found when the probe was stopped or deleted meanwhile', async () => {
    const stopped = await makeProbe(at('09:00'), server.url())
    const deleted = await makeProbe(at('09:00'), server.url())
    const claimed = await claimProbes(at('09:00'), { limit: 10, leaseSeconds: 120 })
    await switchProbe(at('09:00'), stopped, false)
    await deleteProbe(at('09:00'), deleted)
    for (const probe of claimed) {
      const check = { ...(await checkUrl(probe)), at: instant('09:00') }
      expect(await recordCheck(at('09:01'), probe, check)).toBe(false)
    }
    expect(await ProbeResult.query(database.db).resultSize()).toBe(0)
    expect(await run('10:00')).toBe(0)
  })

  it('queues the next one for what is due before the schedule wakes, and keeps a day of results', async () => {
    const id = await makeProbe(at('09:00'), server.url(), { intervalSeconds: 30 })
    await run('09:00')
    const queued = await rows<{ runAt: Date }>(
      database.db,
      `select run_at from graphile_worker.jobs where task_identifier = 'run_probes'`,
    )
    expect(queued.map(({ runAt }) => runAt)).toEqual([instant('09:00:30')])
    await runProbes(statusContext(database.db, system('run_probes'), '2026-11-24T09:00:01.000Z'))
    expect(await ProbeResult.query(database.db).where({ probeId: id }).resultSize()).toBe(1)
  })

  it('is for the worker alone', async () => {
    await expect(runProbes(at('09:00'))).rejects.toMatchObject({ kind: 'Forbidden' })
    await expect(listProbes(at('09:00', system('run_probes')))).rejects.toMatchObject({ kind: 'Forbidden' })
  })
})

describe('a probe that fails', () => {
  it('proposes one incident at its threshold, which closes by itself', async () => {
    const id = await makeProbe(at('09:00'), server.url(), { failuresToAlarm: 3, successesToRecover: 2 })
    await runs(503, '09:00', '09:01')
    expect(await proposalsOf(id)).toEqual([])
    await runs(503, '09:02', '09:03', '09:04')
    expect((await listAlerts(at('09:04'))).proposals).toMatchObject([
      { probeName: 'API de paiement', since: instant('09:00'), outcome: 'status', httpStatus: 503 },
    ])
    await runs(200, '09:05')
    expect((await proposalsOf(id))[0]?.closedAt).toBeNull()
    await runs(200, '09:06')
    expect(await proposalsOf(id)).toMatchObject([{ closedAs: 'recovered', closedAt: instant('09:06') }])
    expect((await readProbe(at('09:06'), id)).alarms).toMatchObject([{ closedAs: 'recovered' }])
    expect(await Incident.query(database.db).resultSize()).toBe(0)
  })

  it('that flickers stays silent', async () => {
    const id = await makeProbe(at('09:00'), server.url())
    for (const minute of ['00', '02', '04', '06', '08']) {
      await runs(503, `09:${minute}`)
      await runs(200, `09:${minute.replace(/.$/, (digit) => String(Number(digit) + 1))}`)
    }
    expect(await proposalsOf(id)).toEqual([])
  })

  it('keeps its alarm back while its component is under maintenance, and raises it after', async () => {
    const componentId = await makeComponent(at('09:00'))
    const id = await makeProbe(at('09:00'), server.url(), { componentId })
    await scheduleMaintenance(at('08:00'), {
      nameFr: 'Mise à jour',
      bodyFr: 'Les paiements restent possibles.',
      scheduledFor: instant('09:00'),
      scheduledUntil: instant('09:30'),
      componentIds: [componentId],
      autoStart: true,
      autoEnd: true,
      notify: false,
    })
    await runs(503, '09:00', '09:01', '09:02')
    expect(await stateOf(id)).toMatchObject({ heldBy: 'maintenance', failing: false, failures: 3 })
    expect(await proposalsOf(id)).toEqual([])
    await runs(503, '09:30')
    expect(await stateOf(id)).toMatchObject({ heldBy: null, failing: true })
    expect(await proposalsOf(id)).toMatchObject([{ since: instant('09:00') }])
  })

  it('says nothing of an archived component', async () => {
    const componentId = await makeComponent(at('09:00'))
    const id = await makeProbe(at('09:00'), server.url(), { componentId, mode: 'open' })
    await archiveComponent(at('09:00'), componentId)
    await runs(503, '09:00', '09:01')
    expect(await stateOf(id)).toMatchObject({ heldBy: 'archived', failing: false })
    expect(await Incident.query(database.db).where({ kind: 'incident' }).resultSize()).toBe(0)
  })

  it('changes nothing when it is checked by hand', async () => {
    const id = await makeProbe(at('09:00'), server.url('/503'), { failuresToAlarm: 1 })
    const before = await stateOf(id)
    expect(await checkNow(at('09:00'), id)).toMatchObject({ outcome: 'status', httpStatus: 503 })
    expect(await stateOf(id)).toEqual(before)
  })
})

describe('probes that all fail at once', () => {
  /** Three hosts that refuse every connection, and a fourth that can answer. */
  const silent = (host: string) => `http://${host}:1/`
  const together = async (fields: Parameters<typeof makeProbe>[2] = {}) => {
    for (const host of ['127.0.0.2', '127.0.0.3', 'localhost']) {
      await makeProbe(at('09:00'), silent(host), { name: host, ...fields })
    }
  }
  const proposed = async () =>
    (await listAlerts(at('09:00'))).proposals.map(({ probeName }) => probeName).sort()

  it('raise no alarm, and the desk says so', async () => {
    await together()
    await runs(200, '09:00', '09:01', '09:02')
    expect(await listAlerts(at('09:02'))).toMatchObject({ proposals: [], reachesNothing: true })
    expect((await listProbes(at('09:02'))).map(({ heldBy }) => heldBy)).toEqual([
      'network',
      'network',
      'network',
    ])
  })

  it('raise them as soon as one answers, whatever it answers', async () => {
    await together()
    await runs(200, '09:00', '09:01')
    await makeProbe(at('09:02'), server.url('/503'), { name: 'answers' })
    await run('09:02')
    expect(await proposed()).toEqual(['127.0.0.2', '127.0.0.3', 'localhost'])
    expect((await listAlerts(at('09:02'))).reachesNothing).toBe(false)
  })

  it('have those that look seldom look at once', async () => {
    const seldom = await makeProbe(at('08:30'), server.url(), { intervalSeconds: 3600 })
    await runs(200, '08:30')
    await together({ intervalSeconds: 60 })
    await run('09:00')
    await run('09:01')
    // Held back, and asked in the same run: there is an answer, so the second look raises the alarms.
    expect((await stateOf(seldom)).checkedAt).toEqual(instant('09:01'))
    await run('09:01:30')
    expect(await proposed()).toHaveLength(3)
  })

  it('are believed where there are few', async () => {
    await makeProbe(at('09:00'), silent('127.0.0.2'))
    await makeProbe(at('09:00'), silent('127.0.0.3'))
    await runs(200, '09:00', '09:01')
    expect(await proposed()).toHaveLength(2)
  })
})
