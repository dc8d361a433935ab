import { beforeAll, describe, expect, it } from 'vitest'
import type { EventView } from '#app/components/status/types.ts'
import { cancelMaintenance } from '#app/domain/maintenance/cancel-maintenance.ts'
import { rescheduleMaintenance } from '#app/domain/maintenance/reschedule-maintenance.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { atomFeed, rssFeed } from '#app/domain/snapshot/feeds.ts'
import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { statuspageDocuments } from '#app/domain/snapshot/statuspage.ts'
import { updateName } from '#app/i18n/state-name.ts'
import { translator } from '#app/i18n/translate.ts'
import { eventViewer } from '#app/routes/status/events.server.ts'
import { historyView } from '#app/routes/status/history.server.ts'
import { statusView } from '#app/routes/status/view.server.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { makeMaintenance } from '#tests/factories/maintenance.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = new Date('2026-11-23T09:00:00Z')
let status: PublicStatus
const ids: Record<string, string> = {}

beforeAll(async () => {
  const publisher = await createPublisher(database.db)
  const at = (time: string) => statusContext(database.db, publisher, `2026-11-${time}:00.000Z`)
  const component = await makeComponent(at('01T00:00'))
  ids.incident = await makeIncident(at('20T08:00'), { [component]: 'major_outage' })
  await resolveIncident(at('20T09:00'), ids.incident)
  const cancelled = async (from: string, until: string) => {
    const maintenanceId = await makeMaintenance(at('22T08:00'), {
      scheduledFor: new Date(from),
      scheduledUntil: new Date(until),
      componentIds: [component],
    })
    const bodies = { bodyFr: "Elle n'aura pas lieu.", bodyEn: 'It will not take place.' }
    await cancelMaintenance(at('22T09:00'), { maintenanceId, version: 1, ...bodies, notify: false })
    return maintenanceId
  }
  ids.tonight = await cancelled('2026-11-23T22:00:00Z', '2026-11-23T22:59:00Z')
  // Midnight in Paris, and more of them than the page lists.
  for (let minute = 0; minute < 12; minute += 1) {
    await cancelled(`2026-11-23T23:${String(minute).padStart(2, '0')}:00Z`, '2026-11-24T01:00:00Z')
  }
  ids.moved = await makeMaintenance(at('22T08:00'), {
    scheduledFor: new Date('2026-12-01T01:00:00Z'),
    scheduledUntil: new Date('2026-12-01T03:00:00Z'),
    componentIds: [component],
  })
  const told = { maintenanceId: ids.moved, bodyFr: 'Un autre jour.', bodyEn: 'Another day.', notify: false }
  await rescheduleMaintenance(at('22T08:10'), {
    ...told,
    version: 1,
    scheduledFor: new Date('2026-12-02T01:00:00Z'),
    scheduledUntil: new Date('2026-12-02T03:00:00Z'),
  })
  await cancelMaintenance(at('22T08:20'), { ...told, version: 2 })
  status = await buildPublicStatus(at('23T09:00'))
})

describe('what is past', () => {
  it('does not hold what was cancelled for a day to come, which hides nothing that was', () => {
    const { recent, upcoming } = statusView(status, 'fr', NOW)
    const told = recent.shown.flatMap(({ events }) => events.map(({ id }) => id))
    expect(told).toEqual([ids.tonight, ids.incident])
    expect(recent.others).toBe(0)
    expect(recent.shown.at(-1)?.from).toBe('2026-11-09')
    expect(upcoming.shown).toEqual([])
    const [november] = historyView(status, 'fr', NOW, undefined).months
    expect(november?.events.map(({ id }) => id)).toEqual([ids.tonight, ids.incident])
  })

  it('holds it once its day has come', () => {
    const later = new Date('2026-11-23T23:00:00Z')
    expect(statusView(status, 'fr', later).recent.shown[0]?.events).toHaveLength(10)
  })

  it('renders no text that the page does not show', () => {
    const texts = (events: readonly EventView[]) =>
      events.map(({ updates }) => [updates.shown.length, updates.others])
    const { recent } = statusView(status, 'fr', NOW)
    expect(recent.shown.flatMap(({ events }) => texts(events))).toEqual([
      [1, 1],
      [1, 1],
    ])
    const [incident] = status.incidents
    if (!incident) throw new Error('no incident')
    const incidents = Array.from({ length: 30 }, () => incident)
    const [november] = historyView({ ...status, incidents, maintenances: [] }, 'fr', NOW, undefined).months
    expect(new Set(texts(november?.events ?? []).map(String))).toEqual(new Set(['1,1']))
    expect(texts(november?.brief ?? [])).toEqual(Array.from({ length: 5 }, () => [0, 2]))
  })
})

describe('a maintenance that was moved, then cancelled', () => {
  const moved = () => {
    const found = status.maintenances.find(({ id }) => id === ids.moved)
    if (!found) throw new Error('no such maintenance')
    return found
  }

  it.each([
    ['fr', ['Annulée', 'Déplacée', 'Prévue']],
    ['en', ['Cancelled', 'Rescheduled', 'Scheduled']],
  ] as const)('says so in each of its updates (%s)', (locale, words) => {
    const { updates } = eventViewer(status, locale)(moved(), 3)
    expect(updates.shown.map((update) => updateName(translator(locale), update))).toEqual(words)
    const alone = { ...status, incidents: [], maintenances: [moved()] }
    const freshness = { confirmedAt: NOW, staleMinutes: 0 }
    for (const feed of [atomFeed(alone, locale, freshness), rssFeed(alone, locale, freshness)]) {
      expect([...feed.matchAll(/ · (\p{L}+)\]\]><\/title>/gu)].map(([, word]) => word)).toEqual(words)
    }
  })

  it('tells people no change that changes nothing, and API clients what it spoke of', () => {
    const [cancellation] = moved().updates
    expect(cancellation?.affected).toMatchObject([{ from: 'operational', to: 'operational' }])
    const { updates } = eventViewer(status, 'fr')(moved(), 3)
    expect(updates.shown.flatMap(({ affected }) => affected.shown)).toEqual([])
    const alone = { ...status, incidents: [], maintenances: [moved()] }
    const freshness = { confirmedAt: NOW, staleMinutes: 0 }
    expect(atomFeed(alone, 'fr', freshness)).not.toContain('Opérationnel')
    const { scheduled_maintenances } = JSON.parse(
      statuspageDocuments(alone, freshness).fr['scheduled-maintenances'],
    )
    expect(scheduled_maintenances[0].incident_updates[0].affected_components).toMatchObject([
      { old_status: 'operational', new_status: 'operational' },
    ])
  })
})
