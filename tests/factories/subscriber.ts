import { type Actor, system } from '#app/domain/access/actor.ts'
import { type Clock, systemClock } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import { newId, type SubscriberId } from '#app/domain/ids.ts'
import type { Mailer } from '#app/mail/types.ts'
import type { Database } from '#db/client.ts'
import { Subscriber, SubscriberComponent } from '#db/models/mail.ts'
import { statusContext } from '#tests/factories/component.ts'

/** A context that can send mail, as a job unless told, at the real time unless told. */
export function mailContext(
  db: Database,
  mailer: Mailer,
  { actor = system('test'), clock = systemClock }: { actor?: Actor; clock?: Clock | string } = {},
): Context {
  return { ...statusContext(db, actor, clock), mailer }
}

type Fields = Partial<
  Pick<Subscriber, 'email' | 'locale' | 'status' | 'wantsIncidents' | 'wantsMaintenance'>
> & {
  /** Only these components. */
  components?: readonly string[]
}

/** A confirmed subscriber to everything, in French, unless told. */
export async function makeSubscriber(
  ctx: Context,
  { components = [], ...fields }: Fields = {},
): Promise<Subscriber> {
  const id = newId<SubscriberId>()
  const createdAt = ctx.clock.now()
  await Subscriber.query(ctx.db).insert({
    id,
    email: `${id}@abonnes.test`,
    locale: 'fr',
    status: 'confirmed',
    allComponents: components.length === 0,
    createdAt,
    confirmedAt: createdAt,
    ...fields,
  })
  if (components.length > 0) {
    await SubscriberComponent.query(ctx.db).insert(
      components.map((componentId) => ({ subscriberId: id, componentId })),
    )
  }
  return Subscriber.query(ctx.db).findById(id).throwIfNotFound()
}

/** Many of them at once, by the addresses `prefix-1@…`, `prefix-2@…` */
export async function makeSubscribers(ctx: Context, count: number, prefix: string): Promise<string[]> {
  const createdAt = ctx.clock.now()
  const people = Array.from({ length: count }, (_, index) => ({
    id: newId<SubscriberId>(),
    email: `${prefix}-${index + 1}@abonnes.test`,
    locale: index % 2 ? ('en' as const) : ('fr' as const),
    status: 'confirmed' as const,
    createdAt,
    confirmedAt: createdAt,
  }))
  await Subscriber.query(ctx.db).insert(people)
  return people.map(({ email }) => email)
}
