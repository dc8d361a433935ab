import { beforeAll, describe, expect, it } from 'vitest'
import { correctUpdate } from '#app/domain/incidents/correct-update.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { STAGE_TEXTS } from '#app/domain/incidents/texts.ts'
import { rows } from '#db/client.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { IncidentUpdate } from '#db/models/status.ts'
import { createPublisher, makeComponent } from '#tests/factories/component.ts'
import { type IncidentDesk, incidentDesk, makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let desk: IncidentDesk
beforeAll(async () => {
  desk = await incidentDesk(database.db)
})

describe('updates', () => {
  const update = { bodyFr: 'Suite.', components: [], notify: false }

  it('move through the states, and a resolved incident takes only a postmortem', async () => {
    const { at, incidentOf, historyOf } = desk
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
    const { at } = desk
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
    const { at } = desk
    const incidentId = await makeIncident(at('09:00'), {})
    await expect(
      publishUpdate(at('09:10'), { ...update, incidentId, version: 1, status: 'postmortem' }),
    ).rejects.toMatchObject({ kind: 'PreconditionFailed', code: 'publish.statusNotNext' })
  })

  it('keep an impact that a publisher chose until it is taken back', async () => {
    const { at, incidentOf } = desk
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
    const { at, publisher } = desk
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
    const { at, statusOf, historyOf } = desk
    const cards = await makeComponent(at('08:00'))
    await Promise.all([
      makeIncident(at('09:00'), { [cards]: 'major_outage' }),
      makeIncident(at('09:00'), { [cards]: 'partial_outage' }),
    ])
    expect(await statusOf(cards)).toBe('major_outage')
    expect(await historyOf(cards)).toEqual(['09:00 major_outage'])
  })

  it('cannot count from before the one they follow', async () => {
    const { at } = desk
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
    const { at } = desk
    await expect(
      publishUpdate(at('09:10'), { ...update, incidentId: 'aaaaaaaaaaaa', version: 1, status: 'identified' }),
    ).rejects.toMatchObject({ kind: 'NotFound' })
  })
})

describe('a correction', () => {
  it('marks the update, keeps the old text in the audit and writes to nobody', async () => {
    const { at } = desk
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
    const { at } = desk
    const incidentId = await makeIncident(at('09:00'), {})
    const update = await IncidentUpdate.query(database.db).findOne({ incidentId }).throwIfNotFound()
    await resolveIncident(at('09:05'), incidentId)
    await expect(
      correctUpdate(at('09:10'), { updateId: update.id, version: 1, bodyFr: 'Trop tard.' }),
    ).rejects.toMatchObject({ kind: 'Conflict' })
  })
})
