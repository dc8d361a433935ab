import type { TransactionContext } from '#app/domain/context.ts'
import type { RequirementOrder } from '#app/domain/requirements/open-requirements.ts'
import type { Account } from '#db/models/access.ts'
import { Requirement } from '#db/models/requirements.ts'

/**
 * What was asked by a day when this account was closed, as it was asked: closing and reopening must not let anybody off
 * a document. What had no day yet is left out: a renewal asks by itself once it is time.
 */
export async function endedWithAccount(
  tx: TransactionContext,
  { id, closedAt }: Account,
): Promise<RequirementOrder[]> {
  const ended = await Requirement.query(tx.db)
    .where({ accountId: id, closedWithAccount: true })
    .where('closedAt', '>=', closedAt)
    .whereExists(
      tx.db('clock_entries').select(tx.db.raw('1')).where('requirement_id', tx.db.ref('requirements.id')),
    )
    .orderBy('id')
  return ended.map(({ accountId, documentType, subject, message, why }) => ({
    ...{ accountId, documentType, subject, message, why },
  }))
}
