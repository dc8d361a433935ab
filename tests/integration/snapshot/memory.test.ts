import { beforeAll, describe, expect, it } from 'vitest'
import { type Actor, system } from '#app/domain/access/actor.ts'
import { archiveComponent } from '#app/domain/components/archive-component.ts'
import { updateComponent } from '#app/domain/components/update-component.ts'
import { correctUpdate } from '#app/domain/incidents/correct-update.ts'
import { deleteIncident } from '#app/domain/incidents/delete-incident.ts'
import { editIncident } from '#app/domain/incidents/edit-incident.ts'
import { recordIncident } from '#app/domain/incidents/record-incident.ts'
import { advanceMaintenance } from '#app/domain/maintenance/advance-maintenance.ts'
import { cancelMaintenance } from '#app/domain/maintenance/cancel-maintenance.ts'
import { scheduleMaintenance } from '#app/domain/maintenance/schedule-maintenance.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { StatusMemory } from '#app/domain/snapshot/records.ts'
import { affected, transaction } from '#db/client.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Incident, IncidentUpdate } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let publisher: Actor
let cards: string
let payouts: string
/** Of 2025, the oldest first. */
let old: string[]
const NOW = '2026-11-23T09:00:00.000Z'
const at = (time = NOW, actor = publisher) => statusContext(database.db, actor, time)
const versionOf = async (id: string) =>
  (await Incident.query(database.db).findById(id).throwIfNotFound()).version

beforeAll(async () => {
  publisher = await createPublisher(database.db)
  cards = await makeComponent(at())
  payouts = await makeComponent(at(), { nameFr: 'Versements', nameEn: 'Payouts' })
  old = []
  for (let month = 1; month <= 12; month += 1) {
    const day = `2025-${String(month).padStart(2, '0')}-10`
    old.push(
      await recordIncident(at(), {
        nameFr: `Panne ${month}`,
        bodyFr: `Texte ${month}`,
        components: [{ id: cards, status: 'partial_outage' }],
        beganAt: new Date(`${day}T08:00:00Z`),
        endedAt: new Date(`${day}T09:00:00Z`),
      }),
    )
  }
})

/** Builds twice, from what is remembered and from nothing, which must be the same; returns it. */
async function build(memory: StatusMemory, time = NOW) {
  const now = new Date(time)
  const remembered = await buildPublicStatus(at(), now, memory)
  expect(remembered).toEqual(await buildPublicStatus(at(), now))
  return remembered
}

/** Writes by hand what no verb would: with no time and no version changed. */
const byHand = (sql: string, bindings: Record<string, unknown>) =>
  transaction(database.db, async (trx) => {
    await affected(trx, sql, bindings)
    await audited(trx)
  })
const audited = (trx: Parameters<Parameters<typeof transaction>[1]>[0]) =>
  AuditEntry.query(trx).insert({
    at: new Date(NOW),
    actorKind: 'system',
    actorId: 'test',
    action: 'test.changed',
    subjectType: 'incident',
    subjectId: 'test',
  })

