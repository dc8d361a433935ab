import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#app/domain/access/actor.ts'
import { deleteIncident } from '#app/domain/incidents/delete-incident.ts'
import { listEvents } from '#app/domain/incidents/list-events.ts'
import { eventQuerySchema } from '#app/domain/incidents/schemas.ts'
import { EVENTS_PER_PAGE, searchEvents } from '#app/domain/incidents/search-events.ts'
import { cancelMaintenance } from '#app/domain/maintenance/cancel-maintenance.ts'
import { eventLine } from '#app/routes/desk/view.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { makeMaintenance } from '#tests/factories/maintenance.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let publisher: Actor
beforeAll(async () => {
  publisher = await createPublisher(database.db)
})

const at = (time: string) => statusContext(database.db, publisher, `2026-11-23T${time}:00.000Z`)
const found = async (query: Parameters<typeof searchEvents>[1]) => {
  const { events, next } = await searchEvents(at('12:00'), query)
  return { ids: events.map(({ incident }) => incident.id), next }
}
const called = (name: string) => ({ nameFr: name, nameEn: name })

describe('the list of everything', () => {
  it('is found by name in either language, accents aside, and by whether it is over', async () => {
    const cards = await makeComponent(at('08:00'))
    const open = await makeIncident(at('09:00'), { [cards]: 'major_outage' }, { nameFr: 'Été 100 %' })
    const over = await makeIncident(at('09:30'), {}, { nameFr: 'Été sec', nameEn: 'Dry summer' })
    await resolveIncident(at('10:00'), over)
    expect((await found({ search: 'ete' })).ids).toEqual([over, open])
    expect((await found({ search: 'DRY' })).ids).toEqual([over])
    expect((await found({ search: '0 %' })).ids).toEqual([open])
    expect((await found({ search: 'ete', state: 'open' })).ids).toEqual([open])
    expect((await found({ search: 'ete', state: 'closed' })).ids).toEqual([over])
    expect((await found({ search: 'nowhere' })).ids).toEqual([])
  })

  it('goes on where a page ended, whatever is added or deleted meanwhile', async () => {
    const made: string[] = []
    for (let count = 0; count < EVENTS_PER_PAGE + 3; count++) {
      // All but one begin at the same moment: their ids tell them apart.
      made.push(await makeIncident(at(count === 0 ? '06:00' : '07:00'), {}, called('Paged')))
    }
    const first = await found({ search: 'paged' })
    expect(first.ids).toHaveLength(EVENTS_PER_PAGE)
    expect(first.next).toBe(first.ids.at(-1))
    const added = await makeIncident(at('11:00'), {}, called('Paged'))
    const gone = [first.next as string, made[0] as string]
    for (const incidentId of gone) await deleteIncident(at('11:10'), { incidentId, version: 1 })

    const second = await found({ search: 'paged', after: first.next as string })
    expect(second.next).toBeNull()
    expect(new Set([...first.ids, ...second.ids])).toEqual(new Set(made.filter((id) => id !== made[0])))
    expect(second.ids).toHaveLength(2)
    const again = await found({ search: 'paged' })
    expect(again.ids[0]).toBe(added)
    for (const id of gone) expect(again.ids).not.toContain(id)
  })

  it('takes an address that fits nothing as its beginning', () => {
    expect(eventQuerySchema.parse({ after: "x' or 1", search: 'a'.repeat(201), state: 'all' })).toEqual({})
    expect(eventQuerySchema.parse({ state: '', search: '' })).toEqual({ search: '' })
  })

  it('has cancelled windows as cancelled, and the desk does not take those ahead for the past', async () => {
    const window = (day: string) => ({
      scheduledFor: new Date(`${day}T01:00:00.000Z`),
      scheduledUntil: new Date(`${day}T03:00:00.000Z`),
    })
    const ahead = await makeMaintenance(at('08:00'), { ...called('Called off'), ...window('2026-12-01') })
    const near = await makeMaintenance(at('08:00'), { ...called('Called off'), ...window('2026-11-24') })
    for (const maintenanceId of [ahead, near]) {
      await cancelMaintenance(at('09:00'), { maintenanceId, version: 1, bodyFr: 'Annulée.', notify: false })
    }
    const { events } = await searchEvents(at('12:00'), { search: 'called off', state: 'closed' })
    expect(events.map((event) => eventLine(event, 'fr'))).toMatchObject([
      { id: ahead, cancelled: true },
      { id: near, cancelled: true },
    ])
    const recentAt = async (now: string) => {
      const { recent } = await listEvents(statusContext(database.db, publisher, now))
      return recent.filter(({ cancelled }) => cancelled).map(({ incident }) => incident.id)
    }
    expect(await recentAt('2026-11-24T00:59:59.999Z')).toEqual([])
    expect(await recentAt('2026-11-24T01:00:00.000Z')).toEqual([near])
  })
})
