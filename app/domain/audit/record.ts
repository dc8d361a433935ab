import { actorId } from '#app/domain/access/actor.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { AuditEntry } from '#db/models/audit.ts'

/** One change: what was done to what, and how it looked before and after. Never secrets or file contents. */
export interface AuditFacts {
  /** `noun.verb-in-past`, such as `requirement.requested` */
  action: string
  subjectType: string
  subjectId: string
  /** The account whose chain the entry joins; null for the platform's own chain. */
  accountId: string | null
  before?: object | null
  after?: object | null
}

/**
 * Appends entries in the transaction of the change. A trigger numbers and chains them per account
 * (docs/decisions/0007), so their order in `facts` is their order in the chain.
 */
export async function recordAudit(tx: TransactionContext, ...facts: AuditFacts[]): Promise<void> {
  const { actor } = tx
  const at = tx.clock.now()
  // Chains are locked in one order in every transaction, so two of them cannot wait for each other.
  const ordered = [...facts].sort((a, b) => (a.accountId ?? '').localeCompare(b.accountId ?? ''))
  await AuditEntry.query(tx.db).insert(
    ordered.map(({ before = null, after = null, ...entry }) => ({
      ...entry,
      at,
      actorKind: actor.kind,
      actorId: actorId(actor),
      before,
      after,
    })),
  )
}
