import { actorId } from '#app/domain/access/actor.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { affected } from '#db/client.ts'

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
  /**
   * Of an act that follows from rules and not from somebody's will: all it rested on, with the version of the policy
   * that it used. Kept as `after.basis`; with it app/domain/replay takes the same decision anew.
   */
  basis?: object | null
}

/**
 * Appends entries in the transaction of the change. A trigger numbers and chains them per account
 * (docs/decisions/0007), so their order in `facts` is their order in the chain.
 */
export async function recordAudit(tx: TransactionContext, ...facts: AuditFacts[]): Promise<void> {
  // Chains are locked in one order in every transaction, so two of them cannot wait for each other.
  const ordered = [...facts].sort((a, b) => (a.accountId ?? '').localeCompare(b.accountId ?? ''))
  const entries = ordered.map(
    ({ action, subjectType, subjectId, accountId, before, after, basis }, place) => ({
      place,
      action,
      subject_type: subjectType,
      subject_id: subjectId,
      account_id: accountId,
      before,
      after: basis ? { ...after, basis } : after,
    }),
  )
  await affected(
    tx.db,
    `insert into audit_entries (at, actor_kind, actor_id, action, subject_type, subject_id, account_id, before, after)
       select :now, :actorKind, :actorId, e.action, e.subject_type, e.subject_id, e.account_id, e.before, e.after
         from jsonb_to_recordset(:entries) as e (place integer, action text, subject_type text, subject_id text,
           account_id uuid, before jsonb, after jsonb)
         order by e.place`,
    {
      now: tx.clock.now(),
      actorKind: tx.actor.kind,
      actorId: actorId(tx.actor),
      entries: JSON.stringify(entries),
    },
  )
}
