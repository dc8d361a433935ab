import { beforeAll, describe, expect, it } from 'vitest'
import { archiveComponent } from '#app/domain/components/archive-component.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { type IncidentDesk, incidentDesk, makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let desk: IncidentDesk
beforeAll(async () => {
  desk = await incidentDesk(database.db)
})

describe('overlapping incidents', () => {
  it('show the worst, and closing one reveals the next', async () => {
    const { at, statusOf, historyOf } = desk
    const cards = await makeComponent(at('08:00'))
    const slow = await makeIncident(at('09:00'), { [cards]: 'degraded_performance' })
    const down = await makeIncident(at('09:30'), { [cards]: 'major_outage' })
    expect(await statusOf(cards)).toBe('major_outage')
    await resolveIncident(at('10:00'), down)
    expect(await statusOf(cards)).toBe('degraded_performance')
    await resolveIncident(at('11:00'), slow)
    expect(await statusOf(cards)).toBe('operational')
    expect(await historyOf(cards)).toEqual([
      '09:00 degraded_performance',
      '09:30 major_outage',
      '10:00 degraded_performance',
      '11:00 operational',
    ])
  })
})

describe('an archived component', () => {
  it('does not keep its incident from being resolved', async () => {
    const { at, incidentOf } = desk
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'major_outage' })
    await archiveComponent(at('09:10'), cards)
    await resolveIncident(at('10:00'), incidentId)
    expect((await incidentOf(incidentId)).status).toBe('resolved')
  })
})
