import { beforeAll, describe, expect, it } from 'vitest'
import { type Actor, nobody, system } from '#app/domain/access/actor.ts'
import { archiveComponent } from '#app/domain/components/archive-component.ts'
import { correctUpdate } from '#app/domain/incidents/correct-update.ts'
import { openIncident } from '#app/domain/incidents/open-incident.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { STAGE_TEXTS } from '#app/domain/incidents/texts.ts'
import { rows } from '#db/client.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Broadcast } from '#db/models/mail.ts'
import {
  Component,
  ComponentStatusChange,
  Incident,
  IncidentUpdate,
  IncidentUpdateComponent,
} from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let publisher: Actor
beforeAll(async () => {
  publisher = await createPublisher(database.db)
})

const at = (time: string, actor = publisher) =>
  statusContext(database.db, actor, `2026-11-23T${time}:00.000Z`)
const statusOf = async (id: string) =>
  (await Component.query(database.db).findById(id).throwIfNotFound()).status
const incidentOf = (id: string) => Incident.query(database.db).findById(id).throwIfNotFound()
const historyOf = async (componentId: string) =>
  (await ComponentStatusChange.query(database.db).where({ componentId }).orderBy(['at', 'id']))
    .slice(1)
    .map(({ at, status }) => `${at.toISOString().slice(11, 16)} ${status}`)

describe('opening an incident', () => {
  it('publishes it with its components, their history, the audit and the broadcast at once', async () => {
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
    await expect(makeIncident(at('09:00'), {}, fields)).rejects.toMatchObject({ kind: 'Invalid', code })
  })

  it('leaves nothing behind when its broadcast fails', async () => {
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
    await expect(makeIncident(at('09:00', actor), {})).rejects.toMatchObject({ kind: 'Forbidden' })
  })

  it('can be entered after the fact, and the history is right', async () => {
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

describe('updates', () => {
  const update = { bodyFr: 'Suite.', components: [], notify: false }

  it('move through the states, and a resolved incident takes only a postmortem', async () => {
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'major_outage' })
    await publishUpdate(at('09:10'), { ...update, incidentId, version: 1, status: 'identified' })
    await publishUpdate(at('09:20'), {
      ...update,
      incidentId,
      version: 2,
      status: 'monitoring',
      components: [{ id: cards, status: 'degraded_performance' }],
    })
    expect(await incidentOf(incidentId)).toMatchObject({
      impact: 'minor',
      monitoringAt: new Date('2026-11-23T09:20:00Z'),
      resolvedAt: null,
    })
    await publishUpdate(at('09:30'), { ...update, incidentId, version: 3, status: 'resolved' })
    expect(await incidentOf(incidentId)).toMatchObject({
      status: 'resolved',
      impact: 'critical',
      resolvedAt: new Date('2026-11-23T09:30:00Z'),
      version: 4,
    })
    expect(await historyOf(cards)).toEqual([
      '09:00 major_outage',
      '09:20 degraded_performance',
      '09:30 operational',
    ])
    for (const status of ['investigating', 'identified', 'monitoring', 'resolved'] as const) {
      await expect(
        publishUpdate(at('09:40'), { ...update, incidentId, version: 4, status }),
      ).rejects.toMatchObject({ kind: 'PreconditionFailed', code: 'publish.incidentOver' })
    }
    await publishUpdate(at('10:00'), { ...update, incidentId, version: 4, status: 'postmortem' })
    expect(await incidentOf(incidentId)).toMatchObject({
      status: 'postmortem',
      resolvedAt: new Date('2026-11-23T09:30:00Z'),
    })
  })

  it('say nothing that was offered and not touched beside words of their own', async () => {
    const incidentId = await makeIncident(at('09:00'), {})
    const next = { ...update, incidentId }
    const latest = () =>
      IncidentUpdate.query(database.db).where({ incidentId }).orderBy('displayAt', 'desc').first()
    const { identified, resolved, postmortem } = STAGE_TEXTS
    await publishUpdate(at('09:10'), {
      ...next,
      version: 1,
      status: 'identified',
      bodyFr: 'La banque est en panne.',
      bodyEn: identified.en,
    })
    expect(await latest()).toMatchObject({
      bodyFr: 'La banque est en panne.',
      bodyEn: 'La banque est en panne.',
    })
    await publishUpdate(at('09:20'), {
      ...next,
      version: 2,
      status: 'resolved',
      bodyFr: resolved.fr,
      bodyEn: resolved.en,
    })
    expect(await latest()).toMatchObject({ bodyFr: resolved.fr, bodyEn: resolved.en })

    const write = (bodyFr: string, bodyEn: string) =>
      publishUpdate(at('10:00'), { ...next, version: 3, status: 'postmortem', bodyFr, bodyEn })
    const asSent = (text: string) => text.replaceAll('\n', '\r\n')
    for (const [fr, en] of [
      [asSent(postmortem.fr), asSent(postmortem.en)],
      [postmortem.fr.replaceAll('\n\n', '\n'), ''],
      ['', postmortem.en.slice(0, postmortem.en.indexOf('\n'))],
    ] as const) {
      await expect(write(fr, en)).rejects.toMatchObject({
        kind: 'Invalid',
        code: 'publish.postmortemEmpty',
      })
    }
    const written = postmortem.fr.replace('\n\n', '\n\nUn câble.\n\n')
    await write(written, asSent(postmortem.en))
    expect(await latest()).toMatchObject({ bodyFr: written.trim(), bodyEn: written.trim() })
  })

  it('refuse a postmortem of what is not resolved', async () => {
    const incidentId = await makeIncident(at('09:00'), {})
    await expect(
      publishUpdate(at('09:10'), { ...update, incidentId, version: 1, status: 'postmortem' }),
    ).rejects.toMatchObject({ kind: 'PreconditionFailed', code: 'publish.statusNotNext' })
  })

  it('keep an impact that a publisher chose until it is taken back', async () => {
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'major_outage' }, { impact: 'minor' })
    expect((await incidentOf(incidentId)).impact).toBe('minor')
    await publishUpdate(at('09:10'), { ...update, incidentId, version: 1, status: 'identified' })
    expect((await incidentOf(incidentId)).impact).toBe('minor')
    await publishUpdate(at('09:20'), {
      ...update,
      incidentId,
      version: 2,
      status: 'identified',
      impact: 'auto',
    })
    expect(await incidentOf(incidentId)).toMatchObject({ impact: 'critical', impactOverridden: false })
  })

  it('of two publishers at once let one through and tell the other who was faster', async () => {
    const other = await createPublisher(database.db, 'Pia Publication')
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'major_outage' })
    const both = await Promise.allSettled(
      [publisher, other].map((actor) =>
        publishUpdate(at('09:10', actor), {
          ...update,
          incidentId,
          version: 1,
          status: 'identified',
          notify: true,
        }),
      ),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const winner = both[0]?.status === 'fulfilled' ? 'Paule Publication' : 'Pia Publication'
    expect(both.find((one) => one.status === 'rejected')?.reason).toMatchObject({
      kind: 'Conflict',
      code: 'publish.incidentChangedBy',
      facts: { name: winner },
    })
    expect(await IncidentUpdate.query(database.db).where({ incidentId }).resultSize()).toBe(2)
  })

  it('of two incidents on one component at once both count', async () => {
    const cards = await makeComponent(at('08:00'))
    await Promise.all([
      makeIncident(at('09:00'), { [cards]: 'major_outage' }),
      makeIncident(at('09:00'), { [cards]: 'partial_outage' }),
    ])
    expect(await statusOf(cards)).toBe('major_outage')
    expect(await historyOf(cards)).toEqual(['09:00 major_outage'])
  })

  it('cannot count from before the one they follow', async () => {
    const incidentId = await makeIncident(at('09:00'), {})
    await expect(
      publishUpdate(at('09:10'), {
        ...update,
        incidentId,
        version: 1,
        status: 'identified',
        displayAt: new Date('2026-11-23T08:59:00Z'),
      }),
    ).rejects.toMatchObject({ kind: 'Invalid', code: 'publish.displayAtBeforeLast' })
  })

  it('of unknown incidents are not found', async () => {
    await expect(
      publishUpdate(at('09:10'), { ...update, incidentId: 'aaaaaaaaaaaa', version: 1, status: 'identified' }),
    ).rejects.toMatchObject({ kind: 'NotFound' })
  })
})

