import ICAL from 'ical.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { rescheduleMaintenance } from '#app/domain/maintenance/reschedule-maintenance.ts'
import { maintenanceCalendar } from '#app/domain/snapshot/calendar.ts'
import { freshnessOf } from '#app/domain/snapshot/freshness.ts'
import { HOSTILE_READ, type HostileScene, makeHostileScene } from '#tests/factories/hostile-status.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: HostileScene
beforeAll(async () => {
  scene = await makeHostileScene(database.db)
})

const CONFIRMED = new Date('2026-11-23T09:00:00Z')
const fresh = freshnessOf(CONFIRMED, CONFIRMED)

/** The calendar as a strict reader understands it. */
async function read(time = '09:00', locale: 'fr' | 'en' = 'fr', freshness = fresh) {
  const text = maintenanceCalendar(await scene.build(time), locale, freshness)
  ICAL.design.strict = true
  const calendar = new ICAL.Component(ICAL.parse(text))
  const events = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event))
  const eventOf = (id: string) => {
    const found = events.find(({ uid }) => uid.startsWith(id))
    if (!found) throw new Error(`no event for ${id}`)
    return found
  }
  return { text, calendar, events, eventOf }
}

describe('the calendar of maintenance', () => {
  it('has each window once, in UTC, with its text, components and page', async () => {
    const { eventOf, events } = await read()
    expect(events).toHaveLength(2)
    const event = eventOf(scene.maintenanceId)
    expect(event.startDate.toString()).toBe('2026-11-23T12:00:00Z')
    expect(event.endDate.toString()).toBe('2026-11-23T14:00:00Z')
    expect(event.summary).toBe(HOSTILE_READ)
    expect(event.description).toContain('Première ligne, puis ; \\ et\n\n')
    expect(event.description).toContain(HOSTILE_READ)
    const { component } = event
    expect(component.getFirstPropertyValue('status')).toBe('CONFIRMED')
    expect(component.getFirstPropertyValue('url')).toBe(
      `https://status.vigie.test/status/incidents/${scene.maintenanceId}`,
    )
    expect(String(component.getFirstPropertyValue('last-modified'))).toBe('2026-11-23T08:40:00Z')
  })

  it('is named and says how often to come back', async () => {
    const { calendar } = await read('09:00', 'en')
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('Maintenance · Vigie')
    expect(String(calendar.getFirstPropertyValue('refresh-interval'))).toBe('PT15M')
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH')
  })

  it('keeps what was cancelled, as such', async () => {
    const { component } = (await read()).eventOf(scene.cancelledId)
    expect(component.getFirstPropertyValue('status')).toBe('CANCELLED')
    expect((await scene.build('19:00')).maintenances.map(({ cancelled }) => cancelled)).toEqual([true, false])
  })

  it('holds whole lines of at most 75 bytes, and the same bytes while nothing changes', async () => {
    const { text } = await read('09:00')
    expect(text).toMatch(/\r\nEND:VCALENDAR\r\n$/)
    expect(text.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([])
    expect(text).not.toMatch(/[^\r]\n/)
    expect((await read('09:01')).text).toBe(text)
  })

  it('says when it is not confirmed any more', async () => {
    const stale = freshnessOf(CONFIRMED, new Date('2026-11-23T09:30:00Z'))
    const description = (await read('09:00', 'fr', stale)).calendar.getFirstPropertyValue('x-wr-caldesc')
    expect(description).toMatch(/^Ces informations ne sont plus confirmées depuis 30 min\. /)
  })

  it('raises the sequence of what moved, under the same id', async () => {
    const before = (await read()).eventOf(scene.maintenanceId)
    await rescheduleMaintenance(scene.at('09:10'), {
      maintenanceId: scene.maintenanceId,
      version: 1,
      scheduledFor: new Date('2026-11-23T13:00:00Z'),
      scheduledUntil: new Date('2026-11-23T15:00:00Z'),
      bodyFr: 'Une heure plus tard.',
      notify: false,
    })
    const after = (await read('09:11')).eventOf(scene.maintenanceId)
    expect(after.uid).toBe(before.uid)
    expect(after.sequence).toBeGreaterThan(before.sequence)
    expect(after.startDate.toString()).toBe('2026-11-23T13:00:00Z')
  })
})
