import { actorName } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { ourDayAfter } from '#app/domain/calendar/promised-day.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { conflict } from '#app/domain/errors.ts'
import { newId, type RestrictionId } from '#app/domain/ids.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { notWithheld } from '#app/domain/restrictions/lift-one.ts'
import type { RestrictManually } from '#app/domain/restrictions/schemas.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { rows } from '#db/client.ts'
import type { Capability } from '#db/models/restrictions.ts'

/**
 * Writes restrictions that somebody decided. What is withheld for this cause already stays as it is; Conflict when
 * that is all of it. The outside hears of what worked until now: to say that more stands against a capability
 * that is withheld already would tell of an examination. The caller holds the account.
 */
export async function imposeByHand(
  tx: TransactionContext,
  { accountId, capabilities, cause, reason }: RestrictManually,
): Promise<RestrictionId[]> {
  const wanted = capabilities.map((capability) => ({ id: newId<RestrictionId>(), capability }))
  const working = await notWithheld(tx, accountId, capabilities)
  const examineBy = await examinationDay(tx, accountId)
  const imposed = await rows<{ id: RestrictionId; capability: Capability }>(
    tx.db,
    `insert into restrictions (id, account_id, capability, cause, imposed_at, imposed_by, basis, api_key_id, examine_by)
       select w.id, :accountId, w.capability, :cause, :now, :by, cast(:basis as jsonb), cast(:keyId as uuid),
           cast(:examineBy as date)
         from jsonb_to_recordset(:wanted) as w (id uuid, capability text)
       on conflict do nothing returning id, capability`,
    {
      accountId,
      cause,
      examineBy,
      now: tx.clock.now(),
      by: actorName(tx.actor),
      basis: JSON.stringify({ reason }),
      keyId: tx.actor.kind === 'api_key' ? tx.actor.keyId : null,
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
      accountId,
      after: { capability, cause, reason, examineBy },
    })),
  )
  const stopped = imposed.map(({ capability }) => capability).filter((one) => working.includes(one))
  if (stopped.length > 0) {
    await recordEvents(tx, [{ type: 'account.restricted', accountId, capabilities: stopped }])
  }
  return imposed.map(({ id }) => id)
}

/**
 * When officers look at the account again, `YYYY-MM-DD`: the policy's promise, or the day that it has already. One day
 * for all that stands against an account, so that a further cause neither moves what the merchant is told nor shows.
 */
async function examinationDay(tx: TransactionContext, accountId: string): Promise<string> {
  const [set] = await rows<{ examineBy: string }>(
    tx.db,
    `select min(examine_by) as examine_by from restrictions
      where account_id = :accountId and lifted_at is null having min(examine_by) is not null`,
    { accountId },
  )
  if (set) return set.examineBy
  const { rules } = await currentPolicy(tx)
  return ourDayAfter(tx.clock.now(), rules.promises.examineBusinessDays).toString()
}
