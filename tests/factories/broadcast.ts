import { fixedClock } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import type { Mailer } from '#app/mail/types.ts'
import { type Database, rows } from '#db/client.ts'
import { Broadcast, Delivery } from '#db/models/mail.ts'
import { Incident } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { mailContext } from '#tests/factories/subscriber.ts'

/** When `desk(0)` publishes and `job(0)` sends. */
export const START = Date.parse('2026-11-23T10:00:00Z')

export type BroadcastScene = Awaited<ReturnType<typeof broadcastScene>>

/** A publisher who announces incidents, and the jobs that tell them; all times in milliseconds after `START`. */
export async function broadcastScene(db: Database, mailer: Mailer) {
  const publisher = await createPublisher(db)
  const at = (afterMs: number) => fixedClock(new Date(START + afterMs))
  const desk = (afterMs: number) => statusContext(db, publisher, at(afterMs))
  const cards = await makeComponent(desk(0))

  async function broadcastOf(incidentId: string): Promise<string> {
    const [newest] = await rows<{ id: string }>(
      db,
      `select b.id from broadcasts b join incident_updates u on u.id = b.update_id
        where u.incident_id = :incidentId order by b.created_at desc limit 1`,
      { incidentId },
    )
    return newest?.id ?? ''
  }

  return {
    desk,
    job: (afterMs = 0): Context => mailContext(db, mailer, { clock: at(afterMs) }),
    /** An incident whose first update is broadcast. */
    async announce(): Promise<{ incidentId: string; broadcastId: string }> {
      const incidentId = await makeIncident(
        desk(0),
        { [cards]: 'partial_outage' },
        { notify: true, nameFr: 'Paiements refusés', nameEn: 'Payments refused', bodyEn: 'We are looking.' },
      )
      return { incidentId, broadcastId: await broadcastOf(incidentId) }
    },
    /** Its end, broadcast too. */
    async followUp(incidentId: string, afterMs: number): Promise<string> {
      const { version } = await Incident.query(db).findById(incidentId).throwIfNotFound()
      await publishUpdate(desk(afterMs), {
        incidentId,
        version,
        status: 'resolved',
        bodyFr: 'Rétabli.',
        bodyEn: 'Back.',
        components: [],
        notify: true,
      })
      return broadcastOf(incidentId)
    },
    deliveries: (broadcastId: string) => Delivery.query(db).where({ broadcastId }).orderBy('id'),
    finishedAt: async (id: string) => (await Broadcast.query(db).findById(id).throwIfNotFound()).finishedAt,
    queuedRun: (broadcastId: string) =>
      rows<{ runAt: Date }>(
        db,
        `select run_at from graphile_worker.jobs where key = 'broadcast:' || :broadcastId`,
        { broadcastId },
      ),
  }
}
