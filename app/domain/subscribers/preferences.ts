import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { invalid, preconditionFailed } from '#app/domain/errors.ts'
import { openSubscription } from '#app/domain/subscribers/links.ts'
import type { Preferences } from '#app/domain/subscribers/schemas.ts'
import { Subscriber, SubscriberComponent } from '#db/models/mail.ts'
import { Component } from '#db/models/status.ts'

/** Writes what a subscriber wants to hear of. Invalid when nothing is left, or a component is unknown. */
export async function setPreferences(
  tx: TransactionContext,
  subscriberId: string,
  { locale, incidents, maintenance, components }: Preferences,
): Promise<void> {
  if (!incidents && !maintenance) throw invalid('subscriptionEmpty')
  const chosen = [...new Set(components)]
  const known = await Component.query(tx.db).findByIds(chosen).where({ shown: true }).whereNull('deletedAt')
  if (known.length !== chosen.length) throw invalid('choice')
  await Subscriber.query(tx.db)
    .findById(subscriberId)
    .patch({
      locale,
      wantsIncidents: incidents,
      wantsMaintenance: maintenance,
      allComponents: chosen.length === 0,
    })
  await SubscriberComponent.query(tx.db).delete().where({ subscriberId })
  if (chosen.length > 0) {
    await SubscriberComponent.query(tx.db).insert(
      chosen.map((componentId) => ({ subscriberId, componentId })),
    )
  }
}

/** Changes a confirmed subscription through its own link. */
export function changePreferences(
  ctx: Context,
  id: string,
  token: string,
  wishes: Preferences,
): Promise<void> {
  return withTransaction(ctx, async (tx) => {
    const subscriber = await openSubscription(tx, id, token)
    if (subscriber.status !== 'confirmed') throw preconditionFailed('subscriptionEnded')
    await setPreferences(tx, id, wishes)
    await recordAudit(tx, {
      action: 'subscriber.changed',
      subjectType: 'subscriber',
      subjectId: id,
      accountId: null,
      after: wishes,
    })
  })
}
