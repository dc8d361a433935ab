import { beforeAll, describe, expect, it } from 'vitest'
import { type Actor, nobody, system } from '#app/domain/access/actor.ts'
import { openIncident } from '#app/domain/incidents/open-incident.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Broadcast } from '#db/models/mail.ts'
import { Incident, IncidentUpdate, IncidentUpdateComponent } from '#db/models/status.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { type IncidentDesk, incidentDesk, makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let desk: IncidentDesk
beforeAll(async () => {
  desk = await incidentDesk(database.db)
})

describe('opening an incident', () => {
  it('publishes it with its components, their history, the audit and the broadcast at once', async () => {
    const { at, incidentOf, statusOf, historyOf } = desk
    const cards = await makeComponent(at('08:00'))
    const { incidentId, updateId } = await openIncident(at('09:00'), {
      nameFr: 'Paiements refusés',
      nameEn: 'Payments refused',
      status: 'identified',
      bodyFr: 'Cause trouvée.',
      bodyEn: 'Cause found.',
      components: [{ id: cards, status: 'partial_outage' }],
      notify: true,
    })
    expect(await incidentOf(incidentId)).toMatchObject({
      kind: 'incident',
      impact: 'major',
      impactOverridden: false,
      status: 'identified',
      startedAt: new Date('2026-11-23T09:00:00Z'),
      version: 1,
    })
    expect(await statusOf(cards)).toBe('partial_outage')
    expect(await historyOf(cards)).toEqual(['09:00 partial_outage'])
    expect(await IncidentUpdateComponent.query(database.db).where({ updateId })).toMatchObject([
      { componentId: cards, oldStatus: 'operational', newStatus: 'partial_outage' },
    ])
    expect(await Broadcast.query(database.db).where({ updateId }).resultSize()).toBe(1)
    const audited = await AuditEntry.query(database.db).findOne({ subjectId: incidentId })
    expect(audited).toMatchObject({ action: 'incident.opened', actorKind: 'user', accountId: null })
  })

  it('is named after its worst component when nobody had time for a name', async () => {
    const { at, incidentOf } = desk
    const cards = await makeComponent(at('08:00'), { nameFr: 'Cartes', nameEn: 'Cards' })
    const payouts = await makeComponent(at('08:00'), { nameFr: 'Versements', nameEn: 'Payouts' })
    const { incidentId } = await openIncident(at('09:00'), {
      status: 'investigating',
      bodyEn: 'We are looking into it.',
      components: [
        { id: cards, status: 'degraded_performance' },
        { id: payouts, status: 'major_outage' },
      ],
      notify: false,
    })
    const incident = await incidentOf(incidentId)
    expect([incident.nameFr, incident.nameEn]).toEqual([
      'Versements : panne majeure',
      'Payouts: major outage',
    ])
    const update = await IncidentUpdate.query(database.db).findOne({ incidentId }).throwIfNotFound()
    expect([update.bodyFr, update.bodyEn]).toEqual(['We are looking into it.', 'We are looking into it.'])
    expect(await Broadcast.query(database.db).where({ updateId: update.id }).resultSize()).toBe(0)
  })

  it.each([
    [{ bodyFr: ' ' }, 'publish.textMissing'],
    [{ nameFr: undefined, nameEn: undefined }, 'publish.nameMissing'],
    [{ components: [{ id: 'aaaaaaaaaaaa', status: 'major_outage' as const }] }, 'publish.unknownComponent'],
    [{ displayAt: new Date('2026-11-23T09:00:00.001Z') }, 'publish.displayAtInFuture'],
  ])('refuses %j', async (fields, code) => {
    const { at } = desk
    await expect(makeIncident(at('09:00'), {}, fields)).rejects.toMatchObject({ kind: 'Invalid', code })
  })

  it('leaves nothing behind when its broadcast fails', async () => {
    const { at, statusOf } = desk
    const before = await Incident.query(database.db).resultSize()
    const cards = await makeComponent(at('08:00'))
    const twice = [
      { id: cards, status: 'major_outage' as const },
      { id: cards, status: 'partial_outage' as const },
    ]
    await expect(makeIncident(at('09:00'), {}, { components: twice })).rejects.toMatchObject({
      code: 'publish.componentTwice',
    })
    expect(await Incident.query(database.db).resultSize()).toBe(before)
    expect(await statusOf(cards)).toBe('operational')
  })

  it.each([
    nobody,
    system('sweep'),
    { ...({} as Actor), kind: 'user', role: 'officer', userId: '', accountId: null } as unknown as Actor,
  ])('is for publishers and probes alone', async (actor) => {
    const { at } = desk
    await expect(makeIncident(at('09:00', actor), {})).rejects.toMatchObject({ kind: 'Forbidden' })
  })

  it('can be entered after the fact, and the history is right', async () => {
    const { at, historyOf, incidentOf, statusOf } = desk
    const cards = await makeComponent(at('08:00'))
    const later = await makeIncident(at('09:00'), { [cards]: 'degraded_performance' })
    const { incidentId } = await openIncident(at('12:00'), {
      nameFr: 'Après coup',
      status: 'investigating',
      bodyFr: 'Saisi après coup.',
      components: [{ id: cards, status: 'major_outage' }],
      notify: false,
      displayAt: new Date('2026-11-23T08:30:00Z'),
    })
    await publishUpdate(at('12:01'), {
      incidentId,
      version: 1,
      status: 'resolved',
      bodyFr: 'Rétabli.',
      components: [],
      notify: false,
      displayAt: new Date('2026-11-23T10:00:00Z'),
    })
    expect(await historyOf(cards)).toEqual(['08:30 major_outage', '10:00 degraded_performance'])
    expect(await incidentOf(incidentId)).toMatchObject({
      startedAt: new Date('2026-11-23T08:30:00Z'),
      resolvedAt: new Date('2026-11-23T10:00:00Z'),
      impact: 'critical',
    })
    await resolveIncident(at('13:00'), later)
    expect(await statusOf(cards)).toBe('operational')
  })
})
