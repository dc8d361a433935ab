import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#app/domain/access/actor.ts'
import type { ComponentStatus } from '#app/domain/components/status.ts'
import { correctUpdate } from '#app/domain/incidents/correct-update.ts'
import { deleteIncident } from '#app/domain/incidents/delete-incident.ts'
import { recordIncident } from '#app/domain/incidents/record-incident.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { Incident, IncidentUpdate } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'

// Every number is worked out beside it: seconds measured, seconds down, and 1 - down / measured. The page has 90 days
// in Paris, of which today counts up to now.

const database = useDatabase()
let publisher: Actor
beforeAll(async () => {
  publisher = await createPublisher(database.db)
})

const DAY = 86_400
const HOUR = 3_600
const at = (time: string) => statusContext(database.db, publisher, new Date(time).toISOString())

/** An incident that gave the component a status from one instant to the other, published as it happened. */
async function outage(
  component: string,
  status: ComponentStatus,
  began: string,
  ended: string,
): Promise<string> {
  const incidentId = await makeIncident(at(began), { [component]: status })
  await resolveIncident(at(ended), incidentId)
  return incidentId
}

async function measured(component: string, now: string) {
  const status = await buildPublicStatus(at(now))
  const { uptime, outages, states } = status.components.find(({ id }) => id === component) ?? {}
  const stateOf = (day: string) => states?.[status.days.indexOf(day)]
  return { uptime, outages, stateOf }
}

