import type { Actor } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import { publishProgress } from '#app/domain/maintenance/publish-progress.ts'
import { scheduleMaintenance } from '#app/domain/maintenance/schedule-maintenance.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import type { Database } from '#db/client.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'

/** A name with all that breaks a format: markup, the end of CDATA twice, an emoji, right to left, separators. */
export const HOSTILE = `R&D <b>"x"</b> '</script>' ]]> ]]> 🚀 مدفوعات, a; b \\ c\u0008`
/** The same as XML and calendars can hold it. */
export const HOSTILE_READ = HOSTILE.replace('\u0008', '')

export interface HostileScene {
  readonly publisher: Actor
  readonly incidentId: string
  readonly maintenanceId: string
  /** Planned, then cancelled. */
  readonly cancelledId: string
  at(time: string): Context
  build(time: string): Promise<PublicStatus>
}

/** 23 November 2026: an open incident since 08:00 UTC, a window from 12:00 to 14:00, a cancelled one. */
export async function makeHostileScene(db: Database): Promise<HostileScene> {
  const publisher = await createPublisher(db)
  const at = (time: string) => statusContext(db, publisher, `2026-11-23T${time}:00.000Z`)
  const component = await makeComponent(at('00:00'), { nameFr: HOSTILE, nameEn: HOSTILE })
  const incidentId = await makeIncident(
    at('08:00'),
    { [component]: 'major_outage' },
    { nameFr: HOSTILE, nameEn: HOSTILE, bodyFr: `${HOSTILE}\n\n- un\n- deux`, bodyEn: 'Serious' },
  )
  const schedule = async (from: string, until: string) => {
    const { incidentId } = await scheduleMaintenance(at('08:40'), {
      nameFr: HOSTILE,
      nameEn: 'Upgrade',
      bodyFr: `Première ligne, puis ; \\ et\n\n${HOSTILE}`,
      bodyEn: 'Payouts late.',
      scheduledFor: new Date(`2026-11-23T${from}:00Z`),
      scheduledUntil: new Date(`2026-11-23T${until}:00Z`),
      componentIds: [component],
      autoStart: true,
      autoEnd: true,
      notify: false,
    })
    return incidentId
  }
  const maintenanceId = await schedule('12:00', '14:00')
  const cancelledId = await schedule('16:00', '18:00')
  await publishProgress(at('08:50'), {
    maintenanceId: cancelledId,
    version: 1,
    status: 'completed',
    bodyFr: 'Annulée.',
    bodyEn: 'Cancelled.',
    notify: false,
  })
  return {
    publisher,
    incidentId,
    maintenanceId,
    cancelledId,
    at,
    build: (time) => buildPublicStatus(at(time)),
  }
}
