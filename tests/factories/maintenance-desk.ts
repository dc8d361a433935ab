import type { UserActor } from '#app/domain/access/actor.ts'
import { openSession } from '#app/domain/access/sessions.ts'
import { fixedClock } from '#app/domain/clock.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import type { Database } from '#db/client.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { type Answer, openSite } from '#tests/factories/visit.ts'

export const NOW = '2026-11-27T09:00:00.000Z'
export const NIGHT = { scheduledFor: '2026-12-01T02:00', scheduledUntil: '2026-12-01T04:00' }
export const TEXTS = { nameFr: 'Correctifs', bodyFr: 'Rien ne change.' }
export const WEEKLY = { repeat: 'weekly', interval: '1', monthlyBy: 'day', ends: 'count', count: '3' }

/** Of what a form leads to. */
export const idIn = (answer: Answer) => answer.headers.get('location')?.split('/').at(-1) ?? ''

export type MaintenanceDesk = Awaited<ReturnType<typeof maintenanceDesk>>

/** A publisher, signed in, before the pages of maintenance; and the component that payouts need. */
export async function maintenanceDesk(db: Database) {
  const publisher = await createPublisher(db)
  const ctx = () => statusContext(db, publisher, fixedClock(NOW))
  const site = () => openSite(db, { publicUrl: 'http://vigie.test', at: NOW })
  const { userId: id, role } = publisher as UserActor
  const { token } = await openSession(ctx(), { id, role }, { address: '192.0.2.1', userAgent: 'test' })
  const serialized = await sessionCookie({ publicUrl: 'http://vigie.test' } as never).serialize(token)
  const cookie = serialized.split(';')[0] ?? ''
  return {
    ctx,
    site,
    cookie,
    payouts: await makeComponent(ctx(), { capability: 'payouts' }),
    visit: (handler: unknown, path: string, options: { id?: string; form?: Record<string, string> } = {}) =>
      site().visit(handler, path, {
        cookie,
        form: options.form,
        params: options.id === undefined ? {} : { id: options.id },
        headers: { 'accept-language': 'fr' },
      }),
  }
}
