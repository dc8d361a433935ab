import { actorName } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { affected } from '#db/client.ts'
import type { ContactTask } from '#db/models/tasks.ts'

/** How a contact task ends, and what the audit keeps of it. */
interface Ending {
  readonly outcome: NonNullable<ContactTask['outcome']>
  /** The officer's words. */
  readonly note?: string
  /** The mail that was accepted. */
  readonly mailId?: string
}

/** Closes a contact task; false when it is closed already. */
export async function closeTask(
  tx: TransactionContext,
  { id, accountId }: Pick<ContactTask, 'id' | 'accountId'>,
  ending: Ending,
): Promise<boolean> {
  const { outcome, note = '' } = ending
  const closed = await affected(
    tx.db,
    `update contact_tasks set closed_at = :now, closed_by = :by, outcome = :outcome, note = :note
      where id = :id and closed_at is null`,
    { id, now: tx.clock.now(), by: actorName(tx.actor), outcome, note },
  )
  if (closed === 0) return false
  await recordAudit(tx, {
    action: 'contact_task.closed',
    subjectType: 'contact_task',
    subjectId: id,
    accountId,
    after: ending,
  })
  return true
}