describe('the uptime of a component, through the verbs', () => {
  it('splits an outage over midnight', async () => {
    const cards = await makeComponent(at('2026-11-01T00:00:00Z'))
    await outage(cards, 'major_outage', '2026-11-20T23:30:00+01:00', '2026-11-21T00:45:00+01:00')
    // Noon on 23 November: 89 whole days, of which 25 October has one hour more, and 12 hours of today.
    const { uptime, outages } = await measured(cards, '2026-11-23T12:00:00+01:00')
    expect(outages).toEqual({
      '2026-11-20': { majorSeconds: 1_800, partialSeconds: 0 },
      '2026-11-21': { majorSeconds: 2_700, partialSeconds: 0 },
    })
    expect(uptime).toBeCloseTo(1 - (1_800 + 2_700) / (89 * DAY + HOUR + 12 * HOUR), 12)
  })

  it('measures real hours when summer time begins', async () => {
    const cards = await makeComponent(at('2026-01-01T00:00:00Z'), { startDate: '2026-03-29' })
    // 01:00 to 04:00 by the clock: the hour from 02:00 does not exist, so two hours.
    await outage(cards, 'major_outage', '2026-03-29T01:00:00+01:00', '2026-03-29T04:00:00+02:00')
    // The day has 23 hours; on the 30th, 12 more.
    const { uptime, outages } = await measured(cards, '2026-03-30T12:00:00+02:00')
    expect(outages).toEqual({ '2026-03-29': { majorSeconds: 2 * HOUR, partialSeconds: 0 } })
    expect(uptime).toBeCloseTo(1 - 2 / (23 + 12), 12)
  })

  it('measures real hours when summer time ends', async () => {
    const cards = await makeComponent(at('2026-01-01T00:00:00Z'), { startDate: '2026-10-25' })
    // 01:00 to 04:00 by the clock: the hour from 02:00 comes twice, so four hours, at 0.3 each.
    await outage(cards, 'partial_outage', '2026-10-25T01:00:00+02:00', '2026-10-25T04:00:00+01:00')
    // The day has 25 hours; on the 26th, 5 more: 1.2 of 30.
    const { uptime, outages } = await measured(cards, '2026-10-26T05:00:00+01:00')
    expect(outages).toEqual({ '2026-10-25': { majorSeconds: 0, partialSeconds: 4 * HOUR } })
    expect(uptime).toBeCloseTo(1 - (0.3 * 4) / (25 + 5), 12)
  })

  it('counts overlapping incidents once, at the worse of them', async () => {
    const cards = await makeComponent(at('2026-11-01T00:00:00Z'), { startDate: '2026-11-22' })
    const slow = await makeIncident(at('2026-11-22T10:00:00+01:00'), { [cards]: 'partial_outage' })
    await outage(cards, 'major_outage', '2026-11-22T11:00:00+01:00', '2026-11-22T12:00:00+01:00')
    await outage(cards, 'partial_outage', '2026-11-22T12:30:00+01:00', '2026-11-22T13:30:00+01:00')
    await resolveIncident(at('2026-11-22T13:00:00+01:00'), slow)
    // 10-11 partial, 11-12 major, 12-13:30 partial: 1 h major and 2.5 h partial, 1 + 0.75 of 24 + 12 hours.
    const { uptime, outages, stateOf } = await measured(cards, '2026-11-23T12:00:00+01:00')
    expect(outages).toEqual({ '2026-11-22': { majorSeconds: HOUR, partialSeconds: 2.5 * HOUR } })
    expect(stateOf('2026-11-22')).toBe('major_outage')
    expect(uptime).toBeCloseTo(1 - 1.75 / 36, 12)
  })

  it('begins on the start date of a component that came in the middle', async () => {
    const cards = await makeComponent(at('2026-11-01T00:00:00Z'), { startDate: '2026-11-21' })
    // The first hour lies before the start date and counts nowhere.
    await outage(cards, 'major_outage', '2026-11-20T23:00:00+01:00', '2026-11-21T06:00:00+01:00')
    // Two whole days and 12 hours, 6 of them down.
    const { uptime, outages, stateOf } = await measured(cards, '2026-11-23T12:00:00+01:00')
    expect([stateOf('2026-11-20'), stateOf('2026-11-21')]).toEqual(['no_data', 'major_outage'])
    expect(outages).toEqual({ '2026-11-21': { majorSeconds: 6 * HOUR, partialSeconds: 0 } })
    expect(uptime).toBe(1 - 6 / 60)
  })

  it('follows an incident whose beginning is backdated', async () => {
    const cards = await makeComponent(at('2026-11-01T00:00:00Z'), { startDate: '2026-11-22' })
    const incidentId = await outage(
      cards,
      'major_outage',
      '2026-11-22T10:00:00+01:00',
      '2026-11-22T12:00:00+01:00',
    )
    // 2 of 36 hours; backdated by one hour, 3 of 36.
    expect((await measured(cards, '2026-11-23T12:00:00+01:00')).uptime).toBeCloseTo(1 - 2 / 36, 12)
    const first = await IncidentUpdate.query(database.db)
      .findOne({ incidentId, status: 'investigating' })
      .throwIfNotFound()
    await correctUpdate(at('2026-11-22T13:00:00+01:00'), {
      updateId: first.id,
      version: 2,
      bodyFr: first.bodyFr,
      displayAt: new Date('2026-11-22T09:00:00+01:00'),
    })
    expect((await measured(cards, '2026-11-23T12:00:00+01:00')).uptime).toBeCloseTo(1 - 3 / 36, 12)
  })

  it('forgets a deleted incident and keeps the one below it', async () => {
    const cards = await makeComponent(at('2026-11-01T00:00:00Z'), { startDate: '2026-11-22' })
    const slow = await makeIncident(at('2026-11-22T09:00:00+01:00'), { [cards]: 'partial_outage' })
    const wrong = await outage(
      cards,
      'major_outage',
      '2026-11-22T10:00:00+01:00',
      '2026-11-22T12:00:00+01:00',
    )
    await resolveIncident(at('2026-11-22T13:00:00+01:00'), slow)
    // 9-10 and 12-13 partial, 10-12 major: 2 + 0.6 of 36 hours. Without the major one 4 h partial: 1.2.
    expect((await measured(cards, '2026-11-23T12:00:00+01:00')).uptime).toBeCloseTo(1 - 2.6 / 36, 12)
    const { version } = await Incident.query(database.db).findById(wrong).throwIfNotFound()
    await deleteIncident(at('2026-11-22T14:00:00+01:00'), { incidentId: wrong, version })
    const { uptime, outages } = await measured(cards, '2026-11-23T12:00:00+01:00')
    expect(outages).toEqual({ '2026-11-22': { majorSeconds: 0, partialSeconds: 4 * HOUR } })
    expect(uptime).toBeCloseTo(1 - 1.2 / 36, 12)
  })

  it('takes in an incident that was entered after the fact', async () => {
    const cards = await makeComponent(at('2026-11-01T00:00:00Z'), { startDate: '2026-11-22' })
    await recordIncident(at('2026-11-23T08:00:00+01:00'), {
      nameFr: 'Panne de la nuit',
      bodyFr: 'Saisie le matin.',
      components: [{ id: cards, status: 'major_outage' }],
      beganAt: new Date('2026-11-22T22:00:00+01:00'),
      endedAt: new Date('2026-11-23T01:00:00+01:00'),
    })
    // 2 hours before midnight and 1 after it, of 36.
    const { uptime, outages } = await measured(cards, '2026-11-23T12:00:00+01:00')
    expect(outages).toEqual({
      '2026-11-22': { majorSeconds: 2 * HOUR, partialSeconds: 0 },
      '2026-11-23': { majorSeconds: HOUR, partialSeconds: 0 },
    })
    expect(uptime).toBeCloseTo(1 - 3 / 36, 12)
  })
})
