import { fixedClock } from '#app/domain/clock.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import type { Database } from '#db/client.ts'
import { Component } from '#db/models/status.ts'
import type { Staff } from '#local/demo/fill-staff.ts'
import { fillStatus, fillSubscribers } from '#local/demo/fill-status.ts'
import { createPublisher, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'

export const PUBLIC_NOW = new Date('2026-11-27T09:00:00Z')

export interface PublicScene {
  /** The demonstration: 12 components in 4 groups, three incidents that are over and a maintenance to come. */
  readonly quiet: PublicStatus
  /** The same with two open incidents, of four updates each. */
  readonly troubled: PublicStatus
  readonly ids: {
    readonly incident: string
    readonly past: string
    readonly maintenance: string
    readonly group: string
  }
}

/** Both states of the demonstration at `PUBLIC_NOW`. */
export async function makePublicScene(db: Database): Promise<PublicScene> {
  const publisher = await createPublisher(db)
  const at = (time: string): Context => statusContext(db, publisher, fixedClock(`2026-11-27T${time}:00Z`))
  const today = new Date('2026-11-27T06:00:00Z')
  await withTransaction(at('06:00'), async (tx) => {
    await fillSubscribers(tx, today)
    await fillStatus(tx, today, { publisher } as Staff)
  })
  const quiet = await buildPublicStatus(at('09:00'))
  const open: string[] = []
  for (const [nameEn, minute] of [
    ['Online card payments', '10'],
    ['Payouts to your bank', '20'],
  ] as const) {
    const component = await Component.query(db).findOne({ nameEn }).throwIfNotFound()
    const incidentId = await makeIncident(
      at(`07:${minute}`),
      { [component.id]: 'partial_outage' },
      { nameFr: `Incident : ${component.nameFr}`, nameEn: `Incident: ${nameEn}` },
    )
    open.push(incidentId)
    for (const [index, status] of (['identified', 'identified', 'monitoring'] as const).entries()) {
      await publishUpdate(at(`08:${minute.replace('0', String(index))}`), {
        incidentId,
        version: index + 1,
        status,
        bodyFr: `Une partie des opérations échoue. **Point n° ${index + 1}** : nous corrigeons.`,
        bodyEn: `Some operations fail. **Point ${index + 1}**: we are mending it.`,
        components: [],
        notify: false,
      })
    }
  }
  const troubled = await buildPublicStatus(at('09:00'))
  return {
    quiet,
    troubled,
    ids: {
      incident: open[0] ?? '',
      past: quiet.incidents[0]?.id ?? '',
      maintenance: quiet.maintenances[0]?.id ?? '',
      group: quiet.groups[0]?.id ?? '',
    },
  }
}