describe('what a process remembers of the past', () => {
  it('is never shown once it is no longer true, whatever a publisher does to it', async () => {
    const memory = new StatusMemory()
    await build(memory)
    const [deleted = '', renamed = '', corrected = '', backdated = ''] = old
    await deleteIncident(at(), { incidentId: deleted, version: await versionOf(deleted) })
    expect((await build(memory)).incidents.map(({ id }) => id)).not.toContain(deleted)

    await editIncident(at(), { incidentId: renamed, version: await versionOf(renamed), nameFr: 'Autre nom' })
    expect((await build(memory)).incidents.find(({ id }) => id === renamed)?.name.fr).toBe('Autre nom')

    const updates = await IncidentUpdate.query(database.db)
      .where({ incidentId: corrected })
      .orderBy('displayAt')
    await correctUpdate(at(), {
      updateId: updates[0]?.id ?? '',
      version: await versionOf(corrected),
      bodyFr: 'Texte corrigé',
    })
    expect(JSON.stringify(await build(memory))).toContain('Texte corrigé')

    const [first] = await IncidentUpdate.query(database.db)
      .where({ incidentId: backdated })
      .orderBy('displayAt')
    await correctUpdate(at(), {
      updateId: first?.id ?? '',
      version: await versionOf(backdated),
      bodyFr: 'Plus tôt',
      displayAt: new Date('2025-04-09T23:00:00Z'),
    })
    const moved = (await build(memory)).incidents.find(({ id }) => id === backdated)
    expect(moved?.startedAt).toBe('2025-04-09T23:00:00.000Z')

    const entered = await recordIncident(at(), {
      nameFr: 'Oubliée',
      bodyFr: 'Oubliée',
      components: [{ id: payouts, status: 'major_outage' }],
      beganAt: new Date('2024-02-29T08:00:00Z'),
      endedAt: new Date('2024-02-29T09:00:00Z'),
    })
    expect((await build(memory)).incidents.at(-1)?.id).toBe(entered)
  })

  it('follows incidents and windows that go on, also where time alone changes them', async () => {
    const memory = new StatusMemory()
    await build(memory)
    const incident = await makeIncident(at(), { [cards]: 'major_outage' })
    expect(await build(memory)).toMatchObject({ indicator: 'critical' })
    await resolveIncident(at('2026-11-23T09:05:00.000Z'), incident)
    await build(memory, '2026-11-23T09:05:00.000Z')
    const plan = {
      nameFr: 'Mise à jour',
      bodyFr: 'Courte.',
      scheduledFor: new Date('2026-11-23T10:00:00Z'),
      scheduledUntil: new Date('2026-11-23T11:00:00Z'),
      componentIds: [payouts],
      autoStart: true,
      autoEnd: true,
      notify: false,
    }
    const { incidentId: window } = await scheduleMaintenance(at(), plan)
    const { incidentId: cancelled } = await scheduleMaintenance(at(), plan)
    await build(memory)
    await cancelMaintenance(at(), {
      maintenanceId: cancelled,
      version: 1,
      bodyFr: 'Annulée.',
      notify: false,
    })
    // Nothing is written between these.
    const stateAt = async (time: string) =>
      (await build(memory, `2026-11-23T${time}:00.000Z`)).maintenances.map(({ id, status }) => [id, status])
    expect(await stateAt('09:59')).toContainEqual([window, 'scheduled'])
    expect(await stateAt('10:00')).toContainEqual([window, 'in_progress'])
    expect(await stateAt('11:00')).toContainEqual([window, 'completed'])
    expect(await stateAt('09:30')).toContainEqual([window, 'scheduled'])
    await advanceMaintenance(at('2026-11-23T11:01:00.000Z', system('test')))
    expect(await stateAt('11:02')).toContainEqual([cancelled, 'completed'])
  })

  it('takes the names of components as they are now', async () => {
    const memory = new StatusMemory()
    await build(memory)
    await updateComponent(at(), {
      componentId: cards,
      nameFr: 'Cartes',
      nameEn: 'Cards',
      descriptionFr: '',
      descriptionEn: '',
      shown: true,
      startDate: '2025-01-01',
      neededToSubmitDocuments: false,
    })
    expect(JSON.stringify((await build(memory)).incidents.at(-3))).toContain('"Cartes"')
    await archiveComponent(at(), payouts)
    expect((await build(memory)).incidents.at(-1)?.componentIds).toEqual([])
  })

  it('misses nothing that is written late, by hand, or dated as if nothing had happened', async () => {
    const memory = new StatusMemory()
    await build(memory)
    const [, , , , fifth = '', sixth = '', seventh = '', eighth = ''] = old
    // Begun before a reading and committed after it, beside another that is committed in between.
    const late = await database.db.transaction()
    await affected(late, `update incidents set name_fr = 'En retard' where id = :fifth`, { fifth })
    await byHand(`update incidents set name_fr = 'À l’heure' where id = :sixth`, { sixth })
    expect(JSON.stringify(await build(memory))).not.toContain('En retard')
    await audited(late)
    await late.commit()
    expect(JSON.stringify(await build(memory))).toContain('En retard')

    await byHand(
      'delete from incident_update_components where update_id in (select id from incident_updates where incident_id = :seventh)',
      { seventh },
    )
    await byHand(`update incident_components set status = 'operational' where incident_id = :seventh`, {
      seventh,
    })
    await byHand(`update incident_updates set body_fr = 'Sans date' where incident_id = :seventh`, {
      seventh,
    })
    expect(JSON.stringify(await build(memory))).toContain('Sans date')
    await byHand(`update incidents set deleted_at = created_at where id = :eighth`, { eighth })
    expect((await build(memory)).incidents.map(({ id }) => id)).not.toContain(eighth)
    await byHand('delete from incident_updates where incident_id = :eighth', { eighth })
    await byHand(`update incidents set deleted_at = null where id = :eighth`, { eighth })
    expect((await build(memory)).incidents.find(({ id }) => id === eighth)?.updates).toEqual([])
    // Of an update that changes hands both incidents change.
    await byHand('update incident_updates set incident_id = :seventh where incident_id = :sixth', {
      sixth,
      seventh,
    })
    expect((await build(memory)).incidents.find(({ id }) => id === sixth)?.updates).toEqual([])
    // What was rolled back never was.
    const undone = await database.db.transaction()
    await affected(undone, `update incidents set name_fr = 'Jamais' where id = :sixth`, { sixth })
    await undone.rollback()
    expect(JSON.stringify(await build(memory))).not.toContain('Jamais')
  })

  it('is not read again, and is the same object from one status to the next', async () => {
    const memory = new StatusMemory()
    const before = await build(memory)
    const [, , , , , , , , ninth = '', tenth = ''] = old
    await editIncident(at(), { incidentId: ninth, version: await versionOf(ninth), nameFr: 'Neuf' })
    const read: object[] = []
    const listen = (_rows: unknown, query: { sql: string; response?: { rows?: object[] } }) => {
      if (/incident/.test(query.sql)) read.push(...(query.response?.rows ?? []))
    }
    database.db.on('query-response', listen)
    const after = await buildPublicStatus(at(), new Date(NOW), memory)
    database.db.off('query-response', listen)
    // Which tables these are, the incident, its one claim, its two updates with a step each, its id among what was touched.
    expect(read.length).toBeGreaterThan(0)
    expect(read.length).toBeLessThanOrEqual(8)
    const found = (status: typeof before, id: string) => status.incidents.find((one) => one.id === id)
    expect(found(after, tenth)).toBe(found(before, tenth))
    expect(found(after, ninth)).not.toBe(found(before, ninth))
  })

  it('is read anew once a thousand have changed, and when it is forgotten', async () => {
    const memory = new StatusMemory()
    await build(memory)
    await byHand(
      `insert into incidents (id, kind, name_fr, name_en, status, impact, started_at, resolved_at, created_at, updated_at)
       select 'm' || lpad(cast(n as text), 11, '0'), 'incident', 'M', 'M', 'resolved', 'minor', t, t, t, t
         from generate_series(1, 1001) n, cast('2023-05-05' as timestamptz) t`,
      {},
    )
    expect((await build(memory)).incidents.length).toBeGreaterThan(1_001)
    memory.forget()
    await build(memory)
    await byHand(`delete from incidents where name_fr = 'M'`, {})
    await build(memory)
  })
  it('is read anew behind tables that were restored, which fire no trigger, over the same connection', async () => {
    const memory = new StatusMemory()
    const [, , , , , , , , , , eleventh = ''] = old
    const before = await build(memory)
    await transaction(database.db, async (trx) => {
      await affected(trx, 'create table of_backup as select * from incident_components', {})
      await affected(trx, 'truncate incident_components', {})
      await affected(trx, `set local session_replication_role = 'replica'`, {})
      await affected(
        trx,
        'insert into incident_components select * from of_backup where incident_id <> :eleventh',
        { eleventh },
      )
      await affected(trx, 'drop table of_backup', {})
    })
    const named = (status: typeof before) =>
      status.incidents.find(({ id }) => id === eleventh)?.componentIds.length
    expect([named(before), named(await build(memory))]).toEqual([1, 0])
  })
})
