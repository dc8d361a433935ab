import { randomUUID } from 'node:crypto'
import type { Actor } from '#app/domain/access/actor.ts'
import { type Clock, fixedClock } from '#app/domain/clock.ts'
import { createComponent } from '#app/domain/components/create-component.ts'
import type { ComponentFields } from '#app/domain/components/schemas.ts'
import type { Context } from '#app/domain/context.ts'
import type { ComponentId, UserId } from '#app/domain/ids.ts'
import { type Database, transaction } from '#db/client.ts'
import { User } from '#db/models/access.ts'
import { AuditEntry } from '#db/models/audit.ts'

/** Reaching for a part that the status half never needs is a fault. */
const unreachable = <T extends object>(name: string): T =>
  new Proxy({} as T, {
    get: () => {
      throw new Error(`the status half must not use ${name}`)
    },
  })

/** A context for status verbs, as `actor` at the time of `clock`. */
export function statusContext(db: Database, actor: Actor, clock: Clock | string): Context {
  return {
    db,
    actor,
    clock: typeof clock === 'string' ? fixedClock(clock) : clock,
    storage: unreachable('storage'),
    mailer: unreachable('mail'),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    settings: {
      publicUrl: 'https://vigie.test',
      statusUrl: 'https://status.vigie.test',
      provider: { name: 'Vigie', supportEmail: 'aide@vigie.test' },
      payoutCutoff: '16:00',
      secret: 'a secret for tests alone, 1234567890',
      privateWebhooks: true,
    },
  }
}

/** A publisher in the database; several of them can race. */
export async function createPublisher(db: Database, name = 'Paule Publication'): Promise<Actor> {
  const id = randomUUID()
  const createdAt = new Date('2025-01-01T00:00:00Z')
  await transaction(db, async (trx) => {
    const email = `${id}@vigie.test`
    await User.query(trx).insert({ id, email, name, locale: 'fr', role: 'publisher', createdAt })
    await AuditEntry.query(trx).insert({
      at: createdAt,
      actorKind: 'system',
      actorId: 'test',
      action: 'user.created',
      subjectType: 'user',
      subjectId: id,
    })
  })
  return { kind: 'user', userId: id as UserId, role: 'publisher', accountId: null }
}

/** A shown component that exists since 2025 unless told. */
export function makeComponent(ctx: Context, fields: Partial<ComponentFields> = {}): Promise<ComponentId> {
  return createComponent(
    { ...ctx, clock: fixedClock('2025-01-01T00:00:00Z') },
    {
      nameFr: 'Paiements par carte',
      nameEn: 'Card payments',
      descriptionFr: '',
      descriptionEn: '',
      shown: true,
      startDate: '2025-01-01',
      neededToSubmitDocuments: false,
      ...fields,
    },
  )
}
