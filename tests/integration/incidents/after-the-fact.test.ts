import { beforeAll, describe, expect, it } from 'vitest'
import { correctUpdate } from '#app/domain/incidents/correct-update.ts'
import { recordIncident } from '#app/domain/incidents/record-incident.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Broadcast } from '#db/models/mail.ts'
import { Incident, IncidentUpdate } from '#db/models/status.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { type IncidentDesk, incidentDesk, makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let desk: IncidentDesk
beforeAll(async () => {
  desk = await incidentDesk(database.db)
})

const instant = (time: string) => new Date(`2026-11-23T${time}:00.000Z`)

const updateOf = (incidentId: string) =>
  IncidentUpdate.query(database.db).findOne({ incidentId }).throwIfNotFound()
const auditOf = (subjectId: string, action: string) =>
  AuditEntry.query(database.db).findOne({ subjectId, action }).throwIfNotFound()

describe('backdating an update', () => {
  it('moves the beginning, and the history with it, to both sides', async () => {
    const { at, historyOf, incidentOf } = desk
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'major_outage' })
    const { id: updateId } = await updateOf(incidentId)
    const move = (version: number, time: string) =>
      correctUpdate(at('12:00'), { updateId, version, bodyFr: 'Panne.', displayAt: instant(time) })
    await move(1, '08:20')
    expect(await historyOf(cards)).toEqual(['08:20 major_outage'])
    expect((await incidentOf(incidentId)).startedAt).toEqual(instant('08:20'))
    await move(2, '09:30')
    expect(await historyOf(cards)).toEqual(['09:30 major_outage'])
    expect(await incidentOf(incidentId)).toMatchObject({ startedAt: instant('09:30'), version: 3 })
    expect(await auditOf(incidentId, 'incident.update_corrected')).toMatchObject({
      before: { displayAt: '2026-11-23T09:00:00.000Z' },
      after: { displayAt: '2026-11-23T08:20:00.000Z' },
    })
  })

  it('moves the end', async () => {
    const { at, historyOf, incidentOf } = desk
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'major_outage' })
    await resolveIncident(at('11:00'), incidentId)
    const [last] = await IncidentUpdate.query(database.db).where({ incidentId, status: 'resolved' })
    await correctUpdate(at('12:00'), {
      updateId: last?.id ?? '',
      version: 2,
      bodyFr: 'Rétabli.',
      displayAt: instant('10:15'),
    })
    expect(await historyOf(cards)).toEqual(['09:00 major_outage', '10:15 operational'])
    expect((await incidentOf(incidentId)).resolvedAt).toEqual(instant('10:15'))
  })

  it.each([
    ['10:01', 'publish.displayAtOutOfOrder'],
    ['12:01', 'publish.displayAtInFuture'],
  ])('of the first of two updates (09:00, 10:00) to %s is refused', async (time, code) => {
    const { at, historyOf } = desk
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'major_outage' })
    const { id: updateId } = await updateOf(incidentId)
    await resolveIncident(at('10:00'), incidentId)
    await expect(
      correctUpdate(at('12:00'), { updateId, version: 2, bodyFr: 'x', displayAt: instant(time) }),
    ).rejects.toMatchObject({ kind: 'Invalid', code })
    expect(await historyOf(cards)).toEqual(['09:00 major_outage', '10:00 operational'])
  })

  it('leaves the time alone when only the text is mended', async () => {
    const { at } = desk
    const incidentId = await makeIncident(at('09:00'), {})
    const { id: updateId } = await updateOf(incidentId)
    await correctUpdate(at('09:30'), { updateId, version: 1, bodyFr: 'Juste.' })
    expect(await updateOf(incidentId)).toMatchObject({
      displayAt: instant('09:00'),
      correctedAt: instant('09:30'),
    })
  })
})

describe('entering an incident after the fact', () => {
  const past = {
    nameFr: 'Versements en retard',
    bodyFr: 'Le fichier de la banque est arrivé en retard.',
    beganAt: instant('06:00'),
    endedAt: instant('07:30'),
  }

  it('writes its whole history and tells nobody', async () => {
    const { at, incidentOf, historyOf } = desk
    const payouts = await makeComponent(at('05:00'))
    const incidentId = await recordIncident(at('12:00'), {
      ...past,
      components: [{ id: payouts, status: 'major_outage' }],
    })
    expect(await incidentOf(incidentId)).toMatchObject({
      status: 'resolved',
      impact: 'critical',
      startedAt: past.beganAt,
      resolvedAt: past.endedAt,
    })
    expect(await historyOf(payouts)).toEqual(['06:00 major_outage', '07:30 operational'])
    const updates = await IncidentUpdate.query(database.db).where({ incidentId }).orderBy('displayAt')
    expect(updates.map(({ bodyFr }) => bodyFr)).toEqual([past.bodyFr, expect.stringContaining('après coup')])
    const told = await Broadcast.query(database.db).whereIn(
      'updateId',
      updates.map(({ id }) => id),
    )
    expect(told).toEqual([])
  })

  it('keeps the impact that was chosen', async () => {
    const { at, incidentOf } = desk
    const incidentId = await recordIncident(at('12:00'), { ...past, impact: 'minor', components: [] })
    expect((await incidentOf(incidentId)).impact).toBe('minor')
  })

  it.each([
    [{ endedAt: past.beganAt }, 'publish.endsBeforeStart'],
    [{ endedAt: instant('05:00') }, 'publish.endsBeforeStart'],
    [{ endedAt: new Date(instant('12:00').getTime() + 1) }, 'publish.endInFuture'],
    [{ bodyFr: ' ' }, 'publish.textMissing'],
    [{ nameFr: undefined }, 'publish.nameMissing'],
    [{ components: [{ id: 'aaaaaaaaaaaa', status: 'major_outage' as const }] }, 'publish.unknownComponent'],
  ])('refuses %j and leaves nothing behind', async (fields, code) => {
    const { at } = desk
    const before = await Incident.query(database.db).resultSize()
    await expect(recordIncident(at('12:00'), { ...past, components: [], ...fields })).rejects.toMatchObject({
      kind: 'Invalid',
      code,
    })
    expect(await Incident.query(database.db).resultSize()).toBe(before)
  })
})
