import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#app/domain/access/actor.ts'
import { archiveComponent } from '#app/domain/components/archive-component.ts'
import { correctUpdate } from '#app/domain/incidents/correct-update.ts'
import { deleteIncident } from '#app/domain/incidents/delete-incident.ts'
import { editIncident } from '#app/domain/incidents/edit-incident.ts'
import { listEvents } from '#app/domain/incidents/list-events.ts'
import { openIncident } from '#app/domain/incidents/open-incident.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { readEvent } from '#app/domain/incidents/read-event.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { statuspageDocuments } from '#app/domain/snapshot/statuspage.ts'
import { rows } from '#db/client.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { IncidentUpdate } from '#db/models/status.ts'
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

describe('deleting an incident', () => {
  it('takes it from page, API, desk and history, and keeps it in the audit', async () => {
    const { at, statusOf, historyOf } = desk
    const cards = await makeComponent(at('08:00'))
    const other = await makeIncident(at('08:30'), { [cards]: 'degraded_performance' })
    const wrong = await makeIncident(at('09:00'), { [cards]: 'major_outage' }, { nameEn: 'Wrong alarm' })
    await deleteIncident(at('09:10'), { incidentId: wrong, version: 1 })

    const status = await buildPublicStatus(at('09:10'))
    expect(status.incidents.map(({ id }) => id)).toEqual([other])
    expect(status).toMatchObject({ indicator: 'minor' })
    expect(status.components.find(({ id }) => id === cards)).toMatchObject({
      status: 'degraded_performance',
      outages: {},
    })
    const fresh = { confirmedAt: instant('09:10'), staleMinutes: 0 }
    expect(JSON.stringify(statuspageDocuments(status, fresh))).not.toContain('Wrong alarm')
    expect(await statusOf(cards)).toBe('degraded_performance')
    expect(await historyOf(cards)).toEqual(['08:30 degraded_performance'])
    const { open } = await listEvents(at('09:10'))
    expect(open.map(({ incident }) => incident.id)).not.toContain(wrong)
    await expect(readEvent(at('09:10'), 'incident', wrong)).rejects.toMatchObject({ kind: 'NotFound' })
    expect(await auditOf(wrong, 'incident.deleted')).toMatchObject({
      before: { nameEn: 'Wrong alarm', status: 'investigating', impact: 'critical' },
    })
    await resolveIncident(at('09:20'), other)
    expect(await historyOf(cards)).toEqual(['08:30 degraded_performance', '09:20 operational'])
  })

  it('works on what is over as well', async () => {
    const { at, historyOf } = desk
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'major_outage' })
    await resolveIncident(at('10:00'), incidentId)
    await deleteIncident(at('11:00'), { incidentId, version: 2 })
    expect(await historyOf(cards)).toEqual([])
  })

  it('is done once, and leaves nothing that could go on', async () => {
    const { at } = desk
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'major_outage' })
    const { id: updateId } = await updateOf(incidentId)
    const both = await Promise.allSettled(
      [1, 2].map(() => deleteIncident(at('09:10'), { incidentId, version: 1 })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((one) => one.status === 'rejected')?.reason).toMatchObject({ kind: 'NotFound' })
    const gone = { kind: 'NotFound' }
    const text = { bodyFr: 'Suite.', version: 2 }
    await expect(
      publishUpdate(at('09:20'), { ...text, incidentId, status: 'resolved', components: [], notify: false }),
    ).rejects.toMatchObject(gone)
    await expect(correctUpdate(at('09:20'), { ...text, updateId })).rejects.toMatchObject(gone)
    await expect(editIncident(at('09:20'), { incidentId, version: 2, nameFr: 'x' })).rejects.toMatchObject(
      gone,
    )
  })

  it('loses against an update that the publisher has not seen', async () => {
    const { at, incidentOf } = desk
    const incidentId = await makeIncident(at('09:00'), {})
    await resolveIncident(at('09:05'), incidentId)
    await expect(deleteIncident(at('09:10'), { incidentId, version: 1 })).rejects.toMatchObject({
      kind: 'Conflict',
      facts: { name: 'Paule Publication' },
    })
    expect((await incidentOf(incidentId)).deletedAt).toBeNull()
  })

  it('is for publishers alone', async () => {
    const { publisher, at } = desk
    const officer = { ...publisher, role: 'officer' } as Actor
    const incidentId = await makeIncident(at('09:00'), {})
    await expect(deleteIncident(at('09:10', officer), { incidentId, version: 1 })).rejects.toMatchObject({
      kind: 'Forbidden',
    })
  })
})

