import { actorId } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'
import { Policy } from '#db/models/restrictions.ts'
import type { HeldBatch } from '#db/models/tasks.ts'

/** Why this officer may not release: wrote, changed or switched on the rules, or asked for the documents behind most of the list. */
export type ReleaseBar = 'policyAuthor' | 'askedByYou'

/** Nobody waves through what they brought about, by the rules or by asking. Null: this officer may. */
export async function releaseBar(
  ctx: Pick<Context, 'db' | 'actor'>,
  batch: Pick<HeldBatch, 'id' | 'policyVersion' | 'listedAt' | 'accounts'>,
): Promise<ReleaseBar | null> {
  const by = actorId(ctx.actor)
  const policy = await Policy.query(ctx.db).findById(batch.policyVersion).throwIfNotFound()
  const authors = [policy.createdBy, policy.switchedOnBy, ...policy.editedBy]
  if (by !== null && authors.includes(by)) return 'policyAuthor'
  const [asked] = await rows<{ accounts: number }>(
    ctx.db,
    `select count(distinct e.account_id) as accounts from held_batch_entries e
       join requirements q on q.account_id = e.account_id
      where e.batch_id = :batchId and q.requested_by = :by and q.status in ('requested', 'rejected')
        and q.deadline_at <= :listedAt`,
    { batchId: batch.id, by, listedAt: batch.listedAt },
  )
  // More than half: it bars one officer at most, so that two can always do the work.
  return (asked?.accounts ?? 0) * 2 > batch.accounts ? 'askedByYou' : null
}