describe('overlapping incidents', () => {
  it('show the worst, and closing one reveals the next', async () => {
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
    const cards = await makeComponent(at('08:00'))
    const incidentId = await makeIncident(at('09:00'), { [cards]: 'major_outage' })
    await archiveComponent(at('09:10'), cards)
    await resolveIncident(at('10:00'), incidentId)
    expect((await incidentOf(incidentId)).status).toBe('resolved')
  })
})

describe('a correction', () => {
  it('marks the update, keeps the old text in the audit and writes to nobody', async () => {
    const incidentId = await makeIncident(at('09:00'), {}, { bodyFr: 'Faute.', bodyEn: 'Mistake.' })
    const [first] = await IncidentUpdate.query(database.db).where({ incidentId })
    const updateId = first?.id ?? ''
    await correctUpdate(at('09:05'), { updateId, version: 1, bodyFr: 'Juste.', bodyEn: 'Right.' })
    expect(await IncidentUpdate.query(database.db).findById(updateId)).toMatchObject({
      bodyFr: 'Juste.',
      bodyEn: 'Right.',
      correctedAt: new Date('2026-11-23T09:05:00Z'),
      displayAt: new Date('2026-11-23T09:00:00Z'),
    })
    const audited = await AuditEntry.query(database.db).findOne({ action: 'incident.update_corrected' })
    expect(audited?.before).toMatchObject({ updateId, body: { fr: 'Faute.', en: 'Mistake.' } })
    const broadcasts = await rows(database.db, 'select 1 from broadcasts where update_id = :updateId', {
      updateId,
    })
    expect(broadcasts).toHaveLength(0)
  })

  it('loses against whatever was published since', async () => {
    const incidentId = await makeIncident(at('09:00'), {})
    const update = await IncidentUpdate.query(database.db).findOne({ incidentId }).throwIfNotFound()
    await resolveIncident(at('09:05'), incidentId)
    await expect(
      correctUpdate(at('09:10'), { updateId: update.id, version: 1, bodyFr: 'Trop tard.' }),
    ).rejects.toMatchObject({ kind: 'Conflict' })
  })
})