describe('editing an incident', () => {
  it('renames it and weighs it anew, and back from its components', async () => {
    const { at, incidentOf } = desk
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'partial_outage' })
    await editIncident(at('09:05'), { incidentId, version: 1, nameFr: 'Café ☕ مقهى', impact: 'critical' })
    expect(await incidentOf(incidentId)).toMatchObject({
      nameFr: 'Café ☕ مقهى',
      nameEn: 'Café ☕ مقهى',
      impact: 'critical',
      impactOverridden: true,
      version: 2,
    })
    await editIncident(at('09:06'), {
      incidentId,
      version: 2,
      nameFr: 'Cartes',
      nameEn: 'Cards',
      impact: 'auto',
    })
    expect(await incidentOf(incidentId)).toMatchObject({
      nameEn: 'Cards',
      impact: 'major',
      impactOverridden: false,
    })
    expect(await auditOf(incidentId, 'incident.edited')).toMatchObject({
      before: { nameFr: 'Paiements ralentis', impact: 'major' },
      after: { nameFr: 'Café ☕ مقهى', impact: 'critical' },
    })
  })

  it('of two editors lets one through', async () => {
    const { at } = desk
    const incidentId = await makeIncident(at('09:00'), {})
    const both = await Promise.allSettled(
      ['A', 'B'].map((nameFr) => editIncident(at('09:05'), { incidentId, version: 1, nameFr })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((one) => one.status === 'rejected')?.reason).toMatchObject({ kind: 'Conflict' })
  })
})

describe('a component archived while its incident is open', () => {
  it('leaves page, API and indicator, and its incident goes on and is resolved', async () => {
    const { at, incidentOf, historyOf } = desk
    const cards = await makeComponent(at('08:00'), { nameEn: 'Cards' })
    const payouts = await makeComponent(at('08:00'), { nameEn: 'Payouts' })
    const incidentId = await makeIncident(at('09:00'), {
      [cards]: 'major_outage',
      [payouts]: 'degraded_performance',
    })
    await archiveComponent(at('09:10'), cards)
    const during = await buildPublicStatus(at('09:20'))
    expect(during.components.map(({ id }) => id)).not.toContain(cards)
    const shown = during.incidents.find(({ id }) => id === incidentId)
    expect(shown).toMatchObject({ status: 'investigating', componentIds: [payouts] })
    await publishUpdate(at('09:30'), {
      incidentId,
      version: 1,
      status: 'identified',
      bodyFr: 'Suite.',
      components: [{ id: payouts, status: 'partial_outage' }],
      notify: false,
    })
    await resolveIncident(at('10:00'), incidentId)
    expect(await incidentOf(incidentId)).toMatchObject({ status: 'resolved', impact: 'critical' })
    expect(await historyOf(payouts)).toEqual([
      '09:00 degraded_performance',
      '09:30 partial_outage',
      '10:00 operational',
    ])
    const open = await rows(
      database.db,
      `select 1 from incident_components where incident_id = :incidentId and status <> 'operational'`,
      { incidentId },
    )
    expect(open).toEqual([])
  })

  it('cannot be drawn into a new one', async () => {
    const { at } = desk
    const cards = await makeComponent(at('08:00'))
    await archiveComponent(at('08:10'), cards)
    await expect(
      openIncident(at('09:00'), {
        bodyFr: 'x',
        nameFr: 'x',
        status: 'investigating',
        components: [{ id: cards, status: 'major_outage' }],
        notify: false,
      }),
    ).rejects.toMatchObject({ kind: 'Invalid', code: 'publish.unknownComponent' })
  })
})
