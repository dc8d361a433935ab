import { parisDay } from '#app/domain/calendar/paris.ts'
import type { ComponentStatus } from '#app/domain/components/status.ts'
import { correctUpdate } from '#app/domain/incidents/correct-update.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { recordIncident } from '#app/domain/incidents/record-incident.ts'
import { settleOutages } from '#app/domain/outages/settle-outages.ts'
import type { Database } from '#db/client.ts'
import { ClockEntry } from '#db/models/requirements.ts'
import { Incident, IncidentUpdate } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { write } from '#tests/factories/context.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { sweepContext } from '#tests/factories/overdue.ts'
import { makeScene } from '#tests/factories/requirement.ts'

/** `2026-02-10T09:00`, UTC. */
export const at = (text: string) => new Date(`${text}:00.000Z`)

export type OutageScene = Awaited<ReturnType<typeof outageScene>>

/**
 * A merchant, and a portal without which nobody can send documents. An outage touches every deadline there is: what was
 * there before is closed, and nobody needs its components.
 */
export async function outageScene(db: Database) {
  await write(sweepContext(db, '2026-01-01T00:00:00Z'), async (tx) => {
    await tx.db.raw(`update requirements set status = 'cancelled', closed_at = requested_at, closing_reason = 'test'
      where closed_at is null`)
    await tx.db.raw('update components set needed_to_submit_documents = false')
    await tx.db.raw('delete from outages')
    await tx.db.raw(`delete from graphile_worker._private_jobs`)
  })
  const publisher = await createPublisher(db)
  const made = await makeScene(db)
  const desk = (now: string) => statusContext(db, publisher, at(now).toISOString())
  const portal = await makeComponent(desk('2026-01-01T00:00'), { neededToSubmitDocuments: true })
  const versionOf = async (id: string) => (await Incident.query(db).findById(id).throwIfNotFound()).version
  const down = (from: string, status: ComponentStatus = 'major_outage', components = [portal]) =>
    makeIncident(desk(from), Object.fromEntries(components.map((id) => [id, status])))
  const say = async (
    id: string,
    now: string,
    status: 'monitoring' | 'resolved',
    components = {},
    reopen = false,
  ) =>
    publishUpdate(desk(now), {
      reopen,
      incidentId: id,
      version: await versionOf(id),
      status,
      bodyFr: 'Suite.',
      notify: false,
      components: Object.entries<ComponentStatus>(components).map(([one, is]) => ({ id: one, status: is })),
    })
  return {
    made,
    portal,
    desk,
    versionOf,
    down,
    say,
    settle: (now: string, options = {}) => settleOutages(sweepContext(db, at(now).toISOString()), options),
    /** Asked on 2 February 2026, until Wednesday 4 March. */
    request: (order = {}) => made.request(order),
    async lastDay(id: string) {
      const { deadlineAt } = await made.requirement(id)
      return deadlineAt && parisDay(deadlineAt).toString()
    },
    async given(id: string) {
      const entries = await ClockEntry.query(db).where({ requirementId: id, kind: 'extended' }).orderBy('id')
      return entries.map(({ days, incidentId }) => ({ days, incidentId }))
    },
    /** A whole incident, told while it happened. */
    async outage(from: string, until: string) {
      const id = await down(from)
      await say(id, until, 'resolved')
      return id
    },
    record: (beganAt: string, endedAt: string, now: string) =>
      recordIncident(desk(now), {
        nameFr: 'Panne',
        bodyFr: 'Panne.',
        components: [{ id: portal, status: 'partial_outage' }],
        beganAt: at(beganAt),
        endedAt: at(endedAt),
      }),
    async moveStart(id: string, to: string, now: string) {
      const first = await IncidentUpdate.query(db)
        .where({ incidentId: id })
        .orderBy('displayAt')
        .first()
        .throwIfNotFound()
      await correctUpdate(desk(now), {
        updateId: first.id,
        version: await versionOf(id),
        bodyFr: 'Corrigé.',
        displayAt: at(to),
      })
    },
  }
}
