import type { TransactionContext } from '#app/domain/context.ts'
import { isUndated } from '#app/domain/deadlines/undated-sql.ts'
import type { RequirementOrder } from '#app/domain/requirements/open-requirements.ts'
import { rows } from '#db/client.ts'
import type { Account } from '#db/models/access.ts'

/** What was asked when an account was closed: by a day, and without any. */
export interface EndedWithAccount {
  readonly dated: readonly RequirementOrder[]
  readonly undated: readonly RequirementOrder[]
}

/**
 * What was asked when this account was closed, as it was asked: closing and reopening must not let anybody off a
 * document. A renewal whose clock was still to come is left out: it asks by itself once it is time.
 */
export async function endedWithAccount(
  tx: TransactionContext,
  { id, closedAt }: Account,
): Promise<EndedWithAccount> {
  const ended = await rows<{ order: RequirementOrder; undated: boolean }>(
    tx.db,
    `select ${isUndated('q')} as undated, jsonb_build_object('accountId', q.account_id,
         'documentType', q.document_type, 'subject', q.subject, 'message', q.message, 'why', q.why) as "order"
       from requirements q
      where q.account_id = :id and q.closed_with_account and q.closed_at >= :closedAt and q.clock_from is null
      order by q.id`,
    { id, closedAt },
  )
  const of = (without: boolean) => ended.flatMap(({ order, undated }) => (undated === without ? [order] : []))
  return { dated: of(false), undated: of(true) }
}
