import { beforeAll, describe, expect, it } from 'vitest'
import { type Actor, system } from '#app/domain/access/actor.ts'
import { archiveComponent } from '#app/domain/components/archive-component.ts'
import { createGroup } from '#app/domain/components/create-group.ts'
import { renderMarkdown } from '#app/domain/incidents/markdown.ts'
import { scheduleMaintenance } from '#app/domain/maintenance/schedule-maintenance.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { statuspageDocuments } from '#app/domain/snapshot/statuspage.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let publisher: Actor
const ids: Record<string, string> = {}
const at = (time: string, actor = publisher) =>
  statusContext(database.db, actor, `2026-11-23T${time}:00.000Z`)
const build = (time: string) => buildPublicStatus(at(time, system('snapshot')))
const component = (status: PublicStatus, name: string) => status.components.find(({ id }) => id === ids[name])

beforeAll(async () => {
  publisher = await createPublisher(database.db, 'Nom Secret')
  ids.group = await createGroup(at('00:00'), { nameFr: 'Encaissements', nameEn: 'Payments' })
  ids.cards = await makeComponent(at('00:00'), { groupId: ids.group as never, capability: 'payments' })
  ids.hidden = await makeComponent(at('00:00'), { nameFr: 'Interne', nameEn: 'Internal', shown: false })
  ids.gone = await makeComponent(at('00:00'), { nameFr: 'Ancien', nameEn: 'Old' })
  ids.payouts = await makeComponent(at('00:00'), { nameFr: 'Versements', nameEn: 'Payouts' })
  ids.incident = await makeIncident(
    at('08:00'),
    {
      [ids.cards ?? '']: 'partial_outage',
      [ids.hidden ?? '']: 'major_outage',
      [ids.gone ?? '']: 'major_outage',
    },
    { bodyFr: '**Grave** <script>alert(1)</script>', bodyEn: 'Serious', impact: 'major' },
  )
  await archiveComponent(at('08:30'), ids.gone ?? '')
  const { incidentId } = await scheduleMaintenance(at('08:40'), {
    nameFr: 'Mise à jour',
    nameEn: 'Upgrade',
    bodyFr: 'Versements retardés.',
    bodyEn: 'Payouts late.',
    scheduledFor: new Date('2026-11-23T12:00:00Z'),
    scheduledUntil: new Date('2026-11-23T14:00:00Z'),
    componentIds: [ids.payouts ?? ''],
    autoStart: true,
    autoEnd: true,
    notify: false,
  })
  ids.maintenance = incidentId
})

describe('the public status', () => {
  it('shows what is shown, and nothing of what is hidden or archived', async () => {
    const status = await build('09:00')
    expect(status.indicator).toBe('major')
    expect(status.components.map(({ id }) => id)).toEqual([ids.cards, ids.payouts])
    expect(component(status, 'cards')).toMatchObject({ status: 'partial_outage', groupId: ids.group })
    expect(status.capabilities).toEqual([{ capability: 'payments', status: 'partial_outage' }])
    const [incident] = status.incidents
    expect(incident?.componentIds).toEqual([ids.cards])
    // The archived one is still named where an old update spoke of it; the hidden one never.
    expect(incident?.updates[0]?.affected.map(({ name }) => name.fr).sort()).toEqual([
      'Ancien',
      'Encaissements - Paiements par carte',
    ])
    const { fr = '', en = '' } = incident?.updates[0]?.markdown ?? {}
    expect([fr, en].map((text) => renderMarkdown(text).html)).toEqual([
      '<p><strong>Grave</strong> </p>',
      '<p>Serious</p>',
    ])
    expect(JSON.stringify(status)).not.toContain('Interne')
  })

  it('knows 90 days of each component and the uptime so far', async () => {
    const cards = component(await build('09:00'), 'cards')
    expect(cards?.states).toHaveLength(90)
    expect(cards?.states.at(-1)).toBe('partial_outage')
    expect(cards?.states.at(-2)).toBe('operational')
    expect(cards?.outages).toEqual({ '2026-11-23': { majorSeconds: 0, partialSeconds: 3_600 } })
    // 89 days before (one of 25 hours) and 10 hours of today in Paris.
    const measured = (89 * 24 + 1 + 10) * 3_600
    expect(cards?.uptime).toBeCloseTo(1 - (0.3 * 3_600) / measured, 12)
  })

  it('begins and ends windows by the clock while no worker runs', async () => {
    const states = []
    for (const time of ['11:59', '12:00', '13:59', '14:00']) {
      const status = await build(time)
      states.push([status.maintenances[0]?.status, component(status, 'payouts')?.status])
    }
    expect(states).toEqual([
      ['scheduled', 'operational'],
      ['in_progress', 'under_maintenance'],
      ['in_progress', 'under_maintenance'],
      ['completed', 'operational'],
    ])
    expect((await build('09:00')).nextBoundaryAt).toBe('2026-11-23T12:00:00.000Z')
    expect((await build('13:00')).nextBoundaryAt).toBe('2026-11-23T14:00:00.000Z')
    expect((await build('15:00')).nextBoundaryAt).toBe('2026-11-23T23:00:00.000Z')
  })

  it('names no account, member or publisher', async () => {
    const text = JSON.stringify(await build('09:00'))
    expect(text).not.toMatch(/Nom Secret|@|createdBy|userId|account/i)
  })

  it('asks the same number of questions whatever there is', async () => {
    const count = async () => {
      let queries = 0
      const counting = () => {
        queries += 1
      }
      database.db.on('query', counting)
      await build('09:00')
      database.db.removeListener('query', counting)
      return queries
    }
    const few = await count()
    for (let index = 0; index < 5; index += 1) {
      const extra = await makeComponent(at('00:00'), { nameFr: `C${index}` })
      await resolveIncident(at('07:30'), await makeIncident(at('07:00'), { [extra]: 'major_outage' }))
    }
    expect(await count()).toBe(few)
    // Seven statements in one transaction.
    expect(few).toBeLessThanOrEqual(10)
  })
})

