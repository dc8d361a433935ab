import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict, notFound } from '#app/domain/errors.ts'
import { newId, type RestrictionId } from '#app/domain/ids.ts'
import { actorName } from '#app/domain/restrictions/actor-name.ts'
import type { RestrictManually } from '#app/domain/restrictions/schemas.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { rows } from '#db/client.ts'
import { Account } from '#db/models/access.ts'
import type { Capability } from '#db/models/restrictions.ts'

/**
 * Withholds capabilities by an officer's decision. What is withheld for this cause already stays as it is;
 * Conflict when that is all of it. The merchant is not mailed: the cause may be one that must not be known
 * (no tipping-off), and a mail for the others alone would give it away. The portal says `under_review`.
 */
export async function restrictManually(ctx: Context, input: RestrictManually): Promise<RestrictionId[]> {
  requirePermission(ctx.actor, 'restriction:manage')
  return withTransaction(ctx, async (tx) => {
    const account = await Account.query(tx.db).findById(input.accountId)
    if (!account || account.closedAt) throw notFound()
    const by = actorName(tx.actor)
    const wanted = input.capabilities.map((capability) => ({ id: newId<RestrictionId>(), capability }))
    const imposed = await rows<{ id: RestrictionId; capability: Capability }>(
      tx.db,
      `insert into restrictions (id, account_id, capability, cause, imposed_at, imposed_by, basis)
         select w.id, :accountId, w.capability, :cause, :now, :by, cast(:basis as jsonb)
           from jsonb_to_recordset(:wanted) as w (id uuid, capability text)
         on conflict do nothing returning id, capability`,
      {
        accountId: input.accountId,
        cause: input.cause,
        now: tx.clock.now(),
        by,
        basis: JSON.stringify({ reason: input.reason }),
        wanted: JSON.stringify(wanted),
      },
    )
    if (imposed.length === 0) throw conflict('restriction.alreadyWithheld')
    await recordAudit(
      tx,
      ...imposed.map(({ id, capability }) => ({
        action: 'restriction.imposed',
        subjectType: 'restriction',
        subjectId: id,
        accountId: input.accountId,
        after: { capability, cause: input.cause, reason: input.reason },
      })),
    )
    const capabilities = imposed.map(({ capability }) => capability)
    await recordEvents(tx, [{ type: 'account.restricted', accountId: input.accountId, capabilities }])
    return imposed.map(({ id }) => id)
  })
}
