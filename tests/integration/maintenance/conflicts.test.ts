import { beforeAll, describe, expect, it } from 'vitest'
import { type Actor, nobody } from '#app/domain/access/actor.ts'
import { deleteIncident } from '#app/domain/incidents/delete-incident.ts'
import { listConflicts } from '#app/domain/maintenance/list-conflicts.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { makeMaintenance } from '#tests/factories/maintenance.ts'
import { addMerchants, ask } from '#tests/factories/overdue.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let publisher: Actor
let cards: string
let payouts: string
let portal: string
const desk = () => statusContext(database.db, publisher, '2026-11-27T09:00:00.000Z')
beforeAll(async () => {
  publisher = await createPublisher(database.db)
  cards = await makeComponent(desk(), { capability: 'payments' })
  payouts = await makeComponent(desk(), { capability: 'payouts' })
  portal = await makeComponent(desk(), { neededToSubmitDocuments: true })
})

const window = (from: string, until: string) => ({
  scheduledFor: new Date(`2026-12-${from}:00.000Z`),
  scheduledUntil: new Date(`2026-12-${until}:00.000Z`),
})
const check = (
  componentIds: string[],
  windows = [window('01T01:00', '01T03:00')],
  exceptIds: string[] = [],
) => listConflicts(desk(), { windows, componentIds, exceptIds })

describe('what speaks against a window', () => {
  it('is another maintenance of the same component at the same time, but not beside it', async () => {
    const other = await makeMaintenance(desk(), { ...window('01T02:00', '01T04:00'), componentIds: [cards] })
    const found = { kind: 'maintenance', event: { id: other, nameFr: 'Mise à jour' } }
    expect(
      await check(
        [cards],
        [
          window('01T01:00', '01T02:00'),
          window('01T01:00', '01T02:01'),
          window('01T02:30', '01T03:00'),
          window('01T03:59', '01T05:00'),
          window('01T04:00', '01T05:00'),
        ],
      ),
    ).toMatchObject([[], [found], [found], [found], []])
    expect(await check([payouts], [window('01T02:00', '01T04:00')])).toEqual([[]])
    expect(await check([cards], [window('01T02:00', '01T04:00')], [other])).toEqual([[]])
  })

  it('is an incident that is still open on the same component', async () => {
    const incident = await makeIncident(desk(), { [cards]: 'degraded_performance' })
    const day = [window('08T01:00', '08T02:00')]
    expect(await check([cards, payouts], day)).toMatchObject([
      [{ kind: 'incident', event: { id: incident } }],
    ])
    expect(await check([payouts], day)).toEqual([[]])
    await resolveIncident(desk(), incident)
    expect(await check([cards], day)).toEqual([[]])
  })

  it('is no incident that was taken back', async () => {
    const incidentId = await makeIncident(desk(), { [cards]: 'degraded_performance' })
    await deleteIncident(desk(), { incidentId, version: 1 })
    expect(await check([cards], [window('08T01:00', '08T02:00')])).toEqual([[]])
  })

  it('is the payout cut-off where payouts are touched', async () => {
    const afternoon = [window('02T14:30', '02T15:30')]
    expect(await check([payouts], afternoon)).toEqual([
      [{ kind: 'payoutCutoff', at: new Date('2026-12-02T15:00:00.000Z') }],
    ])
    expect(await check([cards], afternoon)).toEqual([[]])
  })

  it('is how many merchants have a deadline inside, where documents could not be sent', async () => {
    const merchants = await addMerchants(database.db, 3)
    await ask(database.db, merchants.slice(0, 2), { deadline: '2026-12-10' })
    await ask(database.db, merchants.slice(0, 1), {
      deadline: '2026-12-10',
      documentType: 'identity_document',
    })
    await ask(database.db, merchants.slice(2), { deadline: '2026-12-11' })
    // The 10th of Paris ends at 22:59:59.999 in UTC.
    const windows = [
      window('10T22:00', '10T23:00'),
      window('10T22:00', '10T22:59'),
      window('10T23:00', '10T23:30'),
      window('10T22:00', '11T23:30'),
    ]
    const merchantsIn = (found: Awaited<ReturnType<typeof check>>) =>
      found.map((conflicts) => conflicts.flatMap((one) => (one.kind === 'deadlines' ? [one.merchants] : [])))
    const found = await check([portal], windows)
    expect(merchantsIn(found)).toEqual([[2], [], [], [3]])
    expect(merchantsIn(await check([cards], windows))).toEqual([[], [], [], []])
    // A number and nothing else: no account has a place in a warning.
    expect(found[0]).toEqual([{ kind: 'deadlines', merchants: 2 }])
  })

  it('is for those who plan alone', async () => {
    const asked = listConflicts({ ...desk(), actor: nobody }, { windows: [], componentIds: [] })
    await expect(asked).rejects.toMatchObject({ kind: 'Forbidden' })
  })
})