const FRESH = { confirmedAt: new Date('2026-11-23T09:00:00Z'), staleMinutes: 0 }

describe('the Statuspage documents', () => {
  it('have the fields of API v2, in both languages', async () => {
    const documents = statuspageDocuments(await build('09:00'), FRESH)
    const summary = JSON.parse(documents.en.summary)
    expect(Object.keys(summary)).toEqual([
      'page',
      'components',
      'incidents',
      'scheduled_maintenances',
      'status',
    ])
    expect(Object.keys(summary.page)).toEqual(['id', 'name', 'url', 'time_zone', 'updated_at'])
    expect(summary.page).toMatchObject({ time_zone: 'Europe/Paris', url: 'https://status.vigie.test' })
    expect(summary.page.id).toMatch(/^[a-z0-9]{12}$/)
    expect(summary.status).toEqual({ indicator: 'major', description: 'Partial System Outage' })
    const [group, leaf] = summary.components
    expect(group).toMatchObject({
      id: ids.group,
      group: true,
      components: [ids.cards],
      status: 'partial_outage',
      name: 'Payments',
    })
    expect(leaf).toMatchObject({ id: ids.cards, group: false, group_id: ids.group, description: null })
    expect(leaf).not.toHaveProperty('components')
    const leafFields =
      'id name status created_at updated_at position description showcase start_date group_id page_id group only_show_if_degraded'
    expect(Object.keys(leaf)).toEqual(leafFields.split(' '))
    const [incident] = summary.incidents
    const incidentFields =
      'id name status created_at updated_at monitoring_at resolved_at impact shortlink started_at page_id incident_updates components reminder_intervals'
    expect(Object.keys(incident).sort()).toEqual(incidentFields.split(' ').sort())
    expect(incident.started_at).toBe('2026-11-23T08:00:00.000Z')
    const [update] = incident.incident_updates
    const updateFields =
      'id status body incident_id created_at updated_at display_at affected_components deliver_notifications custom_tweet tweet_id'
    expect(Object.keys(update)).toEqual(updateFields.split(' '))
    expect(update.body).toBe('Serious')
    expect(JSON.parse(documents.fr.summary).incidents[0].incident_updates[0].body).toBe('Grave')
    const [maintenance] = summary.scheduled_maintenances
    expect(maintenance).toMatchObject({
      impact: 'maintenance',
      status: 'scheduled',
      scheduled_for: '2026-11-23T12:00:00.000Z',
      scheduled_until: '2026-11-23T14:00:00.000Z',
    })
  })

  it('list each thing where it belongs', async () => {
    const idsIn = (body: string, key: string) =>
      JSON.parse(body)[key].map(({ id }: { id: string }) => id) as string[]
    const before = statuspageDocuments(await build('09:00'), FRESH).fr
    const during = statuspageDocuments(await build('12:30'), FRESH).fr
    expect(idsIn(before['incidents/unresolved'], 'incidents')).toEqual([ids.incident])
    expect(idsIn(before.incidents, 'incidents')).toContain(ids.incident)
    expect(idsIn(before['scheduled-maintenances/upcoming'], 'scheduled_maintenances')).toEqual([
      ids.maintenance,
    ])
    expect(idsIn(before['scheduled-maintenances/active'], 'scheduled_maintenances')).toEqual([])
    expect(idsIn(during['scheduled-maintenances/upcoming'], 'scheduled_maintenances')).toEqual([])
    expect(idsIn(during['scheduled-maintenances/active'], 'scheduled_maintenances')).toEqual([
      ids.maintenance,
    ])
    expect(idsIn(during['scheduled-maintenances'], 'scheduled_maintenances')).toEqual([ids.maintenance])
  })

  it('keep their bytes while nothing changes', async () => {
    const [first, second] = [await build('09:00'), await build('09:01')].map((status) =>
      statuspageDocuments(status, FRESH),
    )
    expect(first).toEqual(second)
  })

  it('say in words since when nothing is confirmed, and are never green then', async () => {
    const status = { ...(await build('09:00')), indicator: 'none' as const }
    const stale = statuspageDocuments(status, {
      confirmedAt: new Date('2026-11-23T09:00:00Z'),
      staleMinutes: 3,
    })
    for (const body of [stale.fr.status, stale.en.summary]) {
      expect(JSON.parse(body).status).toEqual({
        indicator: 'minor',
        description: 'Not confirmed since 2026-11-23T09:00:00.000Z. Last known: All Systems Operational',
      })
    }
  })
})
