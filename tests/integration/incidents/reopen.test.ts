import { beforeAll, describe, expect, it } from 'vitest'
import { correctUpdate } from '#app/domain/incidents/correct-update.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { IncidentUpdate } from '#db/models/status.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { type IncidentDesk, incidentDesk, makeIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let desk: IncidentDesk
beforeAll(async () => {
  desk = await incidentDesk(database.db)
})

const update = { bodyFr: 'Suite.', components: [], notify: false } as const

async function resolved() {
  const cards = await makeComponent(desk.at('08:00'))
  const incidentId = await makeIncident(desk.at('09:00'), { [cards]: 'major_outage' })
  await publishUpdate(desk.at('09:30'), { ...update, incidentId, version: 1, status: 'resolved' })
  return { cards, incidentId, again: { ...update, incidentId, version: 2, reopen: true } }
}

describe('a resolved incident that goes on', () => {
  it('is opened again with what it touches now, and ends a second time', async () => {
    const { at, incidentOf, historyOf } = desk
    const { cards, incidentId, again } = await resolved()
    const components = [{ id: cards, status: 'partial_outage' as const }]
    await publishUpdate(at('10:00'), { ...again, status: 'identified', components })
    expect(await incidentOf(incidentId)).toMatchObject({
      ...{ status: 'identified', impact: 'major', version: 3, resolvedAt: null },
      startedAt: new Date('2026-11-23T09:00:00Z'),
    })
    await publishUpdate(at('10:20'), { ...update, incidentId, version: 3, status: 'resolved' })
    expect(await incidentOf(incidentId)).toMatchObject({
      ...{ status: 'resolved', impact: 'critical', resolvedAt: new Date('2026-11-23T10:20:00Z') },
    })
    expect(await historyOf(cards)).toEqual([
      '09:00 major_outage',
      '09:30 operational',
      '10:00 partial_outage',
      '10:20 operational',
    ])
    const audit = await AuditEntry.query(database.db).where({ subjectId: incidentId }).orderBy('id')
    expect(audit.map(({ action }) => action)).toEqual([
      'incident.opened',
      'incident.updated',
      'incident.reopened',
      'incident.updated',
    ])
  })

  it('never stopped where it is opened again as of its end', async () => {
    const { cards, again } = await resolved()
    await publishUpdate(desk.at('10:00'), {
      ...again,
      status: 'investigating',
      components: [{ id: cards, status: 'major_outage' }],
      displayAt: new Date('2026-11-23T09:30:00Z'),
    })
    expect(await desk.historyOf(cards)).toEqual(['09:00 major_outage'])
  })

  it('keeps the end that holds when an update is corrected', async () => {
    const { at, incidentOf } = desk
    const { incidentId, again } = await resolved()
    const correct = async (status: string, version: number, now: string, moved?: string) => {
      const [one] = await IncidentUpdate.query(database.db)
        .where({ incidentId, status })
        .orderBy('displayAt', 'desc')
      const displayAt = moved ? new Date(`2026-11-23T${moved}:00Z`) : undefined
      await correctUpdate(at(now), { updateId: one?.id ?? '', version, bodyFr: 'Corrigé.', displayAt })
      return (await incidentOf(incidentId)).resolvedAt?.toISOString().slice(11, 16) ?? null
    }
    await publishUpdate(at('10:00'), { ...again, status: 'monitoring' })
    expect(await correct('resolved', 3, '10:05')).toBeNull()
    await publishUpdate(at('10:20'), { ...update, incidentId, version: 4, status: 'resolved' })
    expect(await correct('investigating', 5, '10:30')).toBe('10:20')
    expect(await correct('resolved', 6, '10:30', '10:10')).toBe('10:10')
  })

  it('is opened by who says so alone, and not as something that is over', async () => {
    const { at, incidentOf } = desk
    const { incidentId, again } = await resolved()
    const late = publishUpdate(at('10:00'), { ...again, reopen: false, status: 'monitoring' })
    await expect(late).rejects.toMatchObject({ kind: 'PreconditionFailed', code: 'publish.incidentOver' })
    const refused = { kind: 'PreconditionFailed', code: 'publish.notToReopen' }
    for (const status of ['resolved', 'postmortem'] as const)
      await expect(publishUpdate(at('10:00'), { ...again, status })).rejects.toMatchObject(refused)
    const both = await Promise.allSettled(
      ['investigating', 'identified'].map((status) =>
        publishUpdate(at('10:00'), { ...again, status: status as 'investigating' }),
      ),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await incidentOf(incidentId)).toMatchObject({ version: 3 })
  })

  it('is another one once it is open, or has a postmortem', async () => {
    const { incidentId, again } = await resolved()
    const reopen = (version: number) =>
      publishUpdate(desk.at('11:00'), { ...again, version, status: 'investigating' })
    await publishUpdate(desk.at('10:00'), { ...update, incidentId, version: 2, status: 'postmortem' })
    await expect(reopen(3)).rejects.toMatchObject({ code: 'publish.notToReopen' })
    const open = await makeIncident(desk.at('10:00'), {})
    const running = publishUpdate(desk.at('11:00'), {
      ...{ ...again, incidentId: open, version: 1 },
      status: 'investigating',
    })
    await expect(running).rejects.toMatchObject({ code: 'publish.notToReopen' })
  })
})
