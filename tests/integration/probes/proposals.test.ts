import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { deleteProbe } from '#app/domain/probes/delete-probe.ts'
import { dismissProposal } from '#app/domain/probes/dismiss-proposal.ts'
import { listAlerts } from '#app/domain/probes/list-alerts.ts'
import { listProbes } from '#app/domain/probes/list-probes.ts'
import { publishProposal } from '#app/domain/probes/publish-proposal.ts'
import { readProposal } from '#app/domain/probes/read-proposal.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Mail } from '#db/models/mail.ts'
import { type AlarmScene, alarmScene } from '#tests/factories/alarm.ts'
import { createPublisher } from '#tests/factories/component.ts'
import { addPerson } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: AlarmScene
beforeAll(async () => {
  scene = await alarmScene(database.db)
})
afterAll(() => scene.server.stop())
afterEach(async () => {
  const ctx = scene.at('09:00')
  for (const { id } of await listProbes(ctx)) await deleteProbe(ctx, id)
})

describe('a proposal', () => {
  const input = { status: 'investigating', bodyFr: 'Les cartes sont refusées.', notify: false } as const

  it('suggests what to say, and becomes the incident that a publisher words', async () => {
    const { failing, proposalOf, at, runs, toldOf } = scene
    const { id, componentId } = await failing({ status: 'major_outage' })
    const proposal = await proposalOf(id)
    expect(await readProposal(at('09:02'), proposal.id)).toMatchObject({
      componentId,
      status: 'major_outage',
      since: new Date('2026-11-23T09:00:00Z'),
      bodyFr: expect.stringContaining('paiements de vos clients'),
      bodyEn: expect.stringContaining('Payments of your customers'),
    })
    const components = [{ id: componentId, status: 'major_outage' as const }]
    const { incidentId } = await publishProposal(at('09:02'), proposal.id, { ...input, components })
    expect(await proposalOf(id)).toMatchObject({ closedAs: 'published', incidentId })
    expect(await listAlerts(at('09:03'))).toMatchObject({ proposals: [], recovered: [] })
    // Somebody else's incident is theirs: the desk is told, the public nothing.
    await runs(200, '09:04', '09:05', '10:30')
    expect((await listAlerts(at('10:30'))).recovered).toMatchObject([{ probeId: id, incidentId }])
    expect(await toldOf(incidentId)).toEqual(['09:02 investigating'])
  })

  it('is published once, however many publishers try', async () => {
    const { failing, proposalOf, at, incidentOf } = scene
    const { id, componentId } = await failing()
    const proposal = await proposalOf(id)
    const publish = async () =>
      publishProposal(at('09:02', await createPublisher(database.db)), proposal.id, {
        ...input,
        components: [{ id: componentId, status: 'partial_outage' }],
      })
    const results = await Promise.allSettled([publish(), publish(), publish()])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await incidentOf(componentId)
    await expect(publish()).rejects.toMatchObject({ kind: 'Conflict', code: 'probe.proposalPublished' })
  })

  it('put aside stays silent until the probe has recovered', async () => {
    const { failing, proposalOf, at, runs } = scene
    const { id } = await failing()
    const first = await proposalOf(id)
    await dismissProposal(at('09:02'), first.id, 'Essai de charge')
    await expect(dismissProposal(at('09:02'), first.id)).rejects.toMatchObject({ kind: 'Conflict' })
    await runs(503, '09:03', '09:04')
    const alerts = await listAlerts(at('09:04'))
    expect(alerts.proposals).toEqual([])
    expect(alerts.dismissed).toMatchObject([{ probeId: id, since: first.since, by: expect.any(String) }])
    await runs(200, '09:05', '09:06')
    expect((await listAlerts(at('09:06'))).dismissed).toEqual([])
    await runs(503, '09:07', '09:08')
    const again = await listAlerts(at('09:08'))
    expect(again.proposals).toHaveLength(1)
    expect(again.dismissed).toEqual([])
    expect(await AuditEntry.query(database.db).findOne({ action: 'proposal.dismissed' })).toMatchObject({
      after: { note: 'Essai de charge' },
    })
  })

  it('can be published after it closed by itself', async () => {
    const { failing, proposalOf, runs, at } = scene
    const { id, componentId } = await failing()
    const proposal = await proposalOf(id)
    await runs(200, '09:02', '09:03')
    const components = [{ id: componentId, status: 'partial_outage' as const }]
    const { incidentId } = await publishProposal(at('09:04'), proposal.id, { ...input, components })
    expect(await proposalOf(id)).toMatchObject({ closedAs: 'published', incidentId })
  })

  it('is told to publishers once, and to nobody else', async () => {
    const { at, failing, runs } = scene
    const person = await addPerson(at('08:00'), { role: 'publisher', locale: 'en' })
    await addPerson(at('08:00'), { role: 'administrator' })
    await addPerson(at('08:00'), { role: 'publisher', state: 'disabled' })
    await failing({ tellPublishers: true })
    await runs(503, '09:02', '09:03')
    const mails = await Mail.query(database.db).where({ template: 'probe_alarm' })
    expect(mails).toMatchObject([
      {
        toAddress: person.email,
        data: {
          componentName: 'Card payments',
          httpStatus: 503,
          opened: false,
          url: 'https://vigie.test/desk',
        },
      },
    ])
  })
})
